/** "Judge rung": says whether the share may rise, on the evidence of this rung. Changes nothing. */
import type { FreshServices } from '../aws/checks/fresh.ts';
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { ssm } from '../aws/clients/ssm.ts';
import { judgeAtRung } from '../aws/gate/before-rung.ts';
import { type WithRung, withRung } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { holdPollSeconds } from '../core/plan/budget.ts';
import { nextWait } from '../core/release/wait.ts';
import { rowText } from '../core/triggers/judge.ts';

type Needs = World<'dynamodb' | 'elbv2' | FreshServices>;

export async function judgeRung(world: Needs, { cutover, rung }: WithRung) {
  const record = await readSnapshot(world, cutover);
  if (!cutover.live)
    return { decision: 'advance', reason: 'dry run', rung: rung + 1, ...nextWait(world.clock.now(), {}) };
  const { facts, rows, decided, gate } = await judgeAtRung(world, cutover, record, rung);
  const { decision, reason } = decided;
  const isNews = decision !== 'hold' || facts.now - facts.dueAt < holdPollSeconds * 1000;
  return {
    decision,
    reason,
    ...(gate && { gate }),
    rung: decision === 'advance' ? rung + 1 : rung,
    ...nextWait(facts.now, decided),
    triggers: rows.map(rowText),
    story: isNews ? [`${record.plan.rungs[rung]} %: ${words[decision]}, ${reason}`] : [],
  };
}

const words = { advance: 'going on', ask: 'asking people', hold: 'holding', rollBack: 'going back' };
const clients = { dynamodb, elbv2, cloudwatch, ecs, ssm };

export const handler = lambda(judgeRung, { input: withRung, clients });

/** "Judge rung": says whether the share may rise, on the evidence of this rung. Changes nothing. */
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { type WithRung, withRung } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import { readRungFacts } from '../aws/rung-facts.ts';
import type { World } from '../aws/world.ts';
import { decideRung, rungRules } from '../core/decide/rung.ts';
import { holdPollSeconds } from '../core/plan/budget.ts';
import { underHold } from '../core/command/command.ts';
import { nextWait } from '../core/release/wait.ts';
import { rowText } from '../core/triggers/judge.ts';

type Needs = 'dynamodb' | 'elbv2' | 'cloudwatch';

export async function judgeRung(world: World<Needs>, { cutover, rung }: WithRung) {
  const record = await readSnapshot(world, cutover);
  if (!cutover.live)
    return { decision: 'advance', reason: 'dry run', rung: rung + 1, ...nextWait(world.clock.now(), {}) };
  const rules = rungRules(record);
  const facts = await readRungFacts(world, cutover, record, rung, rules);
  const judged = decideRung(facts, rules);
  const decided = underHold(judged, record.hold, facts.now);
  const { decision, reason } = decided;
  const isNews = decision !== 'hold' || facts.now - facts.dueAt < holdPollSeconds * 1000;
  return {
    decision,
    reason,
    rung: decision === 'advance' ? rung + 1 : rung,
    ...nextWait(facts.now, decided),
    triggers: judged.rows.map(rowText),
    story: isNews ? [`${record.plan.rungs[rung]} %: ${words[decision]}, ${reason}`] : [],
  };
}

const words = { advance: 'going on', hold: 'holding', rollBack: 'going back' };

export const handler = lambda(judgeRung, { input: withRung, clients: { dynamodb, elbv2, cloudwatch } });

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

export async function judgeRung(
  world: World<'dynamodb' | 'elbv2' | 'cloudwatch'>,
  { cutover, rung }: WithRung,
) {
  const record = await readSnapshot(world, cutover);
  if (!cutover.live)
    return { decision: 'advance', reason: 'dry run', rung: rung + 1, ...nextWait(world.clock.now(), {}) };
  const facts = await readRungFacts(world, cutover, record, rung);
  const decided = underHold(decideRung(facts, rungRules(record.plan)), record.hold, facts.now);
  const { decision, reason } = decided;
  const isNews = decision !== 'hold' || facts.now - facts.dueAt < holdPollSeconds * 1000;
  const percent = record.plan.rungs[rung];
  const next = decision === 'advance' ? rung + 1 : rung;
  return {
    decision,
    reason,
    rung: next,
    ...nextWait(facts.now, decided),
    story: isNews ? [`${percent} %: ${words[decision]}, ${reason}`] : [],
  };
}

const words = { advance: 'going on', hold: 'holding', rollBack: 'going back' };

export const handler = lambda(judgeRung, { input: withRung, clients: { dynamodb, elbv2, cloudwatch } });

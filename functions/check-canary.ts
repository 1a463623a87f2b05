/** "Check canary": says whether the canary's tasks are up, are ours and stay healthy. Changes only the ledger. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { readCanaryFacts } from '../aws/canary.ts';
import { type WithEpoch, withEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { note, readSnapshot } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { heldPollSeconds, steadyPollSeconds } from '../core/plan/budget.ts';
import { beforeTraffic } from '../core/command/command.ts';
import { decideSteady } from '../core/decide/steady.ts';

export async function checkCanary(world: World<'dynamodb' | 'ecs' | 'elbv2'>, { cutover }: WithEpoch) {
  const record = await readSnapshot(world, cutover);
  if (!cutover.live) return { decision: 'steady', reason: 'dry run' };
  const facts = await readCanaryFacts(world, record);
  const { isStanding, ...decided } = decideSteady(facts);
  const { decision, reason } = beforeTraffic(decided, record.hold, facts.now);
  const standingSince = isStanding ? (facts.standingSince ?? facts.now) : 0;
  if (standingSince !== record.standingSince) await note(world, cutover, { standingSince });
  const story =
    decision === 'starting' ? [] : [decision === 'steady' ? `The canary is steady: ${reason}` : reason];
  const waitSeconds = decided.decision === 'steady' ? heldPollSeconds : steadyPollSeconds;
  return { decision, reason, waitSeconds, story };
}

export const handler = lambda(checkCanary, { input: withEpoch, clients: { dynamodb, ecs, elbv2 } });

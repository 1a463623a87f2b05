/** "Smoke test": asks the canary through its door, and production, for the answers that the plan expects. Changes nothing. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithEpoch, withEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import { runSmoke } from '../aws/smoke.ts';
import type { World } from '../aws/world.ts';
import { Failure } from '../core/failures.ts';
import { waitUntil } from '../core/release/schedule.ts';
import { authenticates } from '../core/traffic/actions.ts';

export async function smokeTest(world: World<'dynamodb'>, { cutover }: WithEpoch) {
  const { plan, door, snapshot, rung } = await readSnapshot(world, cutover);
  const { productionUrl } = plan.target;
  const asksToLogIn = snapshot.rules.some((rule) => authenticates(rule.actions));
  const production = asksToLogIn ? [] : await runSmoke(world, 'production', plan, {}, productionUrl);
  const canary = cutover.live
    ? await runSmoke(world, 'the canary', plan, door?.headers ?? {}, productionUrl)
    : [];
  const failed = [...canary, ...production].filter((answer) => !answer.passed);
  if (failed.length > 0) throw new Failure('SmokeFailed', failed.map((answer) => answer.text).join('; '));
  const skipped = asksToLogIn ? ['Production asks people to log in: it was not smoke-tested'] : [];
  const would = cutover.live ? [] : ['Would ask the canary through its door the same'];
  const now = world.clock.now();
  const settleAt = (rung?.dueAt ?? now) - plan.rungHoldSeconds * 1000;
  const settleUntil = waitUntil(now, settleAt, plan.settleSeconds, cutover.live);
  return {
    settleUntil,
    story: [...canary, ...production].map((answer) => answer.text).concat(skipped, would),
  };
}

export const handler = lambda(smokeTest, { input: withEpoch, clients: { dynamodb } });

/** "Shift traffic": gives the canary the share of one rung. The only function that raises the share. */
import { act } from '../aws/act.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { type WithRung, withRung } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { note, readSnapshot } from '../aws/ledger/record.ts';
import { shiftTo } from '../aws/rung.ts';
import type { World } from '../aws/world.ts';
import { schedule } from '../core/release/schedule.ts';

export async function shiftTraffic(
  world: World<'dynamodb' | 'elbv2'>,
  { cutover, epoch, rung: index }: WithRung,
) {
  const record = await readSnapshot(world, cutover);
  const percent = record.plan.rungs[index] ?? 0;
  const { text } = await act(
    cutover,
    `shift ${percent} % of the traffic to the canary`,
    () => shiftTo(world, cutover, record, epoch, percent),
    (healthyTargets) =>
      `Shifted ${percent} % of the traffic to the canary (${healthyTargets} healthy targets)`,
  );
  const noted = record.rung?.index === index ? record.rung : undefined;
  const liveAt = noted?.liveAt ?? world.clock.now();
  const before = record.rung?.index === index - 1 ? record.rung : undefined;
  const times = schedule({ plan: record.plan, index, liveAt, before, noted, live: cutover.live });
  if (cutover.live) {
    await note(world, cutover, { firstShareAt: liveAt }, { once: true });
    await note(world, cutover, { rung: { index, liveAt, dueAt: times.dueAt } });
  }
  return { ...times.until, next: times.next, isLast: times.isLast, story: [text] };
}

export const handler = lambda(shiftTraffic, { input: withRung, clients: { dynamodb, elbv2 } });

/** "Shift traffic": gives the canary the share of one rung. The only function that raises the share. */
import { act } from '../aws/act.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { type FreshRung, freshRung } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import { noteRung, shiftTo } from '../aws/rung.ts';
import type { World } from '../aws/world.ts';
import { assertFresh } from '../core/release/redrive.ts';

export async function shiftTraffic(
  world: World<'dynamodb' | 'elbv2'>,
  { cutover, epoch, rung: index, redrives }: FreshRung,
) {
  assertFresh(redrives);
  const record = await readSnapshot(world, cutover);
  const percent = record.plan.rungs[index] ?? 0;
  const what = `${percent} % of the traffic to the canary`;
  const { text } = await act(
    cutover,
    `shift ${what}`,
    () => shiftTo(world, cutover, record, epoch, percent),
    (healthyTargets) => `Shifted ${what} (${healthyTargets} healthy targets)`,
  );
  const times = await noteRung(world, cutover, record, index);
  return { bakeUntil: times.bakeUntil, next: times.next, isLast: times.isLast, story: [text] };
}

export const handler = lambda(shiftTraffic, { input: freshRung, clients: { dynamodb, elbv2 } });

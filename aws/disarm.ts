/** What a cutover armed must not outlive it. Each part is safe to repeat. */
import type { Ending, Snapshot } from '../core/record.ts';
import type { AlarmArmed } from '../core/triggers/alarm.ts';
import { deleteAlarms } from './alarms.ts';
import { closeDoor } from './balancer/door.ts';
import { deleteAlarmRows } from './ledger/alarms.ts';
import { readLock } from './ledger/lock.ts';
import { leadingArn } from './ledger/pass.ts';
import type { CutoverRecord } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { lowerFloors } from './scaling.ts';
import type { World } from './world.ts';

export async function disarm(
  world: World<'dynamodb' | 'elbv2' | 'cloudwatch' | 'application-autoscaling'>,
  cutover: CutoverRef,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  ending: Ending,
): Promise<string[]> {
  const { snapshot, door, floors, alarms, plan } = record;
  // Whoever carries the traffic gets stable's bounds, however the cutover is called by now.
  const row = await readLock(world, leadingArn(snapshot));
  const promoted =
    row?.cutoverId === cutover.id ? row.confirmed === 'canary alone' : ending.outcome === 'promoted';
  const closed = door === undefined ? [] : [await closeDoor(world, snapshot, door)];
  const lowered =
    floors === undefined ? [] : await lowerFloors(world, plan.target.cluster, snapshot, promoted);
  return [
    ...closed,
    ...lowered,
    ...(alarms === undefined ? [] : await silence(world, cutover, record, alarms)),
  ];
}

/** The rows last: while an alarm is there, its event must find whom it is about. */
async function silence(
  world: World<'dynamodb' | 'cloudwatch'>,
  cutover: CutoverRef,
  { plan }: CutoverRecord,
  alarms: readonly AlarmArmed[],
): Promise<string[]> {
  const deleted = await deleteAlarms(world, alarms);
  await deleteAlarmRows(world, cutover, [...alarms.map(({ name }) => name), ...plan.triggers.alarms]);
  return deleted === 0 ? [] : [`Deleted its ${deleted} alarms`];
}

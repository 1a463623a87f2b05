/** "Arm alarms": has CloudWatch watch the triggers too, and push. Changes the ledger, then alarms of its own alone. */
import { putAlarms } from '../aws/alarms.ts';
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithEpoch, withEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { putAlarmRows } from '../aws/ledger/alarms.ts';
import { assertPass, leadingArn, passOf } from '../aws/ledger/pass.ts';
import { note, readSnapshot } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { rungRules } from '../core/decide/rung.ts';
import { alarmOf } from '../core/triggers/alarm.ts';

export async function armAlarms(world: World<'dynamodb' | 'cloudwatch'>, { cutover, epoch }: WithEpoch) {
  const record = await readSnapshot(world, cutover);
  const { snapshot, plan } = record;
  const own = rungRules(record).triggers.map((trigger) => alarmOf(trigger, cutover.id));
  const team = plan.triggers.alarms;
  const what = `${own.length} alarms of its own, and listen to ${team.length} of the team's`;
  if (!cutover.live) return { story: [`Would arm ${what}`] };
  await assertPass(world, passOf(cutover, snapshot, epoch, 'releasing'));
  const alarms = own.map(({ name, triggerId, scope }) => ({ name, triggerId, scope }));
  // Once: what rings between two tries of this function is about this cutover too.
  const noted = await note(world, cutover, { alarms, alarmsArmedAt: world.clock.now() }, { once: true });
  const armedAt = noted.alarmsArmedAt ?? 0;
  const common = { cutoverId: cutover.id, leadingArn: leadingArn(snapshot), armedAt };
  const ours = alarms.map(({ name, ...one }) => ({ ...common, ...one, alarm: name, own: true as const }));
  const theirs = team.map((alarm) => ({ ...common, alarm, own: false as const }));
  await putAlarmRows(world, [...ours, ...theirs]);
  await putAlarms(world, cutover, { snapshot, queueUrl: plan.triggers.queueDepth?.queueUrl }, own);
  return { story: [`Armed ${own.length} alarms of its own; ${team.length} of the team's are listened to`] };
}

export const handler = lambda(armAlarms, { input: withEpoch, clients: { dynamodb, cloudwatch } });

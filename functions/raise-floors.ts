/** "Raise floors": keeps Auto Scaling from shrinking either service during the release. Changes scalable targets only. */
import { applicationAutoscaling } from '../aws/clients/application-autoscaling.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithEpoch, withEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { assertPass, passOf } from '../aws/ledger/pass.ts';
import { note, readSnapshot } from '../aws/ledger/record.ts';
import { writeScaling } from '../aws/scaling.ts';
import type { World } from '../aws/world.ts';
import { floors } from '../core/release/floors.ts';

export async function raiseFloors(
  world: World<'dynamodb' | 'application-autoscaling'>,
  { cutover, epoch }: WithEpoch,
) {
  const { snapshot, plan } = await readSnapshot(world, cutover);
  const wanted = floors(snapshot);
  const story = wanted.map(({ text }) => (cutover.live ? text : `Would ${text}`));
  if (!cutover.live || wanted.length === 0) return { story };
  await assertPass(world, passOf(cutover, snapshot, epoch, 'releasing'));
  await note(world, cutover, {
    floors: wanted.map(({ role, scaling }) => ({ role, minCapacity: scaling.minCapacity })),
  });
  for (const { role, scaling } of wanted)
    await writeScaling(world, plan.target.cluster, snapshot[role].name, scaling);
  return { story };
}

export const handler = lambda(raiseFloors, {
  input: withEpoch,
  clients: { dynamodb, 'application-autoscaling': applicationAutoscaling },
});

/** "Open door": gives smoke tests a way to the canary alone. Makes or borrows one listener rule, nothing else. */
import { openOwnDoor, openTestRule } from '../aws/balancer/door.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { type WithEpoch, withEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { assertPass, passOf } from '../aws/ledger/pass.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';

export async function openDoor(world: World<'dynamodb' | 'elbv2'>, { cutover, epoch }: WithEpoch) {
  const record = await readSnapshot(world, cutover);
  const { canaryDoor } = record.plan.target;
  if (!cutover.live) {
    const how =
      'rule' in canaryDoor
        ? `point the test rule ${canaryDoor.rule} at`
        : 'add a listener rule with a secret header for';
    return { story: [`Would ${how} the canary's group`] };
  }
  await assertPass(world, passOf(cutover, record.snapshot, epoch, 'releasing'));
  const text =
    'rule' in canaryDoor
      ? await openTestRule(world, cutover, record, canaryDoor.rule)
      : await openOwnDoor(world, cutover, record, canaryDoor.header);
  return { story: [text] };
}

export const handler = lambda(openDoor, { input: withEpoch, clients: { dynamodb, elbv2 } });

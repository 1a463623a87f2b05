/** "Stop watching": ends the guard's say in one conditional write. From here on the cutover only finishes forward. */
import { act } from '../aws/act.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithEpoch, withEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { startPromoting } from '../aws/ledger/fence.ts';
import { passOf } from '../aws/ledger/pass.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';

export async function stopWatching(world: World<'dynamodb'>, { cutover, epoch }: WithEpoch) {
  const { snapshot } = await readSnapshot(world, cutover);
  const { text } = await act(
    cutover,
    'stop watching and promote',
    () => startPromoting(world, passOf(cutover, snapshot, epoch, 'releasing')),
    () => 'Stopped watching: from here on the cutover only finishes',
  );
  return { story: [text] };
}

export const handler = lambda(stopWatching, { input: withEpoch, clients: { dynamodb } });

/** "Register task definition": registers what will run, with its image by digest. Starts nothing. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { act } from '../aws/act.ts';
import { registerTaskDefinition as register } from '../aws/containers.ts';
import { type WithEpoch, withEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { note, readSnapshot } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { Failure } from '../core/failures.ts';

export async function registerTaskDefinition(world: World<'dynamodb' | 'ecs'>, { cutover }: WithEpoch) {
  const { plan, canaryTaskDefinition, pinned } = await readSnapshot(world, cutover);
  if (canaryTaskDefinition !== undefined) return {};
  if (pinned === undefined)
    throw new Failure('LedgerBroken', `cutover ${cutover.id} has no pinned images on the ledger`);
  const { definition, text: images } = pinned;
  const { text } = await act(
    cutover,
    `register ${plan.release.taskDefinition.family} with ${images}`,
    async () => {
      const taskDefinition = await register(world, definition);
      return note(world, cutover, { canaryTaskDefinition: taskDefinition }, { once: true });
    },
    (record) => `Registered ${record.canaryTaskDefinition?.split('/').at(-1)} with ${images}`,
  );
  return { story: [text] };
}

export const handler = lambda(registerTaskDefinition, { input: withEpoch, clients: { dynamodb, ecs } });

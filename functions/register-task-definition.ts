/** "Register task definition": registers what will run, with its image by digest. Starts nothing. */
import { ecr } from '../aws/clients/ecr.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { act } from '../aws/act.ts';
import { registerTaskDefinition as register } from '../aws/containers.ts';
import { pinImages } from '../aws/images.ts';
import { type WithEpoch, withEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { note, readSnapshot } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';

export async function registerTaskDefinition(
  world: World<'dynamodb' | 'ecs' | 'ecr'>,
  { cutover }: WithEpoch,
) {
  const { plan, canaryTaskDefinition } = await readSnapshot(world, cutover);
  if (canaryTaskDefinition !== undefined) return {};
  const { definition, text: images } = await pinImages(world, plan.release);
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

export const handler = lambda(registerTaskDefinition, { input: withEpoch, clients: { dynamodb, ecs, ecr } });

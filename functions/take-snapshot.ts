/** "Take snapshot": writes down what "back" means and which images ship, or refuses an unclear world. Changes only the ledger. */
import { applicationAutoscaling } from '../aws/clients/application-autoscaling.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecr } from '../aws/clients/ecr.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { pinImages } from '../aws/images.ts';
import { type OnlyCutover, onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { note, readRecord } from '../aws/ledger/record.ts';
import { readSurroundings } from '../aws/surroundings.ts';
import type { World } from '../aws/world.ts';
import { Failure } from '../core/failures.ts';
import { describeSnapshot, makeSnapshot } from '../core/release/snapshot.ts';

type Needs = 'dynamodb' | 'ecr' | 'ecs' | 'elbv2' | 'application-autoscaling';

export async function takeSnapshot(world: World<Needs>, { cutover }: OnlyCutover) {
  const record = await readRecord(world, cutover);
  if (record.snapshot !== undefined) return { snapshot: record.snapshot };
  const surroundings = await readSurroundings(world, record.plan);
  const made = makeSnapshot(surroundings, record.plan, new Date(world.clock.now()).toISOString());
  if ('refusal' in made) throw new Failure('WorldRejected', made.refusal);
  const pinned = await pinImages(world, record.plan.release);
  const facts = { snapshot: made.snapshot, pinned };
  const { snapshot = made.snapshot } = await note(world, cutover, facts, { once: true });
  return { snapshot, story: describeSnapshot(snapshot) };
}

export const handler = lambda(takeSnapshot, {
  input: onlyCutover,
  clients: { dynamodb, ecr, ecs, elbv2, 'application-autoscaling': applicationAutoscaling },
});

/** ECS services and task definitions. */
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { Failure } from '../core/failures.ts';
import type { World } from './world.ts';

/** Exactly the services asked for, in that order; one that is missing or not ACTIVE is refused. */
export async function readServices(
  world: World<'ecs'>,
  cluster: string,
  names: readonly string[],
): Promise<Service[]> {
  const { services = [] } = await world.clients.ecs.send(
    new DescribeServicesCommand({ cluster, services: [...names] }),
  );
  return names.map((name) => {
    const service = services.find((candidate) => candidate.serviceName === name);
    if (service?.status === 'ACTIVE') return service;
    const state = service === undefined ? 'does not exist' : `is ${service.status}`;
    throw new Failure('WorldRejected', `service ${name} ${state} in cluster ${cluster}`);
  });
}

export async function readService(world: World<'ecs'>, cluster: string, name: string): Promise<Service> {
  const [service] = await readServices(world, cluster, [name]);
  if (service === undefined)
    throw new Failure('WorldRejected', `service ${name} does not exist in cluster ${cluster}`);
  return service;
}

export async function readTaskDefinition(world: World<'ecs'>, arn: string) {
  const { taskDefinition } = await world.clients.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: arn }),
  );
  return taskDefinition;
}

/** A service's tasks number thousands at most, a hundred to a page. */
const taskPagesMax = 50;

/** Ids of a service's tasks, and of those that stopped within about the last hour. */
export async function readTaskIds(
  world: World<'ecs'>,
  cluster: string,
  serviceName: string,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
    let nextToken: string | undefined;
    for (let page = 0; page < taskPagesMax; page++) {
      const answer = await world.clients.ecs.send(
        new ListTasksCommand({
          cluster,
          serviceName,
          desiredStatus,
          ...(nextToken !== undefined && { nextToken }),
        }),
      );
      for (const arn of answer.taskArns ?? []) ids.add(arn.slice(arn.lastIndexOf('/') + 1));
      nextToken = answer.nextToken;
      if (nextToken === undefined) break;
    }
  }
  return ids;
}

/** Registers and returns the ARN of the new revision. */
export async function registerTaskDefinition(
  world: World<'ecs'>,
  input: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { taskDefinition } = await world.clients.ecs.send(
    new RegisterTaskDefinitionCommand(input as unknown as RegisterTaskDefinitionCommandInput),
  );
  return taskDefinition?.taskDefinitionArn ?? '';
}

export interface ServiceWrite {
  readonly cluster: string;
  readonly service: string;
  readonly desiredCount: number;
  readonly taskDefinition?: string;
  /** Never take tasks away: Auto Scaling or a person may have asked for more meanwhile. */
  readonly atLeast?: boolean;
}

/** Brings a service to a count and, where given, to a task definition. What it already is, is not written again. */
export async function writeService(
  world: World<'ecs'>,
  wanted: ServiceWrite,
): Promise<'written' | 'already so'> {
  const { atLeast = false, ...input } = wanted;
  const now = await readService(world, input.cluster, input.service);
  const desiredCount = atLeast ? Math.max(input.desiredCount, now.desiredCount ?? 0) : input.desiredCount;
  const sameDefinition = input.taskDefinition === undefined || now.taskDefinition === input.taskDefinition;
  if (sameDefinition && now.desiredCount === desiredCount) return 'already so';
  // Naming a task definition asks for iam:PassRole, so an unchanged one is not named.
  const { taskDefinition: _same, ...counts } = input;
  await world.clients.ecs.send(
    new UpdateServiceCommand({ ...(sameDefinition ? counts : input), desiredCount }),
  );
  return 'written';
}

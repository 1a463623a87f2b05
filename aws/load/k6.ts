import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { K6Definition } from '../../core/load/k6.ts';
import type { K6Load } from '../../core/plan/plan.ts';
import { named } from '../failures.ts';
import type { World } from '../world.ts';

/** What RunTask has to be told, which only the task definition knows. */
export async function readK6Definition(
  world: World<'ecs'>,
  { taskDefinition }: K6Load,
): Promise<K6Definition | { readonly unread: string }> {
  try {
    const answer = await world.clients.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    const { networkMode, requiresCompatibilities, containerDefinitions = [] } = answer.taskDefinition ?? {};
    return {
      networkMode,
      requiresCompatibilities,
      containers: containerDefinitions.map(({ name = '', essential = true }) => ({
        name,
        isEssential: essential,
      })),
    };
  } catch (error) {
    const failure = named(error);
    if (failure.name === 'CloudBusy') throw failure;
    return { unread: `${taskDefinition}: ${failure.message}` };
  }
}

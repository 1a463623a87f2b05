import type { CanaryFacts } from '../core/decide/steady.ts';
import { steadySecondsMax } from '../core/plan/budget.ts';
import type { Snapshot } from '../core/record.ts';
import { canaryTasks } from '../core/traffic/capacity.ts';
import { readTargetStates } from './balancer/groups.ts';
import { readService } from './containers.ts';
import type { CutoverRecord } from './ledger/record.ts';
import type { World } from './world.ts';

export async function readCanaryFacts(
  world: World<'ecs' | 'elbv2'>,
  record: CutoverRecord & { readonly snapshot: Snapshot },
): Promise<CanaryFacts> {
  const { plan, snapshot } = record;
  const service = await readService(world, plan.target.cluster, snapshot.canary.name);
  const primary = service.deployments?.find((deployment) => deployment.status === 'PRIMARY');
  const now = world.clock.now();
  return {
    now,
    startedAt: record.canaryStartedAt ?? now,
    startSecondsMax: steadySecondsMax,
    taskDefinition: record.canaryTaskDefinition ?? '',
    desiredCount: canaryTasks(plan.canaryPercent, snapshot.stable.desiredCount),
    primary: primary && {
      taskDefinition: primary.taskDefinition ?? '',
      rolloutState: primary.rolloutState,
      rolloutStateReason: primary.rolloutStateReason,
      runningCount: primary.runningCount ?? 0,
      desiredCount: primary.desiredCount ?? 0,
    },
    targetStates: await readTargetStates(world, snapshot.canary.targetGroupArn),
    lastEvent: service.events?.[0]?.message,
  };
}

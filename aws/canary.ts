import { type CanaryFacts, isRolledOut } from '../core/decide/steady.ts';
import type { Service } from '@aws-sdk/client-ecs';
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
  const found = service.deployments?.find((deployment) => deployment.status === 'PRIMARY');
  const primary = found && {
    taskDefinition: found.taskDefinition ?? '',
    rolloutState: found.rolloutState,
    rolloutStateReason: found.rolloutStateReason,
    runningCount: found.runningCount ?? 0,
    desiredCount: found.desiredCount ?? 0,
  };
  const desiredCount = canaryTasks(plan.canaryPercent, snapshot.stable.desiredCount);
  const now = world.clock.now();
  return {
    now,
    startedAt: record.canaryStartedAt ?? now,
    startSecondsMax: steadySecondsMax,
    taskDefinition: record.canaryTaskDefinition ?? '',
    desiredCount,
    primary,
    standingSince: record.standingSince || undefined,
    // Before that they say nothing that counts, and ELB's reads are few for a whole account.
    targetStates:
      primary !== undefined && isRolledOut(primary, desiredCount)
        ? await readTargetStates(world, snapshot.canary.targetGroupArn)
        : undefined,
    lastEvent: whatWentWrong(service),
  };
}

/** ECS's own reason: why it gave a deployment up, else its newest event that speaks of a failure. */
function whatWentWrong({ deployments = [], events = [] }: Service): string | undefined {
  const given = deployments.find((deployment) => deployment.rolloutState === 'FAILED')?.rolloutStateReason;
  const event = events.find(({ message = '' }) => /fail|unable|unhealthy|stopped/i.test(message));
  return given ?? event?.message ?? events[0]?.message;
}

/** Application Auto Scaling of an ECS service's desired count. */
import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type { ScalingSnapshot, Snapshot } from '../core/record.ts';
import { floorsAfter } from '../core/release/floors.ts';
import type { World } from './world.ts';

const dimension = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;

function resourceId(cluster: string, service: string): string {
  return `service/${cluster}/${service}`;
}

/** Undefined where Auto Scaling does not manage the service. */
export async function readScaling(
  world: World<'application-autoscaling'>,
  cluster: string,
  service: string,
): Promise<ScalingSnapshot | undefined> {
  const { ScalableTargets = [] } = await world.clients['application-autoscaling'].send(
    new DescribeScalableTargetsCommand({ ...dimension, ResourceIds: [resourceId(cluster, service)] }),
  );
  const target = ScalableTargets[0];
  if (target?.MinCapacity === undefined || target.MaxCapacity === undefined) return undefined;
  return {
    minCapacity: target.MinCapacity,
    maxCapacity: target.MaxCapacity,
    scaleInSuspended: target.SuspendedState?.DynamicScalingInSuspended ?? false,
    scheduledSuspended: target.SuspendedState?.ScheduledScalingSuspended ?? false,
  };
}

export async function writeScaling(
  world: World<'application-autoscaling'>,
  cluster: string,
  service: string,
  scaling: ScalingSnapshot,
): Promise<void> {
  await world.clients['application-autoscaling'].send(
    new RegisterScalableTargetCommand({
      ...dimension,
      ResourceId: resourceId(cluster, service),
      MinCapacity: scaling.minCapacity,
      MaxCapacity: Math.max(scaling.maxCapacity, scaling.minCapacity),
      SuspendedState: {
        DynamicScalingInSuspended: scaling.scaleInSuspended,
        ScheduledScalingSuspended: scaling.scheduledSuspended,
      },
    }),
  );
}

/** Gives Auto Scaling back what the snapshot says, by role. */
export async function lowerFloors(
  world: World<'application-autoscaling'>,
  cluster: string,
  snapshot: Snapshot,
  promoted: boolean,
): Promise<string[]> {
  const after = floorsAfter(snapshot, promoted);
  for (const { service, scaling } of after) await writeScaling(world, cluster, service, scaling);
  return after.map(
    ({ service, scaling }) =>
      `Auto Scaling of ${service} may use ${scaling.minCapacity} to ${scaling.maxCapacity} tasks again`,
  );
}

import type {
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse,
  ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling';
import { arn } from '../service.ts';
import { invalid } from './errors.ts';
import type { ScalableTargets } from './state.ts';

/**
 * Registers or changes; what is not given stays. A desired count below the minimum is lifted at once, and again when
 * somebody lowers it. Not modelled: lowering to the maximum, policies, schedules, other services than ECS.
 */
export function registerScalableTarget(targets: ScalableTargets) {
  return (input: RegisterScalableTargetRequest): RegisterScalableTargetResponse => {
    const target = changed(input, targets);
    const name = /^service\/([^/]+)\/([^/]+)$/.exec(target.ResourceId ?? '');
    const service = name?.[1] === targets.cluster.name ? targets.cluster.find(name[2] ?? '') : undefined;
    if (service === undefined) throw invalid(`ECS service doesn't exist: ${target.ResourceId}`);
    targets.put({ ...target, ResourceId: target.ResourceId ?? '' });
    targets.cluster.setDesired(service, service.desiredCount);
    targets.cluster.clock.after(0, () => targets.cluster.review(service));
    return { ScalableTargetARN: target.ScalableTargetARN };
  };
}

function changed(input: RegisterScalableTargetRequest, targets: ScalableTargets): ScalableTarget {
  const { ServiceNamespace, ScalableDimension, ResourceId = '' } = input;
  if (ServiceNamespace !== 'ecs' || ScalableDimension !== 'ecs:service:DesiredCount') {
    throw invalid(
      `Unsupported service namespace, resource type or scalable dimension: ${ServiceNamespace} ${ScalableDimension}`,
    );
  }
  const before = targets.find(ResourceId);
  const MinCapacity = input.MinCapacity ?? before?.MinCapacity;
  const MaxCapacity = input.MaxCapacity ?? before?.MaxCapacity;
  if (MinCapacity === undefined || MaxCapacity === undefined) {
    throw invalid('Both MinCapacity and MaxCapacity are required when registering a new scalable target');
  }
  if (MinCapacity > MaxCapacity) throw invalid('Maximum capacity cannot be less than minimum capacity');
  const suspended = {
    DynamicScalingInSuspended: false,
    DynamicScalingOutSuspended: false,
    ScheduledScalingSuspended: false,
  };
  return {
    ServiceNamespace,
    ScalableDimension,
    ResourceId,
    MinCapacity,
    MaxCapacity,
    RoleARN:
      before?.RoleARN ??
      'arn:aws:iam::123456789012:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService',
    CreationTime: before?.CreationTime ?? new Date(targets.cluster.clock.now()),
    SuspendedState: { ...suspended, ...before?.SuspendedState, ...input.SuspendedState },
    ScalableTargetARN:
      before?.ScalableTargetARN ??
      arn('application-autoscaling', `scalable-target/${targets.cluster.random.hex(16)}`),
  };
}

import { describe, expect, test } from 'vitest';
import { afternoon } from '../../users/afternoon.ts';

const ecs = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;
const ResourceId = 'service/claude-proxy/claude-proxy-b';

describe('scalable targets', () => {
  test('none are registered unless the builder is asked to', () => {
    const { DescribeScalableTargets } = afternoon().production.services['application-autoscaling'].actions;
    expect(DescribeScalableTargets({ ...ecs, ResourceIds: [ResourceId] }).ScalableTargets).toEqual([]);
  });

  test('what is not given stays as it was', () => {
    const { production } = afternoon({ scaling: { b: { minimum: 0, maximum: 8 } } });
    const { RegisterScalableTarget, DescribeScalableTargets } =
      production.services['application-autoscaling'].actions;
    RegisterScalableTarget({ ...ecs, ResourceId, SuspendedState: { DynamicScalingInSuspended: true } });
    expect(DescribeScalableTargets({ ...ecs, ResourceIds: [ResourceId] }).ScalableTargets).toEqual([
      expect.objectContaining({
        MinCapacity: 0,
        MaxCapacity: 8,
        SuspendedState: {
          DynamicScalingInSuspended: true,
          DynamicScalingOutSuspended: false,
          ScheduledScalingSuspended: false,
        },
      }),
    ]);
  });

  test('a minimum lifts the desired count, and keeps it there', async () => {
    const world = afternoon({ scaling: { b: { minimum: 0, maximum: 8 } } });
    const { RegisterScalableTarget } = world.production.services['application-autoscaling'].actions;
    RegisterScalableTarget({ ...ecs, ResourceId, MinCapacity: 3 });
    await world.pass(95);
    expect(world.service('claude-proxy-b')).toMatchObject({ desiredCount: 3, runningCount: 3 });
    const { UpdateService } = world.production.services.ecs.actions;
    UpdateService({ cluster: 'claude-proxy', service: 'claude-proxy-b', desiredCount: 0 });
    expect(world.service('claude-proxy-b').desiredCount).toBe(3);
    RegisterScalableTarget({ ...ecs, ResourceId, MinCapacity: 0 });
    UpdateService({ cluster: 'claude-proxy', service: 'claude-proxy-b', desiredCount: 0 });
    await world.pass(1);
    expect(world.service('claude-proxy-b').runningCount).toBe(0);
  });

  test.each([
    ['a new target without bounds', { ResourceId }],
    ['a minimum above the maximum', { ResourceId, MinCapacity: 4, MaxCapacity: 2 }],
    ['a service that is not there', { ResourceId: 'service/claude-proxy/x', MinCapacity: 0, MaxCapacity: 1 }],
  ])('refused: %s', (_, input) => {
    const { RegisterScalableTarget } = afternoon().production.services['application-autoscaling'].actions;
    expect(() => RegisterScalableTarget({ ...ecs, ...input })).toThrow(
      expect.objectContaining({ name: 'ValidationException' }),
    );
  });
});

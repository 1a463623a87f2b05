import { describe, expect, test } from 'vitest';
import { afternoon } from '../../users/afternoon.ts';

const of = (world: ReturnType<typeof afternoon>, side: 'a' | 'b') =>
  world.production.services.elbv2.actions.DescribeTargetHealth({
    TargetGroupArn: world.production.names.groups[side],
  }).TargetHealthDescriptions ?? [];

describe('the health of targets', () => {
  test('a new target is initial until its first passed check, 10 to 30 seconds after it has registered', async () => {
    const world = afternoon();
    world.startCanary(2);
    await world.pass(60.1);
    expect(of(world, 'b').map((target) => target.TargetHealth)).toEqual([
      expect.objectContaining({ State: 'initial', Reason: 'Elb.RegistrationInProgress' }),
      expect.objectContaining({ State: 'initial' }),
    ]);
    await world.pass(9);
    expect(world.states('b')).toEqual(['initial', 'initial']);
    await world.pass(21);
    expect(world.states('b')).toEqual(['healthy', 'healthy']);
  });

  test('a group that no rule names is not checked: unused, until a door names it', async () => {
    const world = afternoon({ rules: { form: 'single' } });
    const { elbv2 } = world.production.services;
    const { groups, listener } = world.production.names;
    world.startCanary(1);
    await world.pass(600);
    expect(of(world, 'b')[0]?.TargetHealth).toMatchObject({ State: 'unused', Reason: 'Target.NotInUse' });
    expect(world.service('claude-proxy-b').deployments?.[0]?.rolloutState).toBe('IN_PROGRESS');
    expect(
      elbv2.actions.DescribeTargetGroups({ TargetGroupArns: [groups.b] }).TargetGroups?.[0]?.LoadBalancerArns,
    ).toEqual([]);
    elbv2.actions.CreateRule({
      ListenerArn: listener,
      Priority: 10,
      Conditions: [
        { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-cutover', Values: ['s'] } },
      ],
      Actions: [{ Type: 'forward', TargetGroupArn: groups.b }],
    });
    expect(world.states('b')).toEqual(['initial']);
    await world.pass(30);
    expect(world.states('b')).toEqual(['healthy']);
    expect(world.service('claude-proxy-b').deployments?.[0]?.rolloutState).toBe('COMPLETED');
  });

  test('two failed checks make a target unhealthy, five passed ones make it whole again', async () => {
    // No room in the cluster: ECS cannot replace the target meanwhile.
    const world = afternoon({ stableTasks: 2, ecs: 'short' });
    await world.pass(300);
    world.production.setVersion('stable', { healthyShare: 0 });
    await world.pass(29);
    expect(world.states('a')).toEqual(['healthy']);
    await world.pass(32);
    expect(world.states('a')).toEqual(['unhealthy']);
    expect(of(world, 'a')[0]?.TargetHealth?.Reason).toBe('Target.ResponseCodeMismatch');
    world.production.setVersion('stable', { healthyShare: 1 });
    await world.pass(119);
    expect(world.states('a')).toEqual(['unhealthy']);
    await world.pass(32);
    expect(world.states('a')).toEqual(['healthy']);
  });

  test('a stopped task drains for the deregistration delay and is gone', async () => {
    const world = afternoon({ deregistrationDelaySeconds: 120 });
    const { cluster } = world.production.names;
    world.production.services.ecs.actions.UpdateService({
      cluster,
      service: 'claude-proxy-a',
      desiredCount: 3,
    });
    await world.pass(1);
    expect(world.states('a').filter((state) => state === 'draining')).toHaveLength(1);
    expect(world.states('a').filter((state) => state === 'healthy')).toHaveLength(3);
    await world.pass(118);
    expect(world.states('a')).toContain('draining');
    await world.pass(2);
    expect(world.states('a')).toEqual(['healthy', 'healthy', 'healthy']);
  });

  test.each([
    [4, 1, 4],
    [4, 0.33, 1],
    [3, 0.33, 1],
    [2, 0.33, 1],
    [1, 0.33, 0],
    [4, 0.5, 2],
    [4, 0, 0],
  ])(
    'of %i targets a share of %f are healthy: %i, for as long as it is looked at',
    async (tasks, healthyShare, healthy) => {
      const world = afternoon({ hasCircuitBreaker: false, versions: { canary: { healthyShare } } });
      world.startCanary(tasks);
      for (let minute = 4; minute < 30; minute++) {
        await world.pass(minute === 4 ? 240 : 60);
        expect(world.states('b').filter((state) => state === 'healthy')).toHaveLength(healthy);
      }
    },
  );
});

import { describe, expect, test } from 'vitest';
import { afternoon } from '../../users/afternoon.ts';

const primary = (world: ReturnType<typeof afternoon>) => world.service('claude-proxy-b').deployments?.[0];
const old = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/claude-proxy:41';

describe('a rollout that goes well', () => {
  test('starts at once, runs after the start time, is completed when every target is healthy', async () => {
    const world = afternoon();
    const definition = world.startCanary(2);
    expect(primary(world)).toMatchObject({
      rolloutState: 'IN_PROGRESS',
      runningCount: 0,
      taskDefinition: definition,
    });
    await world.pass(1);
    expect(primary(world)).toMatchObject({ desiredCount: 2, pendingCount: 2, runningCount: 0 });
    expect(world.service('claude-proxy-b').deployments).toHaveLength(1);
    await world.pass(60);
    expect(primary(world)).toMatchObject({ pendingCount: 0, runningCount: 2, rolloutState: 'IN_PROGRESS' });
    await world.pass(30);
    expect(primary(world)).toMatchObject({ runningCount: 2, rolloutState: 'COMPLETED', failedTasks: 0 });
    expect(world.service('claude-proxy-b').events?.[0]?.message).toBe(
      '(service claude-proxy-b) has reached a steady state.',
    );
    expect(world.production.snapshot().services[1]).toMatchObject({
      healthy: 2,
      versions: { stable: 0, canary: 2 },
    });
  });

  test('a desired count alone scales the deployment there is', async () => {
    const world = afternoon();
    world.startCanary(1);
    await world.pass(120);
    const before = primary(world)?.id;
    const { cluster } = world.production.names;
    world.production.services.ecs.actions.UpdateService({
      cluster,
      service: 'claude-proxy-b',
      desiredCount: 4,
    });
    await world.pass(1);
    expect(primary(world)).toMatchObject({ id: before, desiredCount: 4, runningCount: 1, pendingCount: 3 });
    await world.pass(90);
    expect(world.states('b')).toEqual(['healthy', 'healthy', 'healthy', 'healthy']);
  });

  test('a rolling deployment never goes below the desired count, and the old one is ACTIVE as long as it has tasks', async () => {
    const world = afternoon();
    const { cluster } = world.production.names;
    world.production.services.ecs.actions.UpdateService({
      cluster,
      service: 'claude-proxy-a',
      forceNewDeployment: true,
    });
    const seen = [];
    for (let second = 0; second < 95; second++) {
      await world.pass(1);
      const { deployments = [], runningCount = 0 } = world.service('claude-proxy-a');
      seen.push(deployments.length);
      expect(runningCount).toBeGreaterThanOrEqual(4);
      expect(world.production.snapshot().services[0]?.healthy).toBeGreaterThanOrEqual(4);
    }
    expect([seen[0], seen.at(-1)]).toEqual([2, 1]);
    expect(world.service('claude-proxy-a').deployments?.[0]?.rolloutState).toBe('COMPLETED');
  });
});

describe('a rollout that does not', () => {
  test("the circuit breaker's trap: the service ends steady, on the old version", async () => {
    const world = afternoon({ versions: { canary: { starts: false } } });
    const definition = world.startCanary(2);
    await world.pass(125);
    expect(primary(world)).toMatchObject({
      taskDefinition: old,
      rolloutState: 'IN_PROGRESS',
      desiredCount: 2,
    });
    expect(primary(world)?.rolloutStateReason).toMatch(/circuit breaker: rolling back to deploymentId/);
    await world.pass(90);
    const service = world.service('claude-proxy-b');
    expect(service).toMatchObject({ taskDefinition: old, runningCount: 2, desiredCount: 2 });
    expect(service.deployments).toEqual([
      expect.objectContaining({ rolloutState: 'COMPLETED', taskDefinition: old }),
    ]);
    expect(world.states('b')).toEqual(['healthy', 'healthy']);
    expect(definition).not.toBe(old);
    expect(world.production.snapshot().services[1]?.versions).toEqual({ stable: 2, canary: 0 });
    expect(
      service.events?.some((event) => event.message?.includes('deployment failed: tasks failed to start')),
    ).toBe(true);
  });

  test('without a circuit breaker tasks go on failing, ever more slowly', async () => {
    const world = afternoon({ hasCircuitBreaker: false, versions: { canary: { starts: false } } });
    world.startCanary(1);
    await world.pass(3600);
    expect(primary(world)).toMatchObject({ rolloutState: 'IN_PROGRESS', runningCount: 0 });
    const { cluster } = world.production.names;
    const { ListTasks, DescribeTasks } = world.production.services.ecs.actions;
    const { taskArns = [] } = ListTasks({ cluster, serviceName: 'claude-proxy-b', desiredStatus: 'STOPPED' });
    expect(taskArns.length).toBeGreaterThan(5);
    expect(taskArns.length).toBeLessThan(12);
    const { tasks = [] } = DescribeTasks({ cluster, tasks: taskArns });
    expect(tasks[0]).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
    expect(tasks[0]?.stoppedReason).toMatch(/CannotPullContainerError/);
  });

  test('two failures and then a healthy task: forgiven', async () => {
    const world = afternoon({ versions: { canary: { starts: false } } });
    const taskDefinition = world.startCanary(1);
    await world.pass(121);
    expect(primary(world)).toMatchObject({ failedTasks: 2, rolloutState: 'IN_PROGRESS' });
    world.production.setVersion('canary', { starts: true });
    await world.pass(120);
    expect(primary(world)).toMatchObject({ failedTasks: 0, rolloutState: 'COMPLETED', taskDefinition });
  });

  test('tasks that start and fail their checks break the circuit too', async () => {
    const world = afternoon({ versions: { canary: { healthyShare: 0 } } });
    world.startCanary(2);
    await world.pass(600);
    expect(world.service('claude-proxy-b')).toMatchObject({ taskDefinition: old, runningCount: 2 });
  });

  test('tasks that start and die are missed by users until ECS has noticed', async () => {
    const world = afternoon({
      hasCircuitBreaker: false,
      versions: { canary: { diesAfterMilliseconds: 300_000 } },
    });
    world.startCanary(2);
    world.weigh(50);
    await world.pass(120);
    const before = world.production.users.totals().failedByCanary;
    await world.pass(300);
    expect(world.production.users.totals().failedByCanary - before).toBeGreaterThan(100);
    const refused = world.metric('TargetConnectionErrorCount', 'Sum', 'b');
    await world.pass(120);
    expect(world.metric('TargetConnectionErrorCount', 'Sum', 'b').length).toBeGreaterThan(refused.length);
  });

  test('an unhealthy task is replaced before it is stopped, and its replacement is no better', async () => {
    const world = afternoon({ hasCircuitBreaker: false });
    world.startCanary(4);
    await world.pass(120);
    world.production.setVersion('canary', { healthyShare: 0.25 });
    await world.pass(70);
    expect(world.production.snapshot().services[1]).toMatchObject({ healthy: 1, unhealthy: 3 });
    await world.pass(600);
    const view = world.production.snapshot().services[1];
    expect(view).toMatchObject({ healthy: 1, unhealthy: 3 });
    world.production.setVersion('canary', { healthyShare: 1 });
    await world.pass(400);
    expect(world.production.snapshot().services[1]).toMatchObject({ healthy: 4, unhealthy: 0, running: 4 });
  });
});

describe('what the checklist may find', () => {
  test('short: one task fewer than desired, and no room for it', async () => {
    const world = afternoon({ ecs: 'short' });
    await world.pass(600);
    expect(world.service('claude-proxy-a')).toMatchObject({ desiredCount: 4, runningCount: 3 });
  });

  test('in flight: a deployment that does not end', async () => {
    const world = afternoon({ ecs: 'inFlight' });
    await world.pass(600);
    const { deployments = [] } = world.service('claude-proxy-a');
    expect(deployments.map(({ status, rolloutState }) => [status, rolloutState])).toEqual([
      ['PRIMARY', 'IN_PROGRESS'],
      ['ACTIVE', 'COMPLETED'],
    ]);
    expect(world.production.snapshot().services[0]?.healthy).toBe(4);
  });

  test('owned: ECS moves the rule itself', () => {
    const [balancer] = afternoon({ ecs: 'owned' }).service('claude-proxy-a').loadBalancers ?? [];
    expect(balancer?.advancedConfiguration?.productionListenerRule).toMatch(/:listener-rule\//);
  });

  test('a target of stable that is not healthy', async () => {
    const world = afternoon({ targets: 'unhealthy' });
    expect(world.production.snapshot().services[0]).toMatchObject({ running: 4, healthy: 3, unhealthy: 1 });
    await world.pass(900);
    expect(world.production.snapshot().services[0]?.healthy).toBe(3);
  });
});

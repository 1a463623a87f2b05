import { describe, expect, test } from 'vitest';
import { afternoon } from './afternoon.ts';

const share = (part: number, whole: number) => part / whole;

const run = async (seed: number) => {
  const world = afternoon({}, seed);
  world.startCanary(2);
  await world.pass(100);
  world.weigh(26);
  await world.pass(900);
  return world.production.users.totals();
};

describe('what users feel', () => {
  test('a calm afternoon: fifty requests a second, one in a thousand fails, none by the canary', async () => {
    const world = afternoon();
    await world.pass(3600);
    const { requests, failed, failedByCanary, slow } = world.production.users.totals();
    expect(requests).toBeGreaterThan(178_000);
    expect(requests).toBeLessThan(182_000);
    expect(share(failed, requests)).toBeCloseTo(0.001, 3);
    expect([failedByCanary, slow < 10]).toEqual([0, true]);
  });

  test('the same seed is the same afternoon, another one is another', async () => {
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  test('looking changes nothing: metrics read each second, and a snapshot', async () => {
    const watched = afternoon();
    const alone = afternoon();
    for (let second = 0; second < 300; second++) {
      await watched.pass(1);
      watched.metric('RequestCount', 'Sum', 'a');
      watched.production.snapshot();
    }
    await alone.pass(300);
    expect(watched.production.users.totals()).toEqual(alone.production.users.totals());
  });

  test('requests and failures follow the weight', async () => {
    const world = afternoon({ versions: { canary: { errorRate: 0.3 } } });
    world.startCanary(4);
    await world.pass(100);
    world.weigh(26);
    await world.pass(400);
    const of = (name: string, side: 'a' | 'b') => world.metric(name, 'Sum', side).at(-1)?.[1] ?? 0;
    const canary = of('RequestCount', 'b');
    expect(share(canary, canary + of('RequestCount', 'a'))).toBeCloseTo(0.26, 1);
    expect(share(of('HTTPCode_Target_5XX_Count', 'b'), canary)).toBeCloseTo(0.3, 1);
    const { failed, failedByCanary } = world.production.users.totals();
    expect(failedByCanary).toBeGreaterThan(0.9 * failed);
  });

  test("a canary's task fails as the canary, in whichever group it stands", async () => {
    const world = afternoon({ versions: { stable: { errorRate: 0 }, canary: { errorRate: 1 } } });
    const taskDefinition = world.startCanary(0);
    const { cluster } = world.production.names;
    world.production.services.ecs.actions.UpdateService({
      cluster,
      service: 'claude-proxy-a',
      taskDefinition,
    });
    await world.pass(300);
    const { failed, failedByCanary } = world.production.users.totals();
    expect(failed).toBeGreaterThan(1000);
    expect(failedByCanary).toBe(failed);
  });

  test('a group in which all targets are unhealthy is used all the same', async () => {
    const world = afternoon({ hasCircuitBreaker: false });
    world.startCanary(2);
    await world.pass(100);
    world.weigh(50);
    await world.pass(100);
    world.production.setVersion('canary', { healthyShare: 0 });
    await world.pass(600);
    expect(world.production.snapshot().services[1]).toMatchObject({ healthy: 0, unhealthy: 2 });
    expect(world.metric('RequestCount', 'Sum', 'b').at(-1)?.[1]).toBeGreaterThan(1300);
    expect(world.metric('UnhealthyRoutingRequestCount', 'Sum', 'b').at(-1)?.[1]).toBeGreaterThan(1300);
    expect(world.metric('HTTPCode_ELB_503_Count', 'Sum')).toEqual([]);
  });

  test('slower than two seconds is slow', async () => {
    const world = afternoon({ versions: { stable: { p50Milliseconds: 2000, p95Milliseconds: 4000 } } });
    await world.pass(600);
    const { requests, slow } = world.production.users.totals();
    expect(share(slow, requests)).toBeCloseTo(0.5, 1);
  });

  test('a calm run of two and a half hours costs next to nothing', async () => {
    const world = afternoon();
    await world.pass(9000);
    const before = performance.now();
    world.production.users.totals();
    // Aimed at below 30 ms; the bound is for machines that do other things too.
    expect(performance.now() - before).toBeLessThan(300);
  });
});

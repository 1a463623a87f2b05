import { describe, expect, test } from 'vitest';
import { StuckClients } from '../../../lab/users/stuck.ts';
import { afternoon } from './afternoon.ts';

const hour = 3600;
const ramped = async (stickySeconds: number) => {
  const world = afternoon({ rules: { stickySeconds }, sessionMinutes: 60 });
  world.startCanary(4);
  await world.pass(100);
  world.weigh(100, stickySeconds);
  await world.pass(30 * 60);
  return world;
};
const canaryRequests = (world: ReturnType<typeof afternoon>) =>
  world.metric('RequestCount', 'Sum', 'b').at(-1)?.[1] ?? 0;

describe('stickiness beats weight', () => {
  test('the share lags behind the weight while old cookies last', async () => {
    const world = await ramped(hour);
    expect(world.production.snapshot().canaryPercent).toBe(100);
    expect(canaryRequests(world)).toBeGreaterThan(0.4 * 3000);
    expect(canaryRequests(world)).toBeLessThan(0.9 * 3000);
  });

  test('at weight 0 stuck clients stay until their cookies end', async () => {
    const world = await ramped(hour);
    world.weigh(0, hour);
    await world.pass(5 * 60);
    expect(world.production.snapshot().canaryPercent).toBe(0);
    expect(canaryRequests(world)).toBeGreaterThan(0.4 * 3000);
    await world.pass(hour);
    await world.pass(300);
    const last = world.metric('RequestCount', 'Sum', 'b').at(-1)?.[0] ?? 0;
    expect(last).toBeLessThan((world.clock.now() - world.start) / 60_000 - 4);
  });

  test('a forward to the other group alone releases them at once', async () => {
    const world = await ramped(hour);
    world.alone('a');
    await world.pass(5 * 60);
    const last = world.metric('RequestCount', 'Sum', 'b').at(-1)?.[0] ?? 0;
    expect(last).toBeLessThan((world.clock.now() - world.start) / 60_000 - 3);
  });

  test('their cookies are still there when the old rule returns too early, and not when it returns late enough', async () => {
    const early = await ramped(hour);
    early.alone('a');
    await early.pass(10 * 60);
    early.weigh(0, hour);
    await early.pass(5 * 60);
    expect(canaryRequests(early)).toBeGreaterThan(0.3 * 3000);

    const late = await ramped(600);
    late.alone('a');
    await late.pass(700);
    const before = late.metric('RequestCount', 'Sum', 'b').length;
    late.weigh(0, 600);
    await late.pass(5 * 60);
    expect(late.metric('RequestCount', 'Sum', 'b')).toHaveLength(before);
  });

  test('stuck to a group without tasks is 503', async () => {
    const world = await ramped(hour);
    const { cluster } = world.production.names;
    world.weigh(0, hour);
    await world.pass(60);
    world.production.services.ecs.actions.UpdateService({
      cluster,
      service: 'claude-proxy-b',
      desiredCount: 0,
    });
    await world.pass(240);
    expect(world.metric('HTTPCode_ELB_503_Count', 'Sum').at(-1)?.[1]).toBeGreaterThan(1000);
  });
});

const forward = (a: number, b: number, stickySeconds?: number) => ({
  groups: [
    { arn: 'a', weight: a },
    { arn: 'b', weight: b },
  ],
  ...(stickySeconds !== undefined && { stickySeconds }),
});

describe('a population of clients', () => {
  test('shares always add up to one', () => {
    const clients = new StuckClients(0, 900_000, forward(100, 0, 600));
    for (let minute = 1; minute < 60; minute++) {
      const shares = clients.shares(
        minute * 60_000,
        forward(100 - minute, minute, minute % 7 === 0 ? undefined : 600),
      );
      expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }
  });

  test('without stickiness weights alone decide', () => {
    const clients = new StuckClients(0, 900_000, forward(100, 0));
    expect(clients.shares(1, forward(74, 26)).get('b')).toBeCloseTo(0.26);
    expect(clients.shares(2, forward(0, 0)).size).toBe(0);
  });
});

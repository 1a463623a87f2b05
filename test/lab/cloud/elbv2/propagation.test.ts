import { describe, expect, test } from 'vitest';
import { afternoon } from '../../users/afternoon.ts';

describe('when users notice a write', () => {
  test('the API shows it at once, users within half a minute, and not before 5 seconds', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const world = afternoon({}, seed);
      world.weigh(1);
      expect(world.production.snapshot()).toMatchObject({ canaryPercent: 0 });
      await world.pass(31);
      const [first, second] = world.production.shares.all;
      expect(first).toEqual({ at: world.start, canaryPercent: 0 });
      expect(second?.canaryPercent).toBe(1);
      const tookSeconds = ((second?.at ?? 0) - world.start) / 1000;
      expect(tookSeconds).toBeGreaterThanOrEqual(5);
      expect(tookSeconds).toBeLessThanOrEqual(30);
    }
  });

  test('a write that has been overtaken never comes back, whichever delay is longer', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const world = afternoon({}, seed);
      world.weigh(51);
      await world.pass(1);
      world.weigh(0);
      await world.pass(60);
      expect(world.production.snapshot().canaryPercent).toBe(0);
      expect(world.production.shares.all.map((share) => share.canaryPercent)).toEqual(
        world.production.shares.all.length === 1 ? [0] : [0, 51, 0],
      );
    }
  });

  test('the listener hears every share from the start on, each once', async () => {
    const world = afternoon();
    const heard: number[] = [];
    world.production.onShare((_, percent) => heard.push(percent));
    for (const percent of [1, 26, 26, 51, 76, 100]) {
      world.weigh(percent);
      await world.pass(60);
    }
    world.alone('a');
    await world.pass(60);
    expect(heard).toEqual([0, 1, 26, 51, 76, 100, 0]);
  });

  test('of two rules on the pair each moves by itself; both moved is the whole', async () => {
    const world = afternoon({ rules: { hasSecondRule: true } });
    const { ModifyRule } = world.production.services.elbv2.actions;
    expect(world.production.names.rules).toHaveLength(2);
    for (const RuleArn of world.production.names.rules) ModifyRule({ RuleArn, Actions: [world.forward(26)] });
    await world.pass(31);
    const shares = world.production.shares.all.map((share) => share.canaryPercent);
    expect(shares).toHaveLength(3);
    expect([20.8, 5.2]).toContain(shares[1]);
    expect(shares[2]).toBe(26);
  });

  test('the production rule may be the default action of the listener', async () => {
    const world = afternoon({ rules: { at: 'listener' } });
    const { listener, rules } = world.production.names;
    expect(rules).toEqual([listener]);
    world.production.services.elbv2.actions.ModifyListener({
      ListenerArn: listener,
      DefaultActions: [world.forward(10)],
    });
    await world.pass(31);
    expect(world.production.snapshot().canaryPercent).toBe(10);
  });

  test('somebody else who drifts the rule keeps everything but the weights', async () => {
    const world = afternoon({ rules: { isAuthenticated: true, stickySeconds: 600 } });
    world.production.drift(50);
    await world.pass(31);
    const [rule] = world.production.snapshot().rules;
    expect(rule?.live?.map((action) => action.Type)).toEqual(['authenticate-oidc', 'forward']);
    expect(rule?.live?.[1]?.ForwardConfig?.TargetGroupStickinessConfig).toEqual({
      Enabled: true,
      DurationSeconds: 600,
    });
    expect(world.production.snapshot().canaryPercent).toBe(50);
  });
});

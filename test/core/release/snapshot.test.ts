import { describe, expect, test } from 'vitest';
import { describeSnapshot, makeSnapshot, type Surroundings } from '../../../core/release/snapshot.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { foreign, forward, oidc, pair, sticky } from '../traffic/some-rules.ts';
import { listener, production, rule, service, surroundings, target, testRule } from './some-world.ts';

const takenAt = '2026-12-01T22:00:00.000Z';
const make = (seen: Partial<Surroundings> = {}, plan: Partial<Plan['target']> = {}) =>
  makeSnapshot(surroundings(seen), target(plan), takenAt);
const a = (changes: Parameters<typeof service>[1]) => ({
  services: [service('shop-a', changes), service('shop-b')] as const,
});
const b = (changes: Parameters<typeof service>[1]) => ({
  services: [service('shop-a'), service('shop-b', changes)] as const,
});
const withTestRule = (conditions: Parameters<typeof rule>[0]) => ({
  allRules: [
    rule(),
    rule({ arn: testRule, priority: 5, actions: [forward([pair.canary, 1])], ...conditions }),
  ],
});
const door = { canaryDoor: { rule: testRule } };
const header = { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-test', Values: ['on'] } };

describe('a snapshot', () => {
  test('keeps the rules word for word and both services by role', () => {
    const scaling = { minCapacity: 2, maxCapacity: 8, scaleInSuspended: false, scheduledSuspended: false };
    const rules = [rule({ actions: [oidc, sticky(forward([pair.stable, 1]))] })];
    const made = make(
      {
        rules,
        allRules: [...rules, ...withTestRule({ conditions: [header] }).allRules.slice(1)],
        ...a({ scaling }),
      },
      door,
    );
    expect(made).toEqual({
      snapshot: {
        takenAt,
        loadBalancer: 'app/shop/0123',
        rules,
        stable: {
          name: 'shop-a',
          targetGroupArn: pair.stable,
          taskDefinition: service('shop-a').taskDefinition,
          desiredCount: 4,
          scaling,
        },
        canary: {
          name: 'shop-b',
          targetGroupArn: pair.canary,
          taskDefinition: service('shop-b').taskDefinition,
          desiredCount: 0,
        },
      },
    });
  });

  test('takes the roles from the traffic, not from the order in the plan', () => {
    const rules = [rule({ actions: [forward([pair.canary, 1])] })];
    const full = { desiredCount: 4, runningCount: 4, healthyTargets: 4 };
    const made = make({ rules, ...b(full) });
    expect(made).toMatchObject({ snapshot: { stable: { name: 'shop-b' }, canary: { name: 'shop-a' } } });
  });

  test.each<[string, Partial<Surroundings>, Partial<Plan['target']>]>([
    [
      'a default action',
      { rules: [rule({ arn: listener, priority: undefined as never })], allRules: [] },
      { rules: [listener] },
    ],
    ['more tasks than asked for', a({ runningCount: 5, healthyTargets: 5 }), {}],
    [
      'target stickiness beside group stickiness',
      {
        rules: [rule({ actions: [sticky(forward([pair.stable, 1]))] })],
        ...a({ hasTargetStickiness: true }),
      },
      {},
    ],
    ["the team's test rule, which forwards to the canary", withTestRule({ conditions: [header] }), door],
    [
      'another rule for somebody else',
      { allRules: [rule(), rule({ arn: testRule, actions: [forward([foreign, 1])] })] },
      {},
    ],
    ['a service without a controller named', a({ controller: undefined }), {}],
  ])('is made of %s', (_title, seen, plan) => {
    expect(make(seen, plan)).toHaveProperty('snapshot');
  });
});

describe('refused, with the thing, the reason and the remedy', () => {
  const crowded = ['a', 'b', 'c', 'd', 'e'].map((value) => ({
    Field: 'path-pattern',
    PathPatternConfig: { Values: [`/${value}`] },
  }));
  test.each<[string, Partial<Surroundings>, Partial<Plan['target']>, RegExp]>([
    [
      'native blue/green',
      b({ ecsOwnsRule: true }),
      {},
      /ECS moves the weights of shop-b itself .*; set its strategy to rolling/,
    ],
    [
      'CodeDeploy',
      a({ controller: 'CODE_DEPLOY' }),
      {},
      /shop-a is deployed by CODE_DEPLOY.*; give it the controller ECS/,
    ],
    ['an external controller', a({ controller: 'EXTERNAL' }), {}, /shop-a is deployed by EXTERNAL/],
    [
      'no target group',
      b({ targetGroupArns: [] }),
      {},
      /shop-b registers with 0 target groups; give it exactly one/,
    ],
    [
      'two target groups',
      b({ targetGroupArns: [pair.canary, foreign] }),
      {},
      /shop-b registers with 2 target groups/,
    ],
    [
      'a deployment under way',
      b({ deployments: [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS' }] }),
      {},
      /a deployment of shop-b is in progress; wait/,
    ],
    [
      'two deployments',
      a({
        deployments: [
          { status: 'PRIMARY', rolloutState: 'COMPLETED' },
          { status: 'ACTIVE', rolloutState: 'COMPLETED' },
        ],
      }),
      {},
      /a deployment of shop-a is in progress/,
    ],
    [
      'a rule that is not there',
      {},
      { rules: [production, testRule] },
      new RegExp(`rule ${testRule} does not exist; correct target.rules`),
    ],
    [
      'a rule that was forgotten',
      { allRules: [rule(), rule({ arn: testRule, actions: [forward([foreign, 1], [pair.canary, 0])] })] },
      {},
      new RegExp(`${testRule} also forwards to the pair; name it in target.rules`),
    ],
    [
      'target stickiness without group stickiness',
      b({ hasTargetStickiness: true }),
      {},
      /the target group of shop-b has stickiness .*; turn group stickiness on in the rule/,
    ],
    [
      'a split left behind',
      { rules: [rule({ actions: [forward([pair.stable, 99], [pair.canary, 1])] })] },
      {},
      /shop-a 99 %, shop-b 1 %; find out why it is split/,
    ],
    [
      'one group for both',
      b({ targetGroupArns: [pair.stable] }),
      {},
      /shop-a and shop-b share the target group .*; give each service/,
    ],
    [
      'stable is short of tasks',
      a({ runningCount: 3 }),
      {},
      /stable \(shop-a\) is not whole: 3 of 4 tasks run, 4 targets are healthy; bring it to full strength/,
    ],
    [
      'stable is short of healthy targets',
      a({ healthyTargets: 3 }),
      {},
      /4 of 4 tasks run, 3 targets are healthy/,
    ],
    ['stable is empty', a({ desiredCount: 0, runningCount: 0, healthyTargets: 0 }), {}, /0 of 0 tasks run/],
    [
      'production asks for a login',
      { rules: [rule({ actions: [oidc, forward([pair.stable, 1])] })] },
      {},
      /asks people to log in.*; name a test rule in target\.canaryDoor\.rule/,
    ],
    [
      'no room above production',
      { rules: [rule({ priority: 1 })] },
      {},
      /no priority above the production rule's 1 is free; free one/,
    ],
    [
      'too many conditions',
      { rules: [rule({ conditions: crowded })] },
      {},
      /6 values, and a rule holds 5; name a test rule/,
    ],
    [
      'a test rule that is not there',
      {},
      door,
      /the test rule .* does not exist on this balancer; correct target\.canaryDoor\.rule/,
    ],
    [
      'a test rule that nobody can meet',
      withTestRule({ conditions: [] }),
      door,
      /no header or host condition.*; give it one/,
    ],
  ])('%s', (_title, seen, plan, expected) => {
    const made = make(seen, plan);
    expect('refusal' in made ? made.refusal : 'was not refused').toMatch(expected);
    expect(made).not.toHaveProperty('snapshot');
  });
});

describe('told in sentences', () => {
  test.each([
    ['a plain rule', [rule()], []],
    [
      'a sticky rule',
      [rule({ actions: [sticky(forward([pair.stable, 1]), 60)] })],
      ['The rule is sticky for 60 s: shares and evidence lag behind the weights'],
    ],
  ])('%s', (_title, rules, more) => {
    const made = make({ rules });
    const sentences = 'snapshot' in made ? describeSnapshot(made.snapshot) : [];
    expect(sentences).toEqual(['Stable is shop-a (4 tasks), the canary is shop-b (0 tasks)', ...more]);
  });
});

import { describe, expect, test } from 'vitest';
import { balancerArns } from '../../lab/cloud/elbv2/ground.ts';
import type { Lab } from '../../lab/lab.ts';
import type { ProductionOptions } from '../../lab/production.ts';
import { type Document, tell, type Told } from './story.ts';

const bad = { when: [{ at: 'weight>=26', set: { 'canary.errorRate': '30%' } }] };
type Rules = NonNullable<ProductionOptions['rules']>;

const variants: [string, Rules, (document: Document, lab?: Lab) => void][] = [
  ['one group, plain', { form: 'single' }, () => undefined],
  ['the listener’s default action', { at: 'listener' }, (plan) => (plan.target['rules'] = [listenerArn])],
  [
    'two rules on one pair',
    { hasSecondRule: true },
    (plan) => (plan.target['rules'] = [ruleArn, secondRuleArn]),
  ],
  ['a sticky rule', { stickySeconds: 300 }, () => undefined],
];
const balancer = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const listenerArn = `${balancer}:listener/app/claude-proxy/50dc6c495c0c9188/f2f7dc8efc522ab2`;
const ruleArn = `${balancer}:listener-rule/app/claude-proxy/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;
const secondRuleArn = `${balancer}:listener-rule/app/claude-proxy/50dc6c495c0c9188/f2f7dc8efc522ab2/1d1f2c8a7b3e4f50`;

/** The groups and weights that the production rules forward to by now. */
function forwards(told: Told): unknown[] {
  return told.lab.production.names.rules.map((arn) => {
    const rules = told.lab.production.snapshot().rules;
    const rule = rules.find((one) => one.arn === arn) ?? rules.at(-1);
    return rule?.actions.find((action) => action.Type === 'forward')?.ForwardConfig;
  });
}

describe.each(variants)('%s', (_title, rules, plan) => {
  test('is promoted to the canary’s group alone', async () => {
    const told = await tell({}, { production: { rules }, plan });
    expect(told.result.reason).toBe('claude-proxy-b carries all traffic');
    expect(told.result.invariants.broken).toEqual([]);
    // Two rules reach the balancer's nodes at two instants, and users see what lies between.
    const whole = told.shares.filter((share) => [0, 1, 26, 51, 76, 100].includes(share));
    expect(whole).toEqual([0, 1, 26, 51, 76, 100]);
    expect(told.shares).toEqual(told.shares.toSorted((a, b) => a - b));
    for (const forward of forwards(told)) {
      expect(forward).toMatchObject({
        TargetGroups: [{ TargetGroupArn: told.lab.production.names.groups.b }],
      });
    }
  });

  test('goes back to stable', async () => {
    const told = await tell(bad, { production: { rules }, plan });
    expect(told.result.outcome).toBe('rolledBack');
    expect(told.result.invariants.broken).toEqual([]);
    expect(told.shares.at(-1)).toBe(0);
    const others = Object.keys(told.rulesBefore).filter((arn) => arn !== ruleArn);
    for (const arn of others) expect(told.rulesAfter[arn]).toEqual(told.rulesBefore[arn]);
    const exact = rules.stickySeconds === undefined ? told.rulesBefore : told.rulesAfter;
    expect(told.rulesAfter).toEqual(exact);
  });
});

describe('stickiness beats weights', () => {
  test('clients stuck to the canary are released: the rule ends without stickiness, and says so', async () => {
    const { result, rulesAfter, lab } = await tell(bad, { production: { rules: { stickySeconds: 86_400 } } });
    const [forward] = rulesAfter[ruleArn] as [
      {
        ForwardConfig: {
          TargetGroups: { TargetGroupArn: string }[];
          TargetGroupStickinessConfig?: { Enabled?: boolean };
        };
      },
    ];
    expect(forward.ForwardConfig.TargetGroups.map((group) => group.TargetGroupArn)).toEqual([
      lab.production.names.groups.a,
    ]);
    expect(forward.ForwardConfig.TargetGroupStickinessConfig?.Enabled ?? false).toBe(false);
    expect(result.story.map((entry) => entry.text).join('\n')).toContain('stickiness (86400 s)');
    expect(result.story.map((entry) => entry.text).join('\n')).toContain('The rule is sticky for 86400 s');
  });

  test('a short stickiness runs out while stragglers are waited for, and the exact snapshot returns', async () => {
    const { rulesAfter, rulesBefore, result } = await tell(bad, {
      production: { rules: { stickySeconds: 20 } },
    });
    expect(result.outcome).toBe('rolledBack');
    expect(rulesAfter).toEqual(rulesBefore);
  });
});

describe('stickiness lives on', () => {
  test('after a promotion, so that the next cutover finds the rule as the team wants it', async () => {
    const { rulesAfter, result } = await tell({}, { production: { rules: { stickySeconds: 300 } } });
    expect(result.outcome).toBe('promoted');
    expect(rulesAfter[ruleArn]).toMatchObject([
      { ForwardConfig: { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 300 } } },
    ]);
  });
});

describe('authentication', () => {
  test('without a test rule it is refused with the remedy, before anything is armed', async () => {
    const { result, rulesAfter, rulesBefore } = await tell(
      {},
      { production: { rules: { isAuthenticated: true } } },
    );
    expect(result.outcome).toBe('refused');
    expect(result.reason).toContain('target.canaryDoor.rule');
    expect(rulesAfter).toEqual(rulesBefore);
  });

  test.each([
    ['promoted', {}],
    ['rolledBack', bad],
  ])(
    'with the team’s test rule it is %s; logging in stays as it was, and the test rule is given back',
    async (outcome, scenario) => {
      const { testRule: testRuleArn } = balancerArns;
      const production = { rules: { isAuthenticated: true, hasTestRule: true } };
      const told = await tell(scenario, {
        production,
        plan: (document) => {
          document.target['canaryDoor'] = { rule: testRuleArn };
        },
      });
      expect(told.result.outcome).toBe(outcome);
      expect(told.result.invariants.broken).toEqual([]);
      expect(told.rulesAfter[testRuleArn]).toEqual(told.rulesBefore[testRuleArn]);
      expect(login(told.rulesAfter)).toEqual(login(told.rulesBefore));
      expect(told.rulesAfter).toEqual(outcome === 'rolledBack' ? told.rulesBefore : told.rulesAfter);
    },
  );
});

function login(rules: Told['rulesAfter']) {
  return (rules[ruleArn] as { Type: string }[]).find((action) => action.Type === 'authenticate-oidc');
}

describe('a world in which "back" is unclear is refused, and nothing is changed', () => {
  test.each<[string, ProductionOptions, RegExp]>([
    [
      'a rule that the plan does not name forwards to the pair',
      { rules: { hasStrayRule: true } },
      /name it in target\.rules/,
    ],
    [
      'a group has cookies of its own and the rule has none',
      { hasTargetStickiness: true, rules: { form: 'single' } },
      /stickiness/,
    ],
    ['ECS owns the rule', { ecs: 'owned' }, /ECS moves the weights/],
    ['a deployment is in flight', { ecs: 'inFlight' }, /in progress/],
    ['stable is below its count', { ecs: 'short' }, /not whole/],
  ])('%s', async (_title, production, reason) => {
    const { result, shares, rulesAfter, rulesBefore } = await tell({}, { production });
    expect(result.outcome).toBe('refused');
    expect(result.reason).toMatch(reason);
    expect(shares).toEqual([0]);
    expect(rulesAfter).toEqual(rulesBefore);
    expect(result.invariants.broken).toEqual([]);
  });

  test('a smoke test that another rule would answer', async () => {
    const conditions = [
      { Field: 'path-pattern', Values: ['/v1/*'], PathPatternConfig: { Values: ['/v1/*'] } },
    ];
    const { result } = await tell({}, { plan: askForHealth, production: { rules: { conditions } } });
    expect(result.outcome).toBe('refused');
    expect(result.reason).toContain('would not meet the canary');
  });

  test('one of stable’s targets is unhealthy', async () => {
    const { result } = await tell({ account: { targets: 'unhealthy' } });
    expect(result.outcome).toBe('refused');
    expect(result.reason).toMatch(/not whole/);
  });

  test('traffic is split already', async () => {
    const production = { standbyTasks: 2 };
    const { result } = await tell({}, { prepare: (lab) => lab.production.drift(30), production });
    expect(result.outcome).toBe('refused');
    expect(result.reason).toContain('30 %');
  });

  test('traffic is split already, to where nobody is', async () => {
    const { result } = await tell({}, { prepare: (lab) => lab.production.drift(30) });
    expect(result.outcome).toBe('refused');
    expect(result.reason).toMatch(
      /users are sent to targetgroup\/claude-proxy-b\/\w+, which has no healthy target/,
    );
  });
});

describe('Auto Scaling', () => {
  test.each([
    ['promoted', {}, { 'claude-proxy-a': [1, 4], 'claude-proxy-b': [3, 12] }],
    ['rolledBack', bad, { 'claude-proxy-a': [3, 12], 'claude-proxy-b': [1, 4] }],
  ])(
    '%s: nothing is scaled in meanwhile, and the bounds end with the roles',
    async (outcome, scenario, bounds) => {
      const scaling = { a: { minimum: 3, maximum: 12 }, b: { minimum: 1, maximum: 4 } };
      const { result, lab } = await tell(scenario, { production: { scaling, standbyTasks: 1 } });
      expect(result.outcome).toBe(outcome);
      expect(result.invariants.broken).toEqual([]);
      const describeTargets = lab.production.services['application-autoscaling'].actions[
        'DescribeScalableTargets'
      ] as (input: object) => {
        ScalableTargets: {
          ResourceId: string;
          MinCapacity: number;
          MaxCapacity: number;
          SuspendedState?: { DynamicScalingInSuspended?: boolean };
        }[];
      };
      const { ScalableTargets } = describeTargets({ ServiceNamespace: 'ecs' });
      expect(
        Object.fromEntries(
          ScalableTargets.map((one) => [one.ResourceId.split('/')[2], [one.MinCapacity, one.MaxCapacity]]),
        ),
      ).toEqual(bounds);
      expect(ScalableTargets.map((one) => one.SuspendedState?.DynamicScalingInSuspended ?? false)).toEqual([
        false,
        false,
      ]);
    },
  );
});

function askForHealth(document: Document): void {
  document['smoke'] = [{ path: '/health', status: 200, within: '2s' }];
}

import { describe, expect, test } from 'vitest';
import { afternoon } from '../../users/afternoon.ts';

const world = () => {
  const { production, rule, forward } = afternoon();
  const { groups, listener } = production.names;
  return { ...production.services.elbv2.actions, rule, forward, groups, listener };
};
const header = (...Values: string[]) => ({
  Field: 'http-header',
  HttpHeaderConfig: { HttpHeaderName: 'x-cutover', Values },
});
const defaultRuleOf = ({ DescribeRules, listener }: ReturnType<typeof world>) =>
  DescribeRules({ ListenerArn: listener }).Rules?.find((rule) => rule.IsDefault)?.RuleArn ?? '';

describe('rules as they are read back', () => {
  test('a forward to one group shows the group and a forward config with it alone', () => {
    const { ModifyRule, DescribeRules, rule, groups } = world();
    ModifyRule({ RuleArn: rule, Actions: [{ Type: 'forward', TargetGroupArn: groups.a }] });
    expect(DescribeRules({ RuleArns: [rule] }).Rules?.[0]?.Actions).toEqual([
      {
        Type: 'forward',
        Order: 1,
        TargetGroupArn: groups.a,
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn: groups.a, Weight: 1 }],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ]);
  });

  test('a weighted forward shows no group of its own, and conditions stay when only actions are written', () => {
    const { ModifyRule, DescribeRules, rule, forward } = world();
    ModifyRule({ RuleArn: rule, Actions: [forward(26, 3600)] });
    const [read] = DescribeRules({ RuleArns: [rule] }).Rules ?? [];
    expect(read).toMatchObject({ Priority: '100', IsDefault: false });
    expect(read?.Conditions).toHaveLength(1);
    expect(read?.Actions?.[0]).not.toHaveProperty('TargetGroupArn');
    expect(read?.Actions?.[0]?.ForwardConfig).toEqual(forward(26, 3600).ForwardConfig);
  });

  test('an OIDC secret is never returned, and writing without it has to say so', () => {
    const { production, rule } = afternoon({ rules: { isAuthenticated: true } });
    const { DescribeRules, ModifyRule } = production.services.elbv2.actions;
    const [login, forward] = DescribeRules({ RuleArns: [rule] }).Rules?.[0]?.Actions ?? [];
    expect([login?.Type, forward?.Type]).toEqual(['authenticate-oidc', 'forward']);
    expect(login?.AuthenticateOidcConfig).not.toHaveProperty('ClientSecret');
    if (login?.AuthenticateOidcConfig === undefined || forward === undefined) throw new Error('two actions');
    const Actions = [login, forward];
    expect(() => ModifyRule({ RuleArn: rule, Actions })).toThrow('client secret');
    const kept = {
      ...login,
      AuthenticateOidcConfig: { ...login.AuthenticateOidcConfig, UseExistingClientSecret: true },
    };
    expect(ModifyRule({ RuleArn: rule, Actions: [kept, forward] }).Rules?.[0]?.Actions).toEqual(Actions);
  });

  test('the default rule is last, has its own ARN, and shows what the listener says', () => {
    const { DescribeRules, ModifyListener, DescribeListeners, forward, listener } = world();
    ModifyListener({ ListenerArn: listener, DefaultActions: [forward(5)] });
    const rules = DescribeRules({ ListenerArn: listener }).Rules ?? [];
    expect(rules.map((rule) => [rule.Priority, rule.IsDefault])).toEqual([
      ['100', false],
      ['default', true],
    ]);
    expect(rules[1]?.Actions).toEqual(
      DescribeListeners({ ListenerArns: [listener] }).Listeners?.[0]?.DefaultActions,
    );
    expect(rules[1]?.RuleArn).toMatch(/:listener-rule\/app\/claude-proxy\/\w+\/\w+\/\w+$/);
  });

  test('pages end with a marker until the last', () => {
    const { DescribeRules, CreateRule, listener, groups } = world();
    const Actions = [{ Type: 'forward' as const, TargetGroupArn: groups.a }];
    for (const Priority of [7, 3, 5])
      CreateRule({ ListenerArn: listener, Priority, Conditions: [header('x')], Actions });
    const seen = [];
    let Marker: string | undefined;
    do {
      const page = DescribeRules({
        ListenerArn: listener,
        PageSize: 2,
        ...(Marker !== undefined && { Marker }),
      });
      seen.push(page.Rules?.map((rule) => rule.Priority));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(seen).toEqual([['3', '5'], ['7', '100'], ['default']]);
  });
});

type World = ReturnType<typeof world>;
const door = (w: World) => ({
  ListenerArn: w.listener,
  Priority: 10,
  Conditions: [header('secret')],
  Actions: [{ Type: 'forward' as const, TargetGroupArn: w.groups.b }],
});
const weights = (w: World, ...Weights: number[]) => [
  {
    Type: 'forward' as const,
    ForwardConfig: {
      TargetGroups: Weights.map((Weight, index) => ({
        TargetGroupArn: index === 0 ? w.groups.a : w.groups.b,
        Weight,
      })),
    },
  },
];

describe('what the balancer refuses', () => {
  test.each<[string, string, (w: World) => unknown]>([
    [
      'a rule that is not there',
      'RuleNotFoundException',
      (w) => w.DescribeRules({ RuleArns: [`${w.rule}0`] }),
    ],
    ['neither listener nor rules', 'ValidationError', (w) => w.DescribeRules({})],
    [
      'a listener that is not there',
      'ListenerNotFoundException',
      (w) => w.DescribeRules({ ListenerArn: 'arn:x' }),
    ],
    [
      'weight 1000',
      'ValidationError',
      (w) => w.ModifyRule({ RuleArn: w.rule, Actions: weights(w, 1000, 0) }),
    ],
    ['weight -1', 'ValidationError', (w) => w.ModifyRule({ RuleArn: w.rule, Actions: weights(w, 1, -1) })],
    [
      'half a weight',
      'ValidationError',
      (w) => w.ModifyRule({ RuleArn: w.rule, Actions: weights(w, 99.5, 0.5) }),
    ],
    ['no action at all', 'ValidationError', (w) => w.ModifyRule({ RuleArn: w.rule, Actions: [] })],
    [
      'an unknown group',
      'TargetGroupNotFoundException',
      (w) =>
        w.ModifyRule({ RuleArn: w.rule, Actions: [{ Type: 'forward', TargetGroupArn: `${w.groups.a}0` }] }),
    ],
    [
      'two ends',
      'InvalidLoadBalancerActionException',
      (w) => w.ModifyRule({ RuleArn: w.rule, Actions: [...weights(w, 1), ...weights(w, 1)] }),
    ],
    [
      'a login on HTTP',
      'InvalidLoadBalancerActionException',
      (w) => w.ModifyRule({ RuleArn: w.rule, Actions: [{ Type: 'authenticate-oidc' }, ...weights(w, 1)] }),
    ],
    [
      'ModifyRule on a default rule',
      'OperationNotPermittedException',
      (w) => w.ModifyRule({ RuleArn: defaultRuleOf(w), Actions: weights(w, 1) }),
    ],
    [
      'DeleteRule on a default rule',
      'OperationNotPermittedException',
      (w) => w.DeleteRule({ RuleArn: defaultRuleOf(w) }),
    ],
    ['a priority in use', 'PriorityInUseException', (w) => w.CreateRule({ ...door(w), Priority: 100 })],
    ['priority 0', 'ValidationError', (w) => w.CreateRule({ ...door(w), Priority: 0 })],
    [
      'a sixth condition value',
      'ValidationError',
      (w) => w.CreateRule({ ...door(w), Conditions: [header('1', '2', '3'), header('4', '5', '6')] }),
    ],
    [
      'rule number 101',
      'TooManyRulesException',
      (w) => Array.from({ length: 101 }, (_, index) => w.CreateRule({ ...door(w), Priority: 200 + index })),
    ],
  ])('%s: %s', (_, name, act) => {
    expect(() => act(world())).toThrow(expect.objectContaining({ name }));
  });

  test('an attribute that AWS forbids in a split: cookies of the group without cookies of the rule', () => {
    const { weigh } = afternoon({ hasTargetStickiness: true, rules: { form: 'single' } });
    expect(() => weigh(1)).toThrow('group stickiness');
    expect(() => weigh(1, 60)).not.toThrow();
  });
});

/** The balancer of a calm afternoon, and the ways in which real ones differ. Settled: users are served like this at the start. */
import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { arn } from '../service.ts';
import { canonicalActions } from './canonical-actions.ts';
import type { Seen } from './conditions.ts';
import type { BalancerSettings, Balancer } from './state.ts';
import type { GroupSettings } from './target-group.ts';

export type Side = 'a' | 'b';

export interface RuleOptions {
  /** `weighted`: both groups in the forward, 100 and 0; `single`: a plain forward to the one that carries the traffic. */
  readonly form: 'weighted' | 'single';
  /** Group stickiness of this duration; needs `weighted`. */
  readonly stickySeconds?: number | undefined;
  /** People log in first (authenticate-oidc); makes the listener HTTPS. */
  readonly isAuthenticated: boolean;
  /** Production is a rule of priority 100, or the listener's default action. */
  readonly at: 'rule' | 'listener';
  readonly conditions: readonly RuleCondition[];
  /** What users send, where it has to differ for the conditions to hold: a host, a header. */
  readonly usersRequest?: Partial<Pick<Seen, 'host' | 'headers'>> | undefined;
  /** A second rule (priority 90, `/v1/batches*`) that forwards to the pair too. */
  readonly hasSecondRule: boolean;
  /** A third one (priority 80, `/internal*`) that nobody has named and that forwards to the group that carries. */
  readonly hasStrayRule: boolean;
  /** The team’s own test rule (priority 7, the header `x-test: canary`), which a plan may name as the canary’s door. */
  readonly hasTestRule: boolean;
}

export const calmRules: RuleOptions = {
  form: 'weighted',
  isAuthenticated: false,
  at: 'rule',
  conditions: [{ Field: 'path-pattern', Values: ['/*'], PathPatternConfig: { Values: ['/*'] } }],
  hasSecondRule: false,
  hasStrayRule: false,
  hasTestRule: false,
};

const suffix = 'app/claude-proxy/50dc6c495c0c9188';
const listener = `${suffix}/f2f7dc8efc522ab2`;

export const balancerArns = {
  loadBalancer: arn('elasticloadbalancing', `loadbalancer/${suffix}`),
  listener: arn('elasticloadbalancing', `listener/${listener}`),
  rule: arn('elasticloadbalancing', `listener-rule/${listener}/9683b2d02a6cabee`),
  secondRule: arn('elasticloadbalancing', `listener-rule/${listener}/1d1f2c8a7b3e4f50`),
  strayRule: arn('elasticloadbalancing', `listener-rule/${listener}/c3a9d4e5f6071829`),
  testRule: arn('elasticloadbalancing', `listener-rule/${listener}/7b8c9d0e1f2a3b4c`),
  defaultRule: arn('elasticloadbalancing', `listener-rule/${listener}/5e3f6d8a9b0c1d2e`),
  groups: {
    a: arn('elasticloadbalancing', 'targetgroup/claude-proxy-a/73e2d6bc24d8a067'),
    b: arn('elasticloadbalancing', 'targetgroup/claude-proxy-b/943f017f100becff'),
  },
} as const;

export function balancerSettings(
  rules: RuleOptions,
  propagation: BalancerSettings['propagation'],
): BalancerSettings {
  return {
    name: 'claude-proxy',
    suffix,
    arn: balancerArns.loadBalancer,
    dns: 'claude-proxy-1234567890.eu-west-1.elb.amazonaws.com',
    listenerArn: balancerArns.listener,
    protocol: rules.isAuthenticated ? 'HTTPS' : 'HTTP',
    propagation,
  };
}

export function groupSettings(
  side: Side,
  deregistrationMilliseconds: number,
  hasTargetStickiness: boolean,
): GroupSettings {
  return {
    arn: balancerArns.groups[side],
    name: `claude-proxy-${side}`,
    port: 8080,
    deregistrationMilliseconds,
    attributes: { 'stickiness.enabled': String(hasTargetStickiness) },
  };
}

/** Writes the rules; returns the ARNs that a plan has to name. A listener's ARN means its default action. */
export function layRules(balancer: Balancer, rules: RuleOptions, carrying: Side): string[] {
  const { listener: listenerArn, rule, secondRule, strayRule, testRule, defaultRule } = balancerArns;
  const production = canonicalActions(productionActions(rules, carrying), balancer);
  const isRule = rules.at === 'rule';
  const refusal: Action = {
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain' },
  };
  const fallback = isRule ? canonicalActions([refusal], balancer) : production;
  const stray = canonicalActions([forwardTo(carrying)], balancer);
  const put = (
    ruleArn: string,
    priority: number,
    conditions: readonly RuleCondition[],
    actions: readonly Action[],
  ) => balancer.settle({ arn: ruleArn, listenerArn, priority, conditions, actions });
  put(defaultRule, Infinity, [], fallback);
  if (isRule) put(rule, 100, rules.conditions, production);
  if (rules.hasSecondRule) put(secondRule, 90, pathCondition(`${batches}*`), production);
  if (rules.hasStrayRule) put(strayRule, 80, pathCondition('/internal*'), stray);
  if (rules.hasTestRule) put(testRule, 7, testCondition, stray);
  return [isRule ? rule : listenerArn, ...(rules.hasSecondRule ? [secondRule] : [])];
}

const testCondition: RuleCondition[] = [
  { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-test', Values: ['canary'] } },
];

export const batches = '/v1/batches';

function pathCondition(pattern: string): RuleCondition[] {
  return [{ Field: 'path-pattern', Values: [pattern], PathPatternConfig: { Values: [pattern] } }];
}

function productionActions(rules: RuleOptions, carrying: Side): Action[] {
  return [
    ...(rules.isAuthenticated ? [login] : []),
    rules.form === 'single' ? forwardTo(carrying) : weighted(rules, carrying),
  ];
}

function forwardTo(side: Side): Action {
  return { Type: 'forward', TargetGroupArn: balancerArns.groups[side] };
}

function weighted({ stickySeconds }: RuleOptions, carrying: Side): Action {
  return {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: (['a', 'b'] as const).map((side) => ({
        TargetGroupArn: balancerArns.groups[side],
        Weight: side === carrying ? 100 : 0,
      })),
      ...(stickySeconds !== undefined && {
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: stickySeconds },
      }),
    },
  };
}

const login: Action = {
  Type: 'authenticate-oidc',
  AuthenticateOidcConfig: {
    Issuer: 'https://login.example.com',
    AuthorizationEndpoint: 'https://login.example.com/authorize',
    TokenEndpoint: 'https://login.example.com/token',
    UserInfoEndpoint: 'https://login.example.com/userinfo',
    ClientId: 'claude-proxy',
    ClientSecret: 'kept by the balancer',
    OnUnauthenticatedRequest: 'authenticate',
  },
};

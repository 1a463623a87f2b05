/** Listener rules for tests, spelled as the Elastic Load Balancing API reads them back. */
import * as fc from 'fast-check';
import type { Action, WeightedGroup } from '../../../core/traffic/actions.ts';
import type { Division, Pair } from '../../../core/traffic/division.ts';

const group = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${name}/0123456789abcdef`;

export const pair: Pair = { stable: group('a'), canary: group('b') };
export const foreign = group('other');

export const forward = (...groups: readonly (readonly [arn: string, weight: number])[]): Action => ({
  Type: 'forward',
  Order: 1,
  ForwardConfig: { TargetGroups: groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) },
});

export const sticky = (action: Action, DurationSeconds = 3600): Action => ({
  ...action,
  ForwardConfig: {
    ...action.ForwardConfig,
    TargetGroupStickinessConfig: { Enabled: true, DurationSeconds },
  },
});

export const oidc: Action = {
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: {
    Issuer: 'https://login.example.com',
    AuthorizationEndpoint: 'https://login.example.com/authorize',
    TokenEndpoint: 'https://login.example.com/token',
    UserInfoEndpoint: 'https://login.example.com/userinfo',
    ClientId: 'shop',
    Scope: 'openid',
    SessionTimeout: 604_800,
  },
};

const weights = fc.integer({ min: 0, max: 999 });
const weightedGroups: fc.Arbitrary<WeightedGroup[]> = fc.oneof(
  fc.tuple(weights).map(([Weight]) => [{ TargetGroupArn: pair.stable, Weight }]),
  fc.tuple(weights, weights).map(([a, b]) => [
    { TargetGroupArn: pair.stable, Weight: a },
    { TargetGroupArn: pair.canary, Weight: b },
  ]),
);
const stickiness = fc.oneof(
  fc.constant(undefined),
  fc.constant({ Enabled: false }),
  fc.integer({ min: 1, max: 604_800 }).map((DurationSeconds) => ({ Enabled: true, DurationSeconds })),
);

export const forwards: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom(pair.stable, pair.canary).map((TargetGroupArn) => ({ Type: 'forward', TargetGroupArn })),
  fc.tuple(weightedGroups, stickiness).map(([TargetGroups, config]) => ({
    Type: 'forward',
    ForwardConfig: { TargetGroups, ...(config && { TargetGroupStickinessConfig: config }) },
  })),
);

const before: fc.Arbitrary<Action> = fc.constantFrom(
  oidc,
  { Type: 'authenticate-cognito', AuthenticateCognitoConfig: { UserPoolArn: 'arn:pool', Scope: 'openid' } },
  { Type: 'jwt-validation', JwtValidationConfig: { Issuer: 'https://login.example.com' } },
);

/** What a rule may hold: up to two actions before, then a forward, in a fixed order. */
export const actionLists: fc.Arbitrary<Action[]> = fc
  .tuple(fc.array(before, { maxLength: 2 }), forwards)
  .map(([first, last]) => [...first, last].map((action, index) => ({ ...action, Order: index + 1 })));

export const percents = fc.integer({ min: 0, max: 100 });

export const divisions: fc.Arbitrary<Division> = fc.oneof(
  fc.constantFrom<Division>('stable alone', 'canary alone', 'snapshot'),
  percents.map((percent): Division => `split:${percent}`),
);

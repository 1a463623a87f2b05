/**
 * Checks actions as the API does and spells them as it returns them: every forward with a `ForwardConfig`, the one to a
 * single group with `TargetGroupArn` beside it, an `Order` on each, no client secret.
 *
 * Not modelled: Cognito and JWT details, the fields of redirect and fixed-response, limits per balancer.
 */
import {
  type Action,
  type AuthenticateOidcActionConfig,
  InvalidConfigurationRequestException,
  InvalidLoadBalancerActionException,
  TooManyTargetGroupsException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { invalid, refuse } from './errors.ts';
import type { Balancer } from './state.ts';

const terminal = new Set(['forward', 'redirect', 'fixed-response']);

export function canonicalActions(actions: readonly Action[] | undefined, balancer: Balancer): Action[] {
  if (actions === undefined || actions.length === 0) throw invalid('You must specify at least one action');
  const ordered = actions
    .map((action, index) => ({ ...action, Order: action.Order ?? index + 1 }))
    .toSorted((a, b) => a.Order - b.Order);
  if (new Set(ordered.map((action) => action.Order)).size < ordered.length) {
    throw refuse(InvalidLoadBalancerActionException, 'Actions must have unique order values');
  }
  const ends = ordered.filter((action) => terminal.has(action.Type ?? ''));
  if (ends.length !== 1 || ends[0] !== ordered.at(-1)) {
    throw refuse(
      InvalidLoadBalancerActionException,
      'A rule must have exactly one action of type forward, redirect or fixed-response, and it must be the last action to be performed',
    );
  }
  return ordered.map((action) => canonicalAction(action, balancer));
}

function canonicalAction(action: Action & { readonly Order: number }, balancer: Balancer): Action {
  if (action.Type === 'forward') return canonicalForward(action, balancer);
  if (action.Type?.startsWith('authenticate-') !== true) return action;
  if (balancer.settings.protocol !== 'HTTPS') {
    throw refuse(
      InvalidLoadBalancerActionException,
      `Actions of type '${action.Type}' are supported only on HTTPS listeners`,
    );
  }
  if (action.AuthenticateOidcConfig === undefined) return action;
  return { ...action, AuthenticateOidcConfig: withoutSecret(action.AuthenticateOidcConfig) };
}

function withoutSecret(config: AuthenticateOidcActionConfig): AuthenticateOidcActionConfig {
  const { ClientSecret, UseExistingClientSecret, ...rest } = config;
  if (ClientSecret === undefined && UseExistingClientSecret !== true)
    throw invalid('A client secret must be specified');
  return rest;
}

function canonicalForward(action: Action & { readonly Order: number }, balancer: Balancer): Action {
  const given = action.ForwardConfig?.TargetGroups;
  const tuples =
    given !== undefined && given.length > 0 ? given : [{ TargetGroupArn: action.TargetGroupArn }];
  if (tuples.length > 5)
    throw refuse(TooManyTargetGroupsException, 'The maximum number of target groups per forward action is 5');
  const TargetGroups = tuples.map(({ TargetGroupArn = '', Weight = 1 }) => {
    balancer.group(TargetGroupArn);
    if (!Number.isInteger(Weight) || Weight < 0 || Weight > 999)
      throw invalid('Weights must be between 0 and 999');
    return { TargetGroupArn, Weight };
  });
  const arns = TargetGroups.map((group) => group.TargetGroupArn);
  if (new Set(arns).size < arns.length)
    throw invalid('A target group can be specified only once in a forward action');
  const [only] = arns;
  if (action.TargetGroupArn !== undefined && (arns.length > 1 || only !== action.TargetGroupArn)) {
    throw invalid(
      'If both ForwardConfig and TargetGroupArn are specified, ForwardConfig must contain only that target group',
    );
  }
  const stickiness = stickinessOf(action, arns, balancer);
  const ForwardConfig = { TargetGroups, TargetGroupStickinessConfig: stickiness };
  return {
    Type: 'forward',
    ...(arns.length === 1 && { TargetGroupArn: only }),
    Order: action.Order,
    ForwardConfig,
  };
}

function stickinessOf(action: Action, arns: readonly string[], balancer: Balancer) {
  const { Enabled = false, DurationSeconds } = action.ForwardConfig?.TargetGroupStickinessConfig ?? {};
  const ownCookies = arns.some(
    (arn) => balancer.group(arn).settings.attributes['stickiness.enabled'] === 'true',
  );
  if (!Enabled && ownCookies && arns.length > 1) {
    throw refuse(
      InvalidConfigurationRequestException,
      'You must enable group stickiness on a rule if you enabled target stickiness on one of its target groups',
    );
  }
  if (!Enabled) return { Enabled, ...(DurationSeconds !== undefined && { DurationSeconds }) };
  if (DurationSeconds === undefined || DurationSeconds < 1 || DurationSeconds > 604_800) {
    throw invalid('Target group stickiness duration must be between 1 and 604800 seconds');
  }
  return { Enabled, DurationSeconds };
}

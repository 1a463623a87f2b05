/**
 * The actions of a listener rule, as the Elastic Load Balancing API spells them. Writing a rule replaces the
 * whole list and there is no conditional write, so everything here starts from the actions that the snapshot
 * holds and changes the forward action alone: authentication, order and stickiness go back as they were read.
 */
export interface Action {
  readonly Type?: string | undefined;
  readonly Order?: number | undefined;
  readonly TargetGroupArn?: string | undefined;
  readonly ForwardConfig?: ForwardConfig | undefined;
  readonly AuthenticateOidcConfig?: object | undefined;
}

export interface ForwardConfig {
  readonly TargetGroups?: readonly WeightedGroup[] | undefined;
  readonly TargetGroupStickinessConfig?: Stickiness | undefined;
}

export interface WeightedGroup {
  readonly TargetGroupArn?: string | undefined;
  readonly Weight?: number | undefined;
}

export interface Stickiness {
  readonly Enabled?: boolean | undefined;
  readonly DurationSeconds?: number | undefined;
}

/** The groups that an action forwards to with their weights; a forward to one group alone may carry no weight. */
export function groupsOf(action: Action): readonly Required<{ arn: string; weight: number }>[] {
  if (action.Type !== 'forward') return [];
  const groups = action.ForwardConfig?.TargetGroups;
  if (groups === undefined || groups.length === 0) {
    return action.TargetGroupArn === undefined ? [] : [{ arn: action.TargetGroupArn, weight: 1 }];
  }
  return groups.map((group) => ({ arn: group.TargetGroupArn ?? '', weight: group.Weight ?? 1 }));
}

/** All groups that a rule's actions name, whatever their weight. */
export function forwardsTo(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => groupsOf(action).map((group) => group.arn));
}

export function stickinessOf(actions: readonly Action[]): { durationSeconds: number } | undefined {
  for (const action of actions) {
    const stickiness = action.ForwardConfig?.TargetGroupStickinessConfig;
    if (stickiness?.Enabled === true) return { durationSeconds: stickiness.DurationSeconds ?? 0 };
  }
  return undefined;
}

/** Whether a rule lets through only those who have logged in or carry a valid token: a smoke test does neither. */
export function authenticates(actions: readonly Action[]): boolean {
  return actions.some(({ Type }) => Type === 'jwt-validation' || Type?.startsWith('authenticate-') === true);
}

/**
 * The actions in the form in which they can be written. The API never returns an OIDC client's secret and
 * wants to be told to keep it:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html
 */
export function writable(actions: readonly Action[]): Action[] {
  return actions.map((action) => {
    if (action.AuthenticateOidcConfig === undefined) return action;
    return {
      ...action,
      AuthenticateOidcConfig: { ...action.AuthenticateOidcConfig, UseExistingClientSecret: true },
    };
  });
}

/** Whether two lists of actions mean the same, however the API happened to spell them. */
export function sameActions(a: readonly Action[], b: readonly Action[]): boolean {
  return meaning(a) === meaning(b);
}

function meaning(actions: readonly Action[]): string {
  const ordered = actions.map((action, index) => ({ ...action, Order: action.Order ?? index + 1 }));
  return JSON.stringify(ordered.toSorted((a, b) => a.Order - b.Order).map(meaningOf));
}

function meaningOf(action: Action): unknown {
  if (action.Type !== 'forward') return sorted(writable([action])[0]);
  const stickiness = action.ForwardConfig?.TargetGroupStickinessConfig;
  const groups = groupsOf(action).toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
  return {
    order: action.Order,
    // one group alone gets everything, whatever number stands beside it
    groups: groups.length === 1 ? groups.map((group) => group.arn) : groups,
    stickySeconds: stickiness?.Enabled === true ? (stickiness.DurationSeconds ?? 0) : 0,
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  // What is undefined is left out when it is written as JSON.
  const entries = Object.entries(value);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]));
}

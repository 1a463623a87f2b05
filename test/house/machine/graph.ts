/** A state machine as a graph: scopes (the machine and each branch), states, and the edges between them. */

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: Readonly<Record<string, unknown>>;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts?: number;
}

export interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: unknown;
  readonly Arguments?: Readonly<Record<string, unknown>>;
  readonly TimeoutSeconds?: unknown;
  readonly HeartbeatSeconds?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Choices?: readonly {
    readonly Next: string;
    readonly Assign?: Readonly<Record<string, unknown>>;
  }[];
  readonly Default?: string;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Branches?: readonly Machine[];
  readonly ItemProcessor?: Machine;
}

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface Scope extends Machine {
  /** The Parallel or Map state that it is a branch of; absent for the machine itself. */
  readonly inside?: { readonly scope: Scope; readonly name: string };
}

export interface Edge {
  readonly to: string;
  /** What is newly assigned on the way. */
  readonly assigned: readonly string[];
}

/** The machine and all branches in it, the outer before the inner. */
export function scopesOf(machine: Machine, inside?: Scope['inside']): Scope[] {
  const scope: Scope = { StartAt: machine.StartAt, States: machine.States, ...(inside && { inside }) };
  const branches = Object.entries(machine.States).flatMap(([name, state]) =>
    branchesOf(state).map((branch) => ({ branch, name })),
  );
  return [scope, ...branches.flatMap(({ branch, name }) => scopesOf(branch, { scope, name }))];
}

export function branchesOf(state: State): readonly Machine[] {
  return [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])];
}

export function statesOf(machine: Machine): { scope: Scope; name: string; state: State }[] {
  return scopesOf(machine).flatMap((scope) =>
    Object.entries(scope.States).map(([name, state]) => ({ scope, name, state })),
  );
}

export function edgesOf(state: State): Edge[] {
  const own = Object.keys(state.Assign ?? {});
  return [
    ...(state.Next === undefined ? [] : [{ to: state.Next, assigned: own }]),
    ...(state.Choices ?? []).map((rule) => ({ to: rule.Next, assigned: Object.keys(rule.Assign ?? {}) })),
    ...(state.Default === undefined ? [] : [{ to: state.Default, assigned: own }]),
    // What a state assigns, it assigns only when it succeeds.
    ...(state.Catch ?? []).map((catcher) => ({
      to: catcher.Next,
      assigned: Object.keys(catcher.Assign ?? {}),
    })),
  ];
}

/** All states that can come after some states of a scope, these included. `blocked` ones are not entered. */
export function reachable(
  scope: Machine,
  from: readonly (string | undefined)[],
  blocked: readonly string[] = [],
): Set<string> {
  const seen = new Set<string>();
  const open = from.filter((name) => name !== undefined);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name) || blocked.includes(name)) continue;
    seen.add(name);
    const state = scope.States[name];
    if (state !== undefined) open.push(...edgesOf(state).map(({ to }) => to));
  }
  return seen;
}

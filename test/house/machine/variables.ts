/** Which variables are surely assigned when a state begins, and which it uses: over every path, retries and Catches included. */
import { edgesOf, type Machine, type Scope, scopesOf, type State } from './graph.ts';

type Assigned = ReadonlyMap<string, ReadonlySet<string>>;

/** Uses of a variable that some path leaves unassigned. */
export function unassignedUses(machine: Machine): string[] {
  const entries = new Map<Scope, Assigned>();
  return scopesOf(machine).flatMap((scope) => {
    const outer = scope.inside && entriesOf(entries, scope.inside.scope).get(scope.inside.name);
    const assigned = surelyAssigned(scope, outer ?? new Set());
    entries.set(scope, assigned);
    return Object.entries(scope.States).flatMap(([name, state]) =>
      [...usedBy(state)]
        .filter((variable) => assigned.get(name)?.has(variable) === false)
        .map((variable) => `${name} uses $${variable}, which is not assigned on every way there`),
    );
  });
}

/** Scopes are looked up by their contents: `scopesOf` makes a new object for the outer scope each time. */
function entriesOf(entries: ReadonlyMap<Scope, Assigned>, scope: Scope): Assigned {
  return [...entries].find(([known]) => known.States === scope.States)?.[1] ?? new Map();
}

/** A state that no path reaches has no entry. */
function surelyAssigned(scope: Machine, outer: ReadonlySet<string>): Assigned {
  const before = new Map<string, ReadonlySet<string>>([[scope.StartAt, outer]]);
  const open = [scope.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = scope.States[name];
    const known = before.get(name) ?? new Set();
    for (const { to, assigned } of state === undefined ? [] : edgesOf(state)) {
      const arriving = new Set([...known, ...assigned]);
      const there = before.get(to);
      const both = there === undefined ? arriving : new Set([...there].filter((one) => arriving.has(one)));
      if (there !== undefined && both.size === there.size) continue;
      before.set(to, both);
      open.push(to);
    }
  }
  return before;
}

/** Variables in a state's own expressions; those of its branches are theirs. */
export function usedBy(state: State): Set<string> {
  const { Branches: _branches, ItemProcessor: _processor, ...own } = state;
  const expressions = stringsIn(own).filter((text) => text.startsWith('{%') && text.endsWith('%}'));
  const names = expressions.flatMap((text) => {
    const bare = text.replaceAll(/'[^']*'|"[^"]*"/g, "''");
    // A name before a bracket is a function of JSONata.
    return [...bare.matchAll(/\$([a-zA-Z_]\w*)(?!\w|\s*\()/g)].map((match) => match[1] ?? '');
  });
  return new Set(names.filter((name) => name !== 'states'));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Names that a branch assigns although an outer scope assigns them too: Step Functions refuses that. */
export function shadowed(machine: Machine): string[] {
  return scopesOf(machine).flatMap((scope) => {
    const outer = new Set<string>();
    for (let up = scope.inside?.scope; up !== undefined; up = up.inside?.scope)
      for (const name of assignedIn(up)) outer.add(name);
    return [...assignedIn(scope)]
      .filter((name) => outer.has(name))
      .map((name) => `a branch of ${scope.inside?.name} assigns $${name}, which is an outer variable`);
  });
}

function assignedIn(scope: Machine): Set<string> {
  const states = Object.values(scope.States);
  const named = states.flatMap((state) => edgesOf(state).flatMap(({ assigned }) => assigned));
  return new Set([...named, ...states.flatMap((state) => Object.keys(state.Assign ?? {}))]);
}

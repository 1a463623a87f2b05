/** What an update makes of an item. Right-hand sides see the item as it was; removals come last. */
import { copy } from '../wire/copy.ts';
import { validation } from './errors.ts';
import type { Scope } from './expressions/scope.ts';
import type { Term, Update } from './expressions/syntax.ts';
import { add, subtract } from './number.ts';
import { type Path, removeAt, setAt, valueAt } from './path.ts';
import {
  hasMember,
  type Item,
  isNumeric,
  isSet,
  members,
  typeOf,
  type Value,
  type ValueSet,
} from './value.ts';

export interface Applied {
  readonly item: Item;
  /** The places that the update names. */
  readonly touched: readonly Path[];
}

export function applyUpdate(update: Update, scope: Scope, before: Item): Applied {
  const item = copy(before);
  const writes = [
    ...update.set.map(({ path, to }) => [scope.path(path), evaluate(to, scope, before)] as const),
    ...update.add.map(
      ({ path, value }) =>
        [scope.path(path), added(valueAt(before, scope.path(path)), scope.value(value))] as const,
    ),
  ];
  const cuts = update.delete.map(
    ({ path, value }) =>
      [scope.path(path), without(valueAt(before, scope.path(path)), scope.value(value))] as const,
  );
  const removals = update.remove.map((path) => scope.path(path));
  for (const [path, value] of writes.toSorted(([a], [b]) => byIndex(a, b))) setAt(item, path, copy(value));
  for (const [path, value] of cuts) {
    if (value === undefined) removals.push(path);
    else setAt(item, path, value);
  }
  for (const path of removals.toSorted((a, b) => byIndex(b, a))) removeAt(item, path);
  return { item, touched: [...writes.map(([path]) => path), ...cuts.map(([path]) => path), ...removals] };
}

/** Elements of one list in the order of their indices. */
function byIndex(a: Path, b: Path): number {
  const [left, right] = [a.at(-1), b.at(-1)];
  return typeof left === 'number' && typeof right === 'number' ? left - right : 0;
}

function evaluate(term: Term, scope: Scope, item: Item): Value {
  switch (term.kind) {
    case 'value':
      return scope.value(term.name);
    case 'path':
      return present(valueAt(item, scope.path(term.path)));
    case 'if_not_exists':
      return valueAt(item, scope.path(term.path)) ?? otherwise(term, scope, item);
    case 'list_append':
      return appended(evaluate(term.left, scope, item), evaluate(term.right, scope, item));
    case '+':
    case '-':
    default:
      return arithmetic(term.kind, evaluate(term.left, scope, item), evaluate(term.right, scope, item));
  }
}

/** NULL is a value too, and `??` cannot tell. */
function otherwise(term: Extract<Term, { kind: 'if_not_exists' }>, scope: Scope, item: Item): Value {
  return valueAt(item, scope.path(term.path)) === null ? null : evaluate(term.otherwise, scope, item);
}

function present(value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw validation('The provided expression refers to an attribute that does not exist in the item');
}

function appended(left: Value, right: Value): Value {
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  throw wrongType();
}

function arithmetic(operator: '+' | '-', left: Value, right: Value): Value {
  if (!isNumeric(left) || !isNumeric(right)) throw wrongType();
  return operator === '+' ? add(left, right) : subtract(left, right);
}

/** ADD starts from nothing: from zero, or from the empty set. */
function added(old: Value | undefined, value: Value): Value {
  if (isNumeric(value)) {
    if (old !== undefined && !isNumeric(old)) throw wrongType();
    return add(old ?? 0, value);
  }
  const set = sameSets(old, value);
  return new Set([
    ...(old === undefined ? [] : members(old as ValueSet)),
    ...members(set).filter((one) => !isIn(old, one)),
  ]) as ValueSet;
}

/** Undefined where nothing is left: there is no empty set. */
function without(old: Value | undefined, value: Value): Value | undefined {
  const set = sameSets(old, value);
  if (old === undefined) return undefined;
  const left = members(old as ValueSet).filter((member) => !hasMember(set, member));
  return left.length === 0 ? undefined : (new Set(left) as ValueSet);
}

function sameSets(old: Value | undefined, value: Value): ValueSet {
  if (isSet(value) && (old === undefined || typeOf(old) === typeOf(value))) return value;
  throw wrongType();
}

function isIn(old: Value | undefined, member: Value): boolean {
  return isSet(old) && hasMember(old, member);
}

function wrongType(): Error {
  return validation('An operand in the update expression has an incorrect data type');
}

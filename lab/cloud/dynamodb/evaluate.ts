/** Whether a condition holds for an item. What is not there equals nothing and compares with nothing. */
import type { Scope } from './expressions/scope.ts';
import type { Comparator, Condition, Operand, Predicate } from './expressions/syntax.ts';
import { valueAt } from './path.ts';
import {
  compare,
  equal,
  hasMember,
  type Item,
  isMap,
  isSet,
  type TypeName,
  typeOf,
  type Value,
} from './value.ts';

type Maybe = Value | undefined;

export function holds(condition: Condition, scope: Scope, item: Item): boolean {
  const read = (operand: Operand) => valueOf(operand, scope, item);
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, scope, item) && holds(condition.right, scope, item);
    case 'or':
      return holds(condition.left, scope, item) || holds(condition.right, scope, item);
    case 'not':
      return !holds(condition.of, scope, item);
    case 'compare':
      return compares(condition.operator, read(condition.left), read(condition.right));
    case 'between':
      return between(read(condition.of), read(condition.low), read(condition.high));
    case 'in':
      return condition.list.some((operand) => compares('=', read(condition.of), read(operand)));
    case 'predicate':
    default:
      return isTrue(condition.name, condition.operands.map(read));
  }
}

function valueOf(operand: Operand, scope: Scope, item: Item): Maybe {
  if (operand.kind === 'value') return scope.value(operand.name);
  if (operand.kind === 'path') return valueAt(item, scope.path(operand.path));
  return length(valueOf(operand.of, scope, item));
}

/** `size`: bytes of text and binary, elements of everything that has some. */
function length(value: Maybe): Maybe {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array || Array.isArray(value)) return value.length;
  if (isSet(value)) return value.size;
  return isMap(value) ? Object.keys(value).length : undefined;
}

export function compares(operator: Comparator, left: Maybe, right: Maybe): boolean {
  const same = left !== undefined && right !== undefined && equal(left, right);
  if (operator === '=') return same;
  if (operator === '<>') return !same;
  const order = left === undefined || right === undefined ? undefined : compare(left, right);
  if (order === undefined) return false;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

export function between(value: Maybe, low: Maybe, high: Maybe): boolean {
  return compares('>=', value, low) && compares('<=', value, high);
}

function isTrue(name: Predicate, [first, second]: readonly Maybe[]): boolean {
  if (name === 'attribute_exists') return first !== undefined;
  if (name === 'attribute_not_exists') return first === undefined;
  if (first === undefined || second === undefined) return false;
  if (name === 'attribute_type') return typeOf(first) === (second as TypeName);
  return name === 'begins_with' ? beginsWith(first, second) : contains(first, second);
}

export function beginsWith(value: Maybe, start: Maybe): boolean {
  if (typeof value === 'string' && typeof start === 'string') return value.startsWith(start);
  if (!(value instanceof Uint8Array && start instanceof Uint8Array)) return false;
  return Buffer.compare(value.subarray(0, start.length), start) === 0;
}

function contains(value: Value, part: Value): boolean {
  if (typeof value === 'string') return typeof part === 'string' && value.includes(part);
  if (value instanceof Uint8Array)
    return part instanceof Uint8Array && Buffer.from(value).includes(Buffer.from(part));
  if (isSet(value)) return hasMember(value, part);
  return Array.isArray(value) && value.some((element) => equal(element, part));
}

/** A key condition, read as what it must be: one partition, and at most one range of sort keys. */
import { validation } from './errors.ts';
import { beginsWith, between, compares } from './evaluate.ts';
import type { Scope } from './expressions/scope.ts';
import type { Condition, Operand } from './expressions/syntax.ts';
import type { Table } from './table.ts';
import type { Item, Value } from './value.ts';

export interface KeyRange {
  readonly partition: string;
  readonly includes: (row: Item) => boolean;
}

export function keyRange(condition: Condition, scope: Scope, table: Table): KeyRange {
  const { partitionKey, sortKey } = table.definition;
  const parts = new Map<string, Condition>();
  for (const part of conjuncts(condition)) {
    const name = nameOf(subject(part), scope);
    if (parts.has(name)) {
      throw refusal('KeyConditionExpressions must only contain one condition per key');
    }
    parts.set(name, part);
  }
  const partition = equals(parts.get(partitionKey), scope);
  if (partition === undefined) throw validation(`Query condition missed key schema element: ${partitionKey}`);
  if (typeof partition !== 'string') throw wrongType();
  const range = parts.get(sortKey);
  if (parts.size > (range === undefined ? 1 : 2))
    throw validation(`Query condition missed key schema element: ${sortKey}`);
  if (range === undefined) return { partition, includes: () => true };
  const test = sortTest(range, scope);
  return { partition, includes: (row) => test(row[sortKey] as Value) };
}

function conjuncts(condition: Condition): Condition[] {
  if (condition.kind === 'and') return [...conjuncts(condition.left), ...conjuncts(condition.right)];
  return [condition];
}

function subject(part: Condition): Operand | undefined {
  if (part.kind === 'compare' && part.operator !== '<>') return part.left;
  if (part.kind === 'between') return part.of;
  if (part.kind === 'predicate' && part.name === 'begins_with') return part.operands[0];
  throw refusal(`Invalid operator used in KeyConditionExpression: ${operatorOf(part)}`);
}

function operatorOf(part: Condition): string {
  if (part.kind === 'compare') return part.operator;
  return part.kind === 'predicate' ? part.name : part.kind.toUpperCase();
}

function nameOf(operand: Operand | undefined, scope: Scope): string {
  const path = operand?.kind === 'path' ? scope.path(operand.path) : [];
  if (path.length === 1) return String(path[0]);
  throw refusal('KeyConditionExpressions cannot have conditions on nested attributes');
}

function equals(part: Condition | undefined, scope: Scope): Value | undefined {
  if (part === undefined) return undefined;
  if (part.kind === 'compare' && part.operator === '=') return literal(part.right, scope);
  throw validation('Query key condition not supported');
}

function sortTest(part: Condition, scope: Scope): (value: Value) => boolean {
  if (part.kind === 'between') {
    const [low, high] = [text(part.low, scope), text(part.high, scope)];
    return (value) => between(value, low, high);
  }
  if (part.kind === 'compare') {
    const bound = text(part.right, scope);
    return (value) => compares(part.operator, value, bound);
  }
  const start = text(part.kind === 'predicate' ? part.operands[1] : undefined, scope);
  return (value) => beginsWith(value, start);
}

function text(operand: Operand | undefined, scope: Scope): string {
  const value = literal(operand, scope);
  if (typeof value === 'string') return value;
  throw wrongType();
}

function literal(operand: Operand | undefined, scope: Scope): Value {
  if (operand?.kind === 'value') return scope.value(operand.name);
  throw refusal('KeyConditionExpressions must compare a key with a value');
}

function wrongType(): Error {
  return validation(
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  );
}

function refusal(why: string): Error {
  return validation(`Invalid KeyConditionExpression: ${why}`);
}

/** Conditions, filters and key conditions: NOT binds closer than AND, AND closer than OR. */
import type { Reader } from './reader.ts';
import { type Comparator, type Condition, type Operand, type Predicate, predicates } from './syntax.ts';

const comparators = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** How many operands each function takes. */
const arity: Readonly<Record<Predicate | 'size', number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

export function parseCondition(reader: Reader): Condition {
  const condition = either(reader);
  reader.end();
  return condition;
}

function either(reader: Reader): Condition {
  let left = both(reader);
  while (reader.accept('OR')) left = { kind: 'or', left, right: both(reader) };
  return left;
}

function both(reader: Reader): Condition {
  let left = negated(reader);
  while (reader.accept('AND')) left = { kind: 'and', left, right: negated(reader) };
  return left;
}

function negated(reader: Reader): Condition {
  return reader.accept('NOT') ? { kind: 'not', of: negated(reader) } : primary(reader);
}

function primary(reader: Reader): Condition {
  if (reader.accept('(')) return parenthesised(reader);
  const name = reader.peek();
  if (reader.isNext('(', 1) && name !== 'size') return predicate(reader, name);
  return comparison(reader, operand(reader));
}

function parenthesised(reader: Reader): Condition {
  const startsWithAnother = reader.isNext('(');
  const position = startsWithAnother && closesTwice(reader);
  if (position) throw reader.refusal('The expression has redundant parentheses;');
  const inner = either(reader);
  reader.expect(')');
  return inner;
}

/** Whether the parenthesis that comes next closes right before the one around it does. */
function closesTwice(reader: Reader): boolean {
  let depth = 0;
  for (let ahead = 0; reader.peek(ahead) !== ''; ahead++) {
    if (reader.isNext('(', ahead)) depth++;
    if (reader.isNext(')', ahead)) depth--;
    if (depth === 0) return reader.isNext(')', ahead + 1);
  }
  return false;
}

function comparison(reader: Reader, left: Operand): Condition {
  if (reader.accept('BETWEEN')) {
    const low = operand(reader);
    reader.expect('AND');
    return { kind: 'between', of: left, low, high: operand(reader) };
  }
  if (reader.accept('IN')) {
    reader.expect('(');
    const list = reader.list(() => operand(reader));
    reader.expect(')');
    return { kind: 'in', of: left, list };
  }
  if (!comparators.has(reader.peek())) throw reader.misplaced();
  return { kind: 'compare', operator: reader.next() as Comparator, left, right: operand(reader) };
}

function predicate(reader: Reader, name: string): Condition {
  if (!isPredicate(name)) throw reader.refusal(`Invalid function name; function: ${name}`);
  return { kind: 'predicate', name, operands: operands(reader, name) };
}

function operand(reader: Reader): Operand {
  if (reader.peek().startsWith(':')) return { kind: 'value', name: reader.value() };
  if (!reader.isNext('(', 1)) return { kind: 'path', path: reader.path() };
  const name = reader.peek();
  if (name === 'size') return { kind: 'size', of: operands(reader, name)[0] as Operand };
  if (!isPredicate(name)) throw reader.refusal(`Invalid function name; function: ${name}`);
  throw reader.refusal(`The function is not allowed to be used this way in an expression; function: ${name}`);
}

function operands(reader: Reader, name: Predicate | 'size'): Operand[] {
  reader.next();
  reader.expect('(');
  const list = reader.list(() => operand(reader));
  reader.expect(')');
  if (list.length === arity[name]) return list;
  throw reader.refusal(
    `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${list.length}`,
  );
}

function isPredicate(name: string): name is Predicate {
  return (predicates as readonly string[]).includes(name);
}

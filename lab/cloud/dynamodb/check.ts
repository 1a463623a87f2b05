/** What DynamoDB refuses in a condition before it looks at any item: operands of a wrong kind. */
import { convertToAttr } from '@aws-sdk/util-dynamodb';
import { validation } from './errors.ts';
import { compares } from './evaluate.ts';
import type { Scope } from './expressions/scope.ts';
import type { Condition, Label, Operand } from './expressions/syntax.ts';
import { type TypeName, typeOf, type Value } from './value.ts';

const ordered: readonly TypeName[] = ['S', 'N', 'B'];
const typeNames = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS']);

export function checkCondition(condition: Condition, scope: Scope, label: Label): void {
  const check = new Check(scope, label);
  check.condition(condition);
}

class Check {
  readonly #scope: Scope;
  readonly #label: Label;

  constructor(scope: Scope, label: Label) {
    this.#scope = scope;
    this.#label = label;
  }

  condition(condition: Condition): void {
    switch (condition.kind) {
      case 'and':
      case 'or':
        this.condition(condition.left);
        return this.condition(condition.right);
      case 'not':
        return this.condition(condition.of);
      case 'compare':
        return this.#comparison(condition);
      case 'between':
        return this.#between(condition);
      case 'in':
        return [condition.of, ...condition.list].forEach((operand) => this.#size(operand));
      case 'predicate':
      default:
        return this.#predicate(condition);
    }
  }

  #comparison({ operator, left, right }: Extract<Condition, { kind: 'compare' }>): void {
    for (const operand of [left, right]) {
      this.#size(operand);
      if (operator !== '=' && operator !== '<>') this.#typed(operand, ordered, `operator: ${operator}`);
    }
    if (left.kind !== 'path' || right.kind !== 'path') return;
    const first = this.#scope.path(left.path).join(', ');
    if (first !== this.#scope.path(right.path).join(', ')) return;
    const rule =
      'The first operand must be distinct from the remaining operands for this operator or function';
    throw this.#refusal(`${rule}; operator: ${operator}, first operand: [${first}]`);
  }

  #between({ of, low, high }: Extract<Condition, { kind: 'between' }>): void {
    for (const operand of [of, low, high]) {
      this.#size(operand);
      this.#typed(operand, ordered, 'operator: BETWEEN');
    }
    if (low.kind !== 'value' || high.kind !== 'value') return;
    const [lower, upper] = [this.#scope.value(low.name), this.#scope.value(high.name)];
    const bounds = `lower bound operand: ${shown(lower)}, upper bound operand: ${shown(upper)}`;
    if (typeOf(lower) !== typeOf(upper)) {
      throw this.#refusal(
        `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
      );
    }
    if (compares('<=', lower, upper)) return;
    throw this.#refusal(
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }

  #predicate({ name, operands }: Extract<Condition, { kind: 'predicate' }>): void {
    const [first, second] = operands as [Operand, Operand | undefined];
    if (name.startsWith('attribute') && first.kind !== 'path') {
      throw this.#refusal(`Operator or function requires a document path; operator or function: ${name}`);
    }
    for (const operand of operands) this.#size(operand);
    if (name === 'begins_with')
      for (const operand of operands) this.#typed(operand, ['S', 'B'], `operator or function: ${name}`);
    if (name === 'attribute_type') this.#attributeType(second);
  }

  #attributeType(operand: Operand | undefined): void {
    const type = operand?.kind === 'value' ? this.#scope.value(operand.name) : undefined;
    if (typeof type === 'string' && typeNames.has(type)) return;
    const rule = 'Invalid attribute type name found; type';
    throw this.#refusal(`${rule}: ${shown(type ?? null)}, valid types: {${[...typeNames].join(',')}}`);
  }

  #size(operand: Operand): void {
    if (operand.kind === 'size')
      this.#typed(operand.of, ['S', 'B', 'L', 'M', 'SS', 'NS', 'BS'], 'operator or function: size');
  }

  /** Only a literal has a type before there is an item. */
  #typed(operand: Operand, allowed: readonly TypeName[], where: string): void {
    if (operand.kind !== 'value') return;
    const type = typeOf(this.#scope.value(operand.name));
    if (allowed.includes(type)) return;
    throw this.#refusal(`Incorrect operand type for operator or function; ${where}, operand type: ${type}`);
  }

  #refusal(why: string): Error {
    return validation(`Invalid ${this.#label}: ${why}`);
  }
}

function shown(value: Value): string {
  const [type = '', text] = Object.entries(convertToAttr(value))[0] ?? [];
  return `AttributeValue: {${type}:${String(text)}}`;
}

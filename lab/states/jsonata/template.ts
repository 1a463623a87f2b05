/** JSON with `{% … %}` in it. What holds no expression is kept as it is and never copied. */

import type { Environment } from '../environment.ts';
import { isRecord } from '../document.ts';
import { compileExpression, type Expression, expressionText } from './expression.ts';

type Slot = [key: string, template: Template];

export type Template =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'array' | 'object'; readonly slots: readonly Slot[] };

/** An expression that AWS does not take into a definition. */
export interface BadExpression {
  readonly code: 'INVALID_JSONATA_EXPRESSION' | 'UNSUPPORTED_JSONATA_EXPRESSION';
  readonly message: string;
  readonly location: string;
}

/** What is wrong goes to `bad`. */
export function compileTemplate(value: unknown, location: string, bad: BadExpression[]): Template {
  const text = expressionText(value);
  if (text !== undefined) return compiled(text, location, bad);
  if (Array.isArray(value)) {
    return container('array', value, bad, (_, index) => `${location}[${index}]`);
  }
  if (isRecord(value)) return container('object', value, bad, (key) => `${location}/${key}`);
  return { kind: 'constant', value };
}

function compiled(text: string, location: string, bad: BadExpression[]): Template {
  try {
    const expression = compileExpression(text, location);
    for (const name of expression.unsupported) {
      const message = `Reference to '${name}' at the top level is not supported.`;
      bad.push({ code: 'UNSUPPORTED_JSONATA_EXPRESSION', message, location });
    }
    return { kind: 'expression', expression };
  } catch (error) {
    const { message } = error as { message?: string };
    bad.push({ code: 'INVALID_JSONATA_EXPRESSION', message: String(message), location });
    return { kind: 'constant', value: null };
  }
}

function container(
  kind: 'array' | 'object',
  value: object,
  bad: BadExpression[],
  locate: (key: string, index: number) => string,
): Template {
  const slots = Object.entries(value).map(
    ([key, child], index): Slot => [key, compileTemplate(child, locate(key, index), bad)],
  );
  return slots.every(([, template]) => template.kind === 'constant')
    ? { kind: 'constant', value }
    : { kind, slots };
}

/** A value or a promise; a promise only where an expression needs jsonata. */
export function evaluateTemplate(template: Template, environment: Environment): unknown {
  if (template.kind === 'constant') return template.value;
  if (template.kind === 'expression') return template.expression.evaluate(environment);
  return evaluateSlots(template.kind, template.slots, environment);
}

async function evaluateSlots(kind: 'array' | 'object', slots: readonly Slot[], environment: Environment) {
  const values: [string, unknown][] = [];
  for (const [key, template] of slots) {
    const value = evaluateTemplate(template, environment);
    values.push([key, value instanceof Promise ? await value : value]);
  }
  // Object.fromEntries makes an own field even of `__proto__`.
  return kind === 'array' ? values.map(([, value]) => value) : Object.fromEntries(values);
}

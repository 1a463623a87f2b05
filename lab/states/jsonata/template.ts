/** JSON with `{% … %}` in it. What holds no expression is kept as it is and never copied. */

import type { Environment } from '../environment.ts';
import { isRecord } from '../document.ts';
import { compileExpression, type Expression, expressionText } from './expression.ts';

type Slot = [key: string, template: Template];

export type Template =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'array' | 'object'; readonly slots: readonly Slot[] };

/** Throws jsonata's error where an expression is wrong. */
export function compileTemplate(value: unknown, location: string): Template {
  const text = expressionText(value);
  if (text !== undefined) return { kind: 'expression', expression: compileExpression(text, location) };
  if (Array.isArray(value)) {
    return container('array', value, (_, index) => `${location}[${index}]`);
  }
  if (isRecord(value)) return container('object', value, (key) => `${location}/${key}`);
  return { kind: 'constant', value };
}

function container(
  kind: 'array' | 'object',
  value: object,
  locate: (key: string, index: number) => string,
): Template {
  const slots = Object.entries(value).map(
    ([key, child], index): Slot => [key, compileTemplate(child, locate(key, index))],
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
  const result: unknown[] | Record<string, unknown> = kind === 'array' ? [] : {};
  for (const [key, template] of slots) {
    (result as Record<string, unknown>)[key] = await evaluateTemplate(template, environment);
  }
  return result;
}

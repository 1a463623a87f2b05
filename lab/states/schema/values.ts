/** What the values of a state's fields must be. */

import type { Definition } from '../compile.ts';
import { isRecord } from '../document.ts';
import { LIMIT_SECONDS_MAX } from '../limits.ts';

export type Report = (message: string, field?: string) => void;

/** The message for a required field. */
export const missing = (field: string) => `The field '${field}' is required but was missing`;

const isExpression = (value: unknown) => typeof value === 'string' && value.trimStart().startsWith('{%');

/** A whole number in the definition itself; an expression is looked at when it runs. */
export function checkWhole(
  definition: Definition,
  field: string,
  range: { min: number; max: number },
  report: Report,
): void {
  const value = definition[field];
  if (value === undefined || isExpression(value)) return;
  if (typeof value !== 'number' || !Number.isInteger(value)) report('Expected value of type Integer', field);
  else if (value < range.min) report(`Value is below the minimum of ${range.min}`, field);
  else if (value > range.max) report(`Value is above the maximum of ${range.max}`, field);
}

/** At most one of a field and its `…Path`. */
export function checkEither(definition: Definition, field: string, report: Report): void {
  if (field in definition && `${field}Path` in definition) {
    report(`You can only specify one of the fields '${field}' and '${field}Path'`);
  }
}

export function checkText(definition: Definition, field: string, report: Report): void {
  const value = definition[field];
  if (value !== undefined && typeof value !== 'string') report('Expected value of type String', field);
}

export function checkSeconds(definition: Definition, report: Report): void {
  const range = { min: 1, max: LIMIT_SECONDS_MAX };
  for (const field of ['TimeoutSeconds', 'HeartbeatSeconds']) {
    checkWhole(definition, field, range, report);
    checkEither(definition, field, report);
  }
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = definition;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    report('HeartbeatSeconds must be less than TimeoutSeconds', 'HeartbeatSeconds');
  }
}

/** The one of these fields that a state must have. */
export function checkOne(definition: Definition, fields: readonly string[], report: Report): void {
  const found = fields.filter((field) => field in definition);
  if (found.length === 1) return;
  const list = fields.map((field) => `'${field}'`).join(', ');
  report(
    found.length === 0
      ? `One of the fields ${list} is required`
      : `You can only specify one of the fields ${list}`,
  );
}

export function records(value: unknown): Definition[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

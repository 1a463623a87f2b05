/** Retry and Catch as they are written: which errors they name, and with which numbers. */

import type { Definition } from '../compile.ts';
import { isRecord } from '../document.ts';
import { CATCHER_FIELDS, RETRIER_FIELDS } from './fields.ts';
import { checkWhole, missing, type Report } from './values.ts';

const SECONDS_MAX = 31_622_400;

/** Both lists of a state. `report` takes the place below the state. */
export function checkErrorLists(
  definition: Definition,
  language: 'JSONPath' | 'JSONata',
  report: (message: string, place: string) => void,
): void {
  for (const list of ['Retry', 'Catch']) {
    const entries = definition[list];
    if (entries === undefined) continue;
    if (!Array.isArray(entries)) {
      report('Expected value of type Array', `/${list}`);
      continue;
    }
    const fields = list === 'Retry' ? RETRIER_FIELDS : CATCHER_FIELDS[language];
    for (const [index, entry] of entries.entries()) {
      const at = `/${list}[${index}]`;
      const tell: Report = (message, field) => {
        report(message, field === undefined ? at : `${at}/${field}`);
      };
      checkEntry(entry, fields, index === entries.length - 1, tell);
      if (!isRecord(entry)) continue;
      if (list === 'Retry') checkRetrier(entry, tell);
      else if (typeof entry['Next'] !== 'string') tell(missing('Next'));
    }
  }
}

function checkEntry(entry: unknown, fields: readonly string[], isLast: boolean, tell: Report): void {
  if (!isRecord(entry)) {
    tell('Expected value of type Object');
    return;
  }
  for (const field of Object.keys(entry)) {
    if (!fields.includes(field)) tell(`Field '${field}' is not supported`);
  }
  const errors = entry['ErrorEquals'];
  if (errors === undefined) tell(missing('ErrorEquals'));
  else if (!Array.isArray(errors) || errors.length === 0 || errors.some((one) => typeof one !== 'string')) {
    tell('ErrorEquals must be a non-empty array of error names', 'ErrorEquals');
  } else if (errors.includes('States.ALL') && (errors.length > 1 || !isLast)) {
    tell("'States.ALL' can only appear alone and in the last retrier or catcher", 'ErrorEquals');
  }
}

function checkRetrier(retrier: Definition, tell: Report): void {
  checkWhole(retrier, 'IntervalSeconds', { min: 1, max: 99_999_999 }, tell);
  checkWhole(retrier, 'MaxAttempts', { min: 0, max: 99_999_999 }, tell);
  checkWhole(retrier, 'MaxDelaySeconds', { min: 1, max: SECONDS_MAX }, tell);
  const { BackoffRate: rate, JitterStrategy: jitter } = retrier;
  if (rate !== undefined && (typeof rate !== 'number' || rate < 1)) {
    tell('BackoffRate must be a number greater than or equal to 1.0', 'BackoffRate');
  }
  if (jitter !== undefined && jitter !== 'FULL' && jitter !== 'NONE') {
    tell('Value is not one of FULL, NONE', 'JitterStrategy');
  }
  const { IntervalSeconds: interval = 1, MaxDelaySeconds: most } = retrier;
  if (typeof most === 'number' && typeof interval === 'number' && most <= interval) {
    tell('MaxDelaySeconds must be greater than IntervalSeconds', 'MaxDelaySeconds');
  }
}

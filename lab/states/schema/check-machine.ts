/** What CreateStateMachine refuses around the states: the machine's own fields, branches, names. */

import type { Definition } from '../compile.ts';
import { isRecord } from '../document.ts';
import { BRANCH_FIELDS, MACHINE_FIELDS, PROCESSOR_FIELDS } from './fields.ts';
import { checkWhole, missing } from './values.ts';

/** A machine on its own, a branch of a Parallel or a Map's processor. */
export type Place = 'machine' | 'branch' | 'processor';

const FIELDS: Readonly<Record<Place, readonly string[]>> = {
  machine: MACHINE_FIELDS,
  branch: BRANCH_FIELDS,
  processor: PROCESSOR_FIELDS,
};

const STATE_NAME_CHARACTERS_MAX = 80;
const LANGUAGES = new Set<unknown>([undefined, 'JSONPath', 'JSONata']);

type Tell = (code: string, message: string, location: string) => void;

/** False where there is nothing to look into. */
export function checkMachine(
  definition: unknown,
  place: Place,
  at: string,
  tell: Tell,
): definition is Definition {
  const schema = (message: string, field?: string) => {
    const location = field === undefined ? at : `${at}/${field}`;
    tell('SCHEMA_VALIDATION_FAILED', message, location === '' ? '/' : location);
  };
  if (!isRecord(definition)) {
    schema('Expected value of type Object');
    return false;
  }
  for (const field of Object.keys(definition)) {
    if (!FIELDS[place].includes(field)) schema(`Field '${field}' is not supported`);
  }
  const { StartAt: start, States: states, QueryLanguage: language } = definition;
  if (start === undefined) schema(missing('StartAt'));
  else if (typeof start !== 'string') schema('Expected value of type String', 'StartAt');
  if (states === undefined) schema(missing('States'));
  else if (!isRecord(states)) schema('Expected value of type Object', 'States');
  if (!LANGUAGES.has(language)) schema('Value is not one of JSONPath, JSONata', 'QueryLanguage');
  checkWhole(definition, 'TimeoutSeconds', { min: 1, max: 99_999_999 }, schema);
  if (place === 'processor') checkProcessor(definition['ProcessorConfig'], schema);
  return isRecord(states) && typeof start === 'string';
}

function checkProcessor(config: unknown, schema: (message: string, field?: string) => void): void {
  if (config === undefined) return;
  const { Mode: mode = 'INLINE' } = isRecord(config) ? config : {};
  if (mode !== 'INLINE' && mode !== 'DISTRIBUTED') {
    schema('Value is not one of INLINE, DISTRIBUTED', 'ProcessorConfig/Mode');
  }
}

/** A state's name is its own in the whole machine. */
export function checkStateName(name: string, at: string, known: Set<string>, tell: Tell): void {
  if (Array.from(name).length > STATE_NAME_CHARACTERS_MAX) {
    tell('SCHEMA_VALIDATION_FAILED', `State name is longer than ${STATE_NAME_CHARACTERS_MAX} characters`, at);
  }
  if (known.has(name)) tell('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, at);
  known.add(name);
}

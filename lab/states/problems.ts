/** What CreateStateMachine refuses beyond what the compilers of the state types notice themselves. */

import type { Compilation, Definition } from './compile.ts';
import { isRecord } from './document.ts';

type Report = (text: string, at: string) => void;

const PATH_FIELDS = ['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'ItemsPath'];
const JSONATA_FIELDS = ['Arguments', 'Output', 'Items'];
const ENDS = new Set(['Succeed', 'Fail']);

/** Fields that a state of this type and language must or must not have. */
export function checkState(
  definition: Definition,
  type: string,
  { dialect, at, problem }: Compilation,
): void {
  const foreign = dialect.language === 'JSONata' ? PATH_FIELDS : JSONATA_FIELDS;
  for (const field of foreign) {
    if (field in definition) {
      problem(
        `SCHEMA_VALIDATION_FAILED: Field is not supported in ${dialect.language} states`,
        `${at}/${field}`,
      );
    }
  }
  if (type === 'Choice' || ENDS.has(type)) return;
  const ways = [typeof definition['Next'] === 'string', definition['End'] === true].filter(Boolean);
  if (ways.length !== 1) problem('SCHEMA_VALIDATION_FAILED: A state needs either Next or End');
}

/** Every target exists and every state can be reached. */
export function checkTransitions(machine: Definition, at: string, report: Report): void {
  const states = isRecord(machine['States']) ? machine['States'] : {};
  const reached = new Set<string>();
  const follow = (target: unknown, from: string): void => {
    const name = String(target);
    if (!Object.hasOwn(states, name)) {
      report(`MISSING_TRANSITION_TARGET: Missing 'Next' target: ${name}`, from);
      return;
    }
    if (reached.has(name)) return;
    reached.add(name);
    for (const [next, where] of targets(states[name])) follow(next, `${at}/States/${name}${where}`);
  };
  follow(machine['StartAt'], `${at}/StartAt`);
  for (const name of Object.keys(states)) {
    if (!reached.has(name)) {
      report(`MISSING_TRANSITION_TARGET: State "${name}" is not reachable.`, `${at}/States/${name}`);
    }
  }
}

function targets(state: unknown): [target: unknown, where: string][] {
  if (!isRecord(state)) return [];
  const found: [unknown, string][] = [];
  for (const field of ['Next', 'Default']) {
    if (state[field] !== undefined) found.push([state[field], `/${field}`]);
  }
  for (const list of ['Choices', 'Catch']) {
    const entries: unknown[] = Array.isArray(state[list]) ? state[list] : [];
    for (const [index, entry] of entries.entries()) {
      if (isRecord(entry)) found.push([entry['Next'], `/${list}[${index}]/Next`]);
    }
  }
  return found;
}

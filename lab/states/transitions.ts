/** Where states lead: every target exists, every state can be reached, and there is an end. */

import type { Definition } from './compile.ts';
import { isRecord } from './document.ts';

type Report = (code: string, message: string, location: string) => void;

export function checkTransitions(machine: Definition, at: string, report: Report): void {
  const states = isRecord(machine['States']) ? machine['States'] : {};
  const reached = new Set<string>();
  const follow = (target: unknown, from: string): void => {
    const name = String(target);
    if (!Object.hasOwn(states, name)) {
      report('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${name}`, from);
      return;
    }
    if (reached.has(name)) return;
    reached.add(name);
    for (const [next, where] of targets(states[name])) follow(next, `${at}/States/${name}${where}`);
  };
  follow(machine['StartAt'], `${at}/StartAt`);
  for (const name of Object.keys(states)) {
    if (reached.has(name)) continue;
    report('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, `${at}/States/${name}`);
  }
  if (!Object.values(states).some(isEnd)) {
    report('MISSING_END_STATE', 'Workflow has no terminal state', at === '' ? 'null' : at);
  }
}

function isEnd(state: unknown): boolean {
  return (
    isRecord(state) && (state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail')
  );
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

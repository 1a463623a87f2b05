/**
 * Variables by scope: a machine, each branch and each processor has its own. What an inner scope assigns cannot have the
 * name of a variable around it, so that nobody takes an inner value for an outer one.
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */

import { isRecord } from '../document.ts';
import { records } from './values.ts';

type Report = (message: string, location: string) => void;

export function checkScopes(machine: unknown, report: Report): void {
  walk(machine, '', new Set(), report);
}

function walk(machine: unknown, at: string, outer: ReadonlySet<string>, report: Report): void {
  const states = isRecord(machine) && isRecord(machine['States']) ? Object.entries(machine['States']) : [];
  const own = new Set(outer);
  for (const [name, state] of states) {
    for (const [assign, place] of assignments(state)) {
      for (const variable of Object.keys(assign).map((key) => key.replace(/\.\$$/, ''))) {
        own.add(variable);
        if (!outer.has(variable)) continue;
        report(
          `Variable '${variable}' is assigned in an outer scope and cannot be assigned here`,
          `${at}/States/${name}${place}/Assign`,
        );
      }
    }
  }
  for (const [name, state] of states) {
    for (const [inner, place] of innerMachines(state))
      walk(inner, `${at}/States/${name}/${place}`, own, report);
  }
}

/** A state assigns itself, in its catchers and in the rules of a Choice. */
function assignments(state: unknown): [assign: Readonly<Record<string, unknown>>, place: string][] {
  if (!isRecord(state)) return [];
  const places: [unknown, string][] = [[state['Assign'], '']];
  for (const list of ['Catch', 'Choices']) {
    for (const [index, entry] of records(state[list]).entries())
      places.push([entry['Assign'], `/${list}[${index}]`]);
  }
  return places.flatMap(([assign, place]) => (isRecord(assign) ? [[assign, place]] : []));
}

function innerMachines(state: unknown): [machine: unknown, place: string][] {
  if (!isRecord(state)) return [];
  const branches = records(state['Branches']).map((branch, index): [unknown, string] => [
    branch,
    `Branches[${index}]`,
  ]);
  return [...branches, [state['ItemProcessor'], 'ItemProcessor'], [state['Iterator'], 'Iterator']];
}

/**
 * How close the lab's Amazon States Language comes to AWS: plays every recorded case and prints, per group of
 * cases, how many outcomes and how many whole histories are equal. `--why` also prints the first differences.
 */

import { areRecordingsHere, folders, readCases } from '../test/lab/states/recordings/cases.ts';
import { type CaseResult, runCase } from '../test/lab/states/recordings/run-case.ts';

const isVerbose = process.argv.includes('--why');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

interface Total {
  cases: number;
  outcomes: number;
  withHistory: number;
  histories: number;
  links: number;
}

const empty = (): Total => ({ cases: 0, outcomes: 0, withHistory: 0, histories: 0, links: 0 });

function add(total: Total, result: CaseResult): void {
  total.cases += 1;
  if (result.outcome === undefined) total.outcomes += 1;
  if (!result.hasHistory) return;
  total.withHistory += 1;
  if (result.history === undefined) total.histories += 1;
  if (result.areLinksEqual) total.links += 1;
}

function row(name: string, { cases, outcomes, withHistory, histories, links }: Total): string {
  return `${name.padEnd(22)}${part(outcomes, cases)}  ${part(histories, withHistory)}  ${part(links, withHistory)}`;
}

function part(count: number, whole: number): string {
  const percent = whole === 0 ? '-' : `${((100 * count) / whole).toFixed(1)}%`;
  return `${String(count).padStart(4)}/${String(whole).padEnd(4)}${percent.padStart(6)}`;
}

async function conformance(): Promise<void> {
  if (!areRecordingsHere) {
    console.log('The recorded cases are not here; they are expected beside the repository.');
    return;
  }
  console.log(`${''.padEnd(22)}${'outcome'.padEnd(17)}${'history'.padEnd(17)}links`);
  const all = empty();
  for (const folder of folders().filter((name) => wanted.length === 0 || wanted.includes(name))) {
    const total = empty();
    for (const subject of readCases(folder)) {
      const result = await runCase(subject);
      add(total, result);
      add(all, result);
      const why = result.outcome ?? result.history;
      if (isVerbose && why !== undefined) console.log(`  ${subject.id.replace(/^.*::/, '')}\n    ${why}`);
    }
    console.log(row(folder, total));
  }
  console.log(row('all', all));
}

await conformance();

/** `npm run bench`: every figure that README and docs/triggers.md claim, measured in one run. `--write` puts them there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { detectionTables } from './detection.ts';
import { benchFunctions, type FunctionRow } from './functions.ts';
import { benchLoad } from './load.ts';
import { probeTable } from './probe.ts';
import { benchRehearsals } from './rehearsals.ts';
import { benchSweep } from './sweep.ts';
import { benchServe } from './serve.ts';
import { benchMemory, benchStates } from './states.ts';

const readme = new URL('../README.md', import.meta.url);
const triggers = new URL('../docs/triggers.md', import.meta.url);

const rehearsals = [
  '| measured | median |',
  '| --- | --- |',
  ...(await benchRehearsals()),
  ...(await benchSweep()),
  ...(await benchServe()),
  ...(await benchMemory()),
];
const states = await benchStates();
const load = await benchLoad();
const functions = benchFunctions();
const { detection, harm } = await detectionTables();
const probe = await probeTable();
const [empty, bare, ...ours] = functions;
const all = [
  ...rehearsals,
  '',
  ...states,
  '',
  ...load,
  '',
  ...table(functions),
  '',
  ...detection,
  '',
  ...harm,
  '',
  ...probe,
];
process.stdout.write(`${all.join('\n')}\n`);

if (process.argv.includes('--write')) {
  const shown = [empty, bare, ours.at(0), ours.at(-1)].flatMap((row) => row ?? []);
  const about =
    'Slowest and quickest of our functions; imports are by fresh processes, interleaved, on one machine:';
  const text = [...rehearsals, '', ...states, '', about, '', ...table(shown)];
  put(readme, 'bench', text);
  put(triggers, 'detection', detection);
  put(triggers, 'harm', harm);
  put(triggers, 'probe', probe);
}

/** Between the page's two comments of this name. */
function put(page: URL, name: string, lines: readonly string[]): void {
  const block = new RegExp(`<!-- ${name} -->[\\s\\S]*?<!-- /${name} -->`);
  const text = `<!-- ${name} -->\n${lines.join('\n')}\n<!-- /${name} -->`;
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(block, () => text),
  );
}

function table(rows: readonly FunctionRow[]): string[] {
  const reference = bare?.importMilliseconds ?? Number.NaN;
  const lines = rows.map(({ name, kilobytes, importMilliseconds }) => {
    const ratio = (importMilliseconds / reference).toFixed(2);
    return `| ${name} | ${kilobytes.toFixed(0)} KB | ${importMilliseconds.toFixed(1)} ms | ${ratio} |`;
  });
  return ['| function | bundle | import | of the bare client |', '| --- | --- | --- | --- |', ...lines];
}

/** `npm run bench`: every figure that README claims, measured in one run. `--write` puts them there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { benchFunctions, type FunctionRow } from './functions.ts';
import { benchRehearsals } from './rehearsals.ts';
import { benchSweep } from './sweep.ts';
import { benchServe } from './serve.ts';
import { benchMemory, benchStates } from './states.ts';

const readme = new URL('../README.md', import.meta.url);
const block = /<!-- bench -->[\s\S]*?<!-- \/bench -->/;

const rehearsals = [
  '| measured | median |',
  '| --- | --- |',
  ...(await benchRehearsals()),
  ...(await benchSweep()),
  ...(await benchServe()),
  ...(await benchMemory()),
];
const states = await benchStates();
const functions = benchFunctions();
const [empty, bare, ...ours] = functions;
process.stdout.write(`${[...rehearsals, '', ...states, '', ...table(functions)].join('\n')}\n`);

if (process.argv.includes('--write')) {
  const shown = [empty, bare, ours.at(0), ours.at(-1)].flatMap((row) => row ?? []);
  const about =
    'Slowest and quickest of our functions; imports are by fresh processes, interleaved, on one machine:';
  const text = [...rehearsals, '', ...states, '', about, '', ...table(shown)].join('\n');
  writeFileSync(
    readme,
    readFileSync(readme, 'utf8').replace(block, `<!-- bench -->\n${text}\n<!-- /bench -->`),
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

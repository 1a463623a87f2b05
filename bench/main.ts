/** `npm run bench`: every figure that README claims, measured in one run. `--write` puts them there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { benchFunctions } from './functions.ts';
import { benchRehearsals } from './rehearsals.ts';

const readme = new URL('../README.md', import.meta.url);
const block = /<!-- bench -->[\s\S]*?<!-- \/bench -->/;

const rehearsals = await benchRehearsals();
const functions = benchFunctions();
const [empty = '', ...rest] = functions;
const report = [
  '| measured | median |',
  '| --- | --- |',
  ...rehearsals,
  '',
  '| function | bundle | import |',
  '| --- | --- | --- |',
  empty,
  ...rest,
].join('\n');
process.stdout.write(`${report}\n`);
if (process.argv.includes('--write')) {
  const slowest = rest.slice(0, 1);
  const quickest = rest.slice(-1);
  const short = [
    '| measured | median |',
    '| --- | --- |',
    ...rehearsals,
    '',
    '| function | bundle | import |',
    '| --- | --- | --- |',
    empty,
    ...quickest,
    ...slowest,
  ];
  const text = readFileSync(readme, 'utf8');
  writeFileSync(readme, text.replace(block, `<!-- bench -->\n${short.join('\n')}\n<!-- /bench -->`));
}

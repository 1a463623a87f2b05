/**
 * `npm run defects`: plants each known defect alone, replays the small case that once showed it, and says whether it
 * still does, and only it. `--seeds A..B` looks for them anew, as a sweep would; `--write` keeps what is found.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { readPlan } from '../cli/read-plan.ts';
import type { Base, Recipe } from '../lab/sweep/recipe.ts';
import { search, tested } from './defects/find.ts';
import { caseName, type Planted, planted } from './defects/planted.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = `${root}test/lab/sweep/defects`;
const docs = `${root}docs/defects.md`;

/** As it is kept: what showed the defect, made small. */
interface Kept {
  readonly finding: string;
  readonly recipe: Recipe;
}

interface Row {
  readonly defect: Planted;
  /** Absent: it did not show. */
  readonly shown?: string;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seeds: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const read = await readPlan(`${root}events/plan.yml`);
if ('problems' in read) throw new Error('the sample plan has problems');
const base: Base = { plan: read.document, scenario: {}, drawsPlan: true, drawsWeather: true };
const queue = planted.filter(({ name }) => name.includes(values.only));
if (queue.length === 0) throw new Error(`no defect has "${values.only}" in its name`);
for (const defect of queue) assertPlantable(defect);

const rows: Row[] = [];
await Promise.all(Array.from({ length: availableParallelism() }, work));
const missed = rows.filter(({ shown }) => shown === undefined);
console.log(`\n${rows.length - missed.length} of ${rows.length} defects show`);
process.exitCode = missed.length === 0 ? 0 : 1;
if (values.write && values.only === '') writeTable();

async function work(): Promise<void> {
  for (let defect = queue.shift(); defect !== undefined; defect = queue.shift()) {
    const shown = await show(defect);
    rows.push({ defect, ...(shown !== undefined && { shown }) });
    console.log(`${shown === undefined ? 'NOT SHOWN' : 'shown'}  ${defect.name}\n       ${shown ?? ''}`);
  }
}

/** By rehearsals where they can show it, and else by the test that is named. */
async function show(defect: Planted): Promise<string | undefined> {
  const shown = values.seeds === undefined ? await replay(defect) : await sweep(defect, values.seeds);
  if (shown !== undefined || defect.test === undefined) return shown;
  const failed = await tested(defect.name, defect.test);
  return failed === undefined ? undefined : `test ${failed}`;
}

async function sweep(defect: Planted, seeds: string): Promise<string | undefined> {
  const [from = 1, to = from] = seeds.split('..').map(Number);
  const { seed, finding, recipe } = await search({ base, defect, among: { from, to } });
  if (seed === undefined || finding === undefined || recipe === undefined) return undefined;
  if (values.write) keep(defect, { finding, recipe });
  return `seed ${seed}: ${finding}`;
}

/** The case shows the defect where it is planted, and nothing where it is not. */
async function replay(defect: Planted): Promise<string | undefined> {
  const file = fileOf(defect);
  if (!existsSync(file)) return undefined;
  const { recipe } = parse(readFileSync(file, 'utf8')) as Kept;
  const clean = await search({ base, among: { recipe } });
  if (clean.finding !== undefined)
    throw new Error(`${file} shows something without a defect: ${clean.finding}`);
  const { finding } = await search({ base, defect, among: { recipe } });
  return finding;
}

function keep(defect: Planted, kept: Kept): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(defect), stringify(kept));
}

function fileOf({ name }: Planted): string {
  return `${folder}/${caseName(name)}`;
}

function assertPlantable({ name, file, find }: Planted): void {
  const count = readFileSync(`${root}${file}`, 'utf8').split(find).length - 1;
  if (count !== 1) throw new Error(`"${name}": ${file} holds its line ${count} times, and not once: ${find}`);
}

/** Between the page's two comments, in the order of the list. */
function writeTable(): void {
  const lines = planted.flatMap((defect) => {
    const shown = rows.find((row) => row.defect === defect)?.shown;
    return `| ${defect.name} | ${sourceOf(defect)} | ${cell(shown ?? 'not shown')} |`;
  });
  const table = ['| planted | after | shown by |', '| --- | --- | --- |', ...lines].join('\n');
  const page = readFileSync(docs, 'utf8');
  const block = /<!-- defects -->[\s\S]*?<!-- \/defects -->/;
  writeFileSync(
    docs,
    page.replace(block, () => `<!-- defects -->\n${table}\n<!-- /defects -->`),
  );
}

/** A list of leftovers says in its beginning what it says. */
function cell(shown: string): string {
  return shown.length <= cellLengthMax ? shown : `${shown.slice(0, cellLengthMax)}…`;
}

const cellLengthMax = 140;

function sourceOf({ from }: Planted): string {
  const issue = /github\.com\/([^/]+\/[^/]+)\/issues\/(\d+)/.exec(from);
  return issue === null ? from : `[${issue[1]}#${issue[2]}](${from})`;
}

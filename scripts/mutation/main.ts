/**
 * `npm run mutation [-- FOLDER…]`: changes the code of these folders a little, thousands of times, and tells which
 * changes no test noticed and nobody has accepted. See docs/decisions/0023-mutation.md.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { foldersMutated, patternsOf } from './folders.ts';
import { type Accepted, acceptedSchema, asList, compare, count, type Report } from './survivors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const own = fileURLToPath(new URL('.', import.meta.url));
const list = `${own}accepted.yml`;
const report = `${root}.mutation/report.json`;
const tester = `${root}.mutation/tester`;
const stryker = `${tester}/node_modules/@stryker-mutator/core`;

const help = `npm run mutation [-- FOLDER|FILE… [--concurrency N] [--again]]

Changes the code a little, thousands of times, and runs the tests of test/core that reach the change.
What no test notices must stand in scripts/mutation/accepted.yml with its reason; the rest is printed, in that form.

  FOLDER|FILE      in core/; without any: ${foldersMutated.join(' ')}
  --concurrency N  so many at once (1)
  --again          judge the last run's report by the list as it is now, without a run

  npm run mutation -- core/release core/decide/start.ts

About half a second for each change. Exit codes: 0 all are listed · 1 some are not, or are listed for nothing · 2 bad input`;

try {
  const asked = ask();
  if (asked === undefined) console.log(help);
  else main(asked);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // Bad input has set 2.
  process.exitCode ??= 1;
}

interface Asked {
  readonly patterns: readonly string[];
  readonly concurrency: string;
  readonly again: boolean;
  readonly accepted: Accepted;
}

/** Undefined where only the help is wanted. */
function ask(): Asked | undefined {
  process.exitCode = 2;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      again: { type: 'boolean', default: false },
      concurrency: { type: 'string', default: '1' },
    },
  });
  const { help: isHelp, again, concurrency } = values;
  if (!/^[1-9]\d?$/.test(concurrency))
    throw new Error(`--concurrency ${concurrency}: how many at once, from 1 to 99`);
  if (again && !existsSync(report))
    throw new Error('there is no report of an earlier run: leave out --again');
  const paths = positionals.map((path) => relative(root, resolve(path)));
  const asked = { patterns: patternsOf(root, paths), concurrency, again, accepted: readAccepted() };
  process.exitCode = undefined;
  return isHelp ? undefined : asked;
}

function main({ patterns, concurrency, again, accepted }: Asked): void {
  if (!again) {
    install();
    run(patterns, concurrency);
  }
  tell(readJson(report) as Report, accepted);
}

function readAccepted(): Accepted {
  const { data, error } = acceptedSchema.safeParse(parse(readFileSync(list, 'utf8')));
  if (data === undefined) throw new Error(`${relative(root, list)}: ${error.message}`);
  return data;
}

/**
 * Apart from the house's own packages, so that whoever only builds does not install it; and outside of scripts/, so that
 * nothing that reads the house's files meets it.
 */
function install(): void {
  const { dependencies } = readJson(`${own}package.json`) as { dependencies: Record<string, string> };
  const manifest = `${stryker}/package.json`;
  const installed = existsSync(manifest) ? (readJson(manifest) as { version: string }).version : undefined;
  if (installed === dependencies['@stryker-mutator/core']) return;
  console.error(`installing the mutation tester into ${relative(root, tester)}, once`);
  mkdirSync(tester, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(`${own}${file}`, `${tester}/${file}`);
  // Vitest is the house's own, further up.
  const flags = ['--legacy-peer-deps', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', ['ci', ...flags], { cwd: tester, stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new Error(`npm ci in ${relative(root, tester)} ended with ${status}; is the registry there?`);
}

function run(patterns: readonly string[], concurrency: string): void {
  const { status } = spawnSync(
    process.execPath,
    [
      `${stryker}/bin/stryker.js`,
      'run',
      `${relative(root, own)}/stryker.json`,
      '--mutate',
      patterns.join(','),
      '--concurrency',
      concurrency,
      '--reporters',
      process.stderr.isTTY ? 'json,progress' : 'json,progress-append-only',
    ],
    { cwd: root, stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) throw new Error(`Stryker ended with ${status}: see above`);
}

function tell(made: Report, accepted: Accepted): void {
  const { tried, noticed, survivors } = count(made);
  const { unlisted, needless } = compare(made, accepted);
  for (const { file, line, change } of needless)
    console.log(`${file}: nothing survives any more of "${change}" on "${line}"; take it off the list`);
  if (unlisted.length > 0) {
    for (const { file, lineNumber, change } of unlisted) console.log(`${file}:${lineNumber}  ${change}`);
    console.log(`\nKill them by a test, or give each its reason in ${relative(root, list)}:\n`);
    console.log(stringify(asList(unlisted), { lineWidth: 0 }));
  }
  const share = tried === 0 ? '' : ` (${((100 * noticed) / tried).toFixed(1)} %)`;
  console.log(
    `${noticed} of ${tried} changes noticed${share}, ${survivors.length - unlisted.length} survive with a reason, ` +
      `${unlisted.length} without; ${needless.length} listed for nothing`,
  );
  process.exitCode = unlisted.length + needless.length === 0 ? 0 : 1;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** What each function weighs and how long a fresh Node takes to import it, beside an empty handler and the bare SDK. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { functionNames } from '../scripts/build.ts';
import { median } from './median.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const rounds = 11;

/** One client of the SDK and one command, bundled as esbuild does it by default: what a handler with DynamoDB costs anybody. */
const bareSdk = `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = () => client.send(new GetItemCommand({}));`;

export interface FunctionRow {
  readonly name: string;
  readonly kilobytes: number;
  readonly importMilliseconds: number;
}

/** The two references first, then the functions, slowest first. */
export function benchFunctions(): FunctionRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-bench-'));
  try {
    const functions = functionNames().map((name) => ({ name, file: join(root, 'dist', name, 'index.mjs') }));
    const rows = measured([...references(folder), ...functions]);
    const slowestFirst = rows.slice(2).toSorted((a, b) => b.importMilliseconds - a.importMilliseconds);
    return [...rows.slice(0, 2), ...slowestFirst];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function references(folder: string): { name: string; file: string }[] {
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, 'export const handler = async () => ({});\n');
  const bare = join(folder, 'bare-sdk.mjs');
  const stdin = { contents: bareSdk, resolveDir: root };
  const shape = { bundle: true, minify: true, format: 'esm', platform: 'node', target: 'node24' } as const;
  buildSync({ ...shape, stdin, outfile: bare, mainFields: ['module', 'main'], logLevel: 'error' });
  return [
    { name: '(an empty handler)', file: empty },
    { name: '(the bare DynamoDB client)', file: bare },
  ];
}

/** Every round imports every file once, so that a busy minute of the machine slows all of them and not one. */
function measured(files: readonly { readonly name: string; readonly file: string }[]): FunctionRow[] {
  const times = Array.from({ length: rounds }, () => files.map(({ file }) => importOnce(file)));
  return files.map(({ name, file }, index) => ({
    name,
    kilobytes: statSync(file).size / 1024,
    importMilliseconds: median(times.map((round) => round[index] ?? Number.NaN)),
  }));
}

function importOnce(file: string): number {
  const url = JSON.stringify(pathToFileURL(file).href);
  const program = `const t = performance.now(); await import(${url}); console.log(performance.now() - t);`;
  const env = { ...process.env, LEDGER_TABLE: 'bench', AWS_REGION: 'eu-west-1' };
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { env, encoding: 'utf8' }),
  );
}

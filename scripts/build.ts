/**
 * Bundles every `functions/<name>.ts` into `dist/<name>/index.mjs`, which serverless.yml packs one by one, and
 * prints their sizes. `npm run bench` measures how long they take to import.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { parsePolicy } from '../core/policy/parse.ts';
import { problemText } from '../core/plan/problem.ts';
import { build, type BuildOptions, type BuildResult } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** The functions by the name of their file: `shift-traffic`. */
export function functionNames(): string[] {
  const files = readdirSync(join(root, 'functions')).filter((file) => file.endsWith('.ts'));
  return files.map((file) => basename(file, '.ts')).toSorted();
}

/** `shift-traffic` → `shiftTraffic`, the key in serverless.yml. */
export function functionKey(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const shared = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  logLevel: 'silent',
} as const satisfies BuildOptions;

export async function bundle(names = functionNames()): Promise<void> {
  removeStale(names);
  const result = await build({
    ...shared,
    entryPoints: names.map((name) => ({ in: `functions/${name}.ts`, out: `${name}/index` })),
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    minify: true,
    // Minified names would be all that a stack trace and the log's `function` field had.
    keepNames: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    // The package of choice is the ESM one; esbuild's default for Node prefers CommonJS.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(root, 'aws/lambda-credentials.ts') },
  });
  refuseWarnings(result);
  deployPolicy();
  writeFileSync(join(dist, 'meta.json'), JSON.stringify(result.metafile));
}

/** The functions that take plans hold them against the policy, which goes with them as JSON; those that tell get their part. */
function deployPolicy(): void {
  const policy: unknown = parse(readFileSync(join(root, 'policy.yml'), 'utf8'));
  const parsed = parsePolicy(policy);
  if ('problems' in parsed) throw new Error(`policy.yml: ${parsed.problems.map(problemText).join('; ')}`);
  for (const name of ['read-plan', 'start-cutover']) writeBeside(name, 'policy.json', policy);
  for (const name of tellers) writeBeside(name, 'channels.json', parsed.policy.channels);
}

/** The functions that know where cutovers are told; with them goes that part of the policy, and no other. */
export const tellers: readonly string[] = ['keep-report', 'serve-slack', 'tell'];

function writeBeside(name: string, file: string, content: unknown): void {
  const folder = join(dist, name);
  if (existsSync(folder)) writeFileSync(join(folder, file), JSON.stringify(content));
}

/**
 * The SDK commands that each function can reach: those that are left once esbuild has shaken off the code that it
 * cannot. The roles are held against this (test/house/package.test.ts).
 */
export async function reachableCalls(names = functionNames()): Promise<Map<string, string[]>> {
  const result = await build({
    ...shared,
    entryPoints: names.map((name) => `functions/${name}.ts`),
    outdir: join(dist, 'calls'),
    packages: 'external',
    write: false,
  });
  refuseWarnings(result);
  return new Map(
    result.outputFiles.map(({ path, text }) => [functionKey(basename(path, '.js')), sdkCalls(text)]),
  );
}

/** Commands by the client they come from, as `dynamodb:Get`; what a transaction holds, as `dynamodb:Put`. */
function sdkCalls(code: string): string[] {
  const clients = new Map<string, string>();
  const imports = code.matchAll(/^import \{([^}]*)\} from "@aws-sdk\/(?:client-([\w-]+)|lib-dynamodb)";$/gm);
  for (const [, names = '', client = 'dynamodb'] of imports)
    for (const name of names.split(',')) clients.set(name.trim().replace(/ as .*/, ''), client);
  const uses = [...code.matchAll(/\b(?:new (\w+)Command|paginate(\w+))\d*\(/g)];
  const calls = uses.map(([, command, page]) => {
    const client = clients.get(page === undefined ? `${command}Command` : `paginate${page}`);
    if (client === undefined) throw new Error(`${command ?? page} is called and not imported from the SDK`);
    return `${client}:${command ?? page}`;
  });
  if (calls.includes('dynamodb:TransactWrite'))
    for (const [, item] of code.matchAll(/\b(Put|Update|Delete|ConditionCheck): \{/g))
      calls.push(`dynamodb:${item}`);
  return [...new Set(calls)].filter((call) => call !== 'dynamodb:TransactWrite').toSorted();
}

function refuseWarnings({ warnings }: BuildResult): void {
  if (warnings.length === 0) return;
  const lines = warnings.map(
    ({ text, location }) => `${location?.file ?? ''}:${location?.line ?? ''} ${text}`,
  );
  throw new Error(`esbuild warns, and a warning fails the build:\n${lines.join('\n')}`);
}

/** A function that is gone must not stay in dist/. Others are written over, never missing for a moment. */
function removeStale(names: readonly string[]): void {
  if (!existsSync(dist)) return;
  for (const entry of readdirSync(dist)) {
    if (!names.includes(entry)) rmSync(join(dist, entry), { recursive: true });
  }
}

export interface Size {
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

export function sizes(names = functionNames()): Size[] {
  return names.map((name) => {
    const code = readFileSync(join(dist, name, 'index.mjs'));
    return { name, bytes: code.length, gzipBytes: gzipSync(code).length };
  });
}

export function sizeTable(rows: readonly Size[]): string {
  const cells = rows.map(({ name, bytes, gzipBytes }) => [
    name,
    (bytes / 1024).toFixed(1),
    (gzipBytes / 1024).toFixed(1),
  ]);
  return [['function', 'KB', 'gzip'], ...cells]
    .map(([name = '', ...rest]) => name.padEnd(26) + rest.map(right).join(''))
    .join('\n');
}

function right(cell: string): string {
  return cell.padStart(11);
}

if (import.meta.main) {
  await bundle();
  console.log(sizeTable(sizes()));
}

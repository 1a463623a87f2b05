/**
 * Time, chance and the environment come in through the World and nowhere else. esbuild's `define` marks every use of
 * a global that breaks this: unlike a search for words it knows strings, comments and names that only look the same.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Who may, what, and why. */
const allowed: Readonly<Record<string, { readonly uses: readonly string[]; readonly because: string }>> = {
  'aws/lambda-world.ts': {
    uses: ['Date.now', 'setTimeout', 'process.env', 'randomBytes'],
    because: 'it builds the World of Lambda',
  },
  'aws/local-world.ts': {
    uses: ['Date.now', 'setTimeout', 'process.env', 'randomBytes'],
    because: 'it builds the World of a command on somebody’s machine, and of nothing that runs in the lab',
  },
  'aws/lambda-credentials.ts': {
    uses: ['process.env'],
    because: 'it takes the place of the SDK’s own search, which reads the environment too',
  },
  'aws/signed.ts': {
    uses: ['process.env'],
    because:
      'it is where people’s commands leave their machine: address, region and credentials are its environment',
  },
  'aws/http.ts': {
    uses: ['performance'],
    because: 'it is the World’s real HTTP and says how long an answer took',
  },
  'aws/load/outcomes.ts': {
    uses: ['node:perf_hooks'],
    because: 'Node keeps its histogram there; it is given numbers, and asks no clock',
  },
  'lab/clock.ts': {
    uses: ['setImmediate'],
    because: 'one turn of Node’s event loop lets promises settle; no time passes',
  },
  'cli/main.ts': {
    uses: ['process'],
    because: 'it is the program: it hands the standard streams to the commands and sets the exit code',
  },
  'cli/wall.ts': {
    uses: ['Date.now', 'performance', 'setTimeout'],
    because: 'a served lab waits for people, and its dates stand beside those of the caller',
  },
  'cli/sweep/progress.ts': {
    uses: ['performance'],
    because: 'it tells how fast a sweep goes, on standard error',
  },
  'cli/pace.ts': {
    uses: ['performance', 'setTimeout'],
    because: '--speed paces virtual time for people who watch, and frames are drawn for eyes',
  },
};

/** Globals that are never used at all but by those who may. */
const banned = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'Temporal'];
/** Globals of which only some uses are impure. */
const watched = ['Date', 'Math', 'process', 'crypto', 'globalThis', 'global'];
const mark = '$impure_';

const files = globSync('{core,aws,web,functions,lab,cli}/**/*.ts', { cwd: root }).toSorted();

test.each(files)('%s takes time, chance and settings from its World', (file) => {
  expect(impurities(readFileSync(join(root, file), 'utf8'))).toEqual(allowed[file]?.uses.toSorted() ?? []);
});

test('whoever may is still there', () => {
  expect(Object.keys(allowed).filter((file) => !files.includes(file))).toEqual([]);
});

describe('the rule', () => {
  test.each([
    ['const at = Date.now();', ['Date.now']],
    ['const at = new Date();', ['Date.now']],
    ['const at = Date();', ['Date.now']],
    ['const { now } = Date;', ['Date.now']],
    ['const at = new Date(clock.now()).toISOString();', []],
    ['const at = Date.parse(text) + Date.UTC(2026, 1);', []],
    ['const isDate = value instanceof Date;', []],
    ['// Date.now() is not called\nconst text = "Math.random() setTimeout()";', []],
    ['const text = `${Math.random()} of a dice`;', ['Math.random']],
    ['const high = Math.max(1, 2);', []],
    ['setTimeout(run, 10);', ['setTimeout']],
    ['function setTimeout(): void {}\nsetTimeout();', []],
    ['globalThis.setTimeout(run, 10);', ['globalThis']],
    ['const at = performance.now();', ['performance']],
    ['const name = process.env.NAME;', ['process.env']],
    ['const { env } = process;', ['process']],
    ['process.nextTick(run);', ['process.nextTick']],
    ['const at = process.hrtime.bigint();', ['process.hrtime']],
    ['process.stdout.write("line");', []],
    ['const id = crypto.randomUUID();', ['crypto.randomUUID']],
    ['import { randomBytes } from "node:crypto";', ['randomBytes']],
    ['import { createHash } from "node:crypto";', []],
    ['import { setTimeout as sleep } from "node:timers/promises";', ['node:timers/promises']],
  ])('%s', (code, found) => {
    expect(impurities(code)).toEqual(found);
  });
});

function impurities(code: string): string[] {
  const define = Object.fromEntries([...banned, ...watched].map((name) => [name, `${mark}${name}`]));
  const marked = transformSync(code, { loader: 'ts', format: 'esm', define }).code;
  return [...new Set([...globals(marked), ...impureImports(code)])].toSorted();
}

function globals(code: string): string[] {
  const uses = code.matchAll(/(\bnew )?(\binstanceof )?\$impure_(\w+)(?:\.(\w+))?(\(\)?)?/g);
  return [...uses].flatMap(([, isNew, isInstanceof, name = '', member, call]) => {
    if (banned.includes(name)) return [name];
    if (name === 'Date') {
      const isPure = isInstanceof ?? (isNew ? call === '(' : ['parse', 'UTC'].includes(member ?? ''));
      return isPure ? [] : ['Date.now'];
    }
    if (name === 'Math') return member === undefined || member === 'random' ? ['Math.random'] : [];
    if (name === 'process') {
      if (member === undefined) return ['process'];
      return ['env', 'hrtime', 'nextTick', 'uptime'].includes(member) ? [`process.${member}`] : [];
    }
    if (name === 'crypto') return [member === undefined ? name : `crypto.${member}`];
    return [name];
  });
}

function impureImports(code: string): string[] {
  const imports = [...code.matchAll(/^import\b([^;'"]*)\bfrom ['"]([^'"]+)['"]/gm)];
  return imports.flatMap(([, names = '', from = '']) => {
    if (/^node:(timers|perf_hooks|process)/.test(from)) return [from];
    return from === 'node:crypto' ? (names.match(/\b(random\w+|getRandomValues|webcrypto)\b/g) ?? []) : [];
  });
}

/** Imports point one way: core ← aws ← functions ← lab, cli; and core ← web ← functions. What is below a line cannot know what is above it. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the files of a folder may import: folders of ours, and packages. */
interface Rule {
  readonly folders: readonly string[];
  readonly packages: RegExp;
}

const rules: Readonly<Record<string, Rule>> = {
  core: { folders: ['core'], packages: /^(zod|fastest-levenshtein)$/ },
  aws: {
    folders: ['core', 'aws'],
    packages: /^(@aws-sdk\/.*|@smithy\/signature-v4|@middy\/core|jsonata|zod\/mini|node:.*)$/,
  },
  // Pages know what they show and not where it comes from.
  web: { folders: ['core', 'web'], packages: /^node:crypto$/ },
  functions: { folders: ['core', 'aws', 'web', 'functions'], packages: /^(zod\/mini|node:crypto)$/ },
  lab: { folders: ['core', 'aws', 'web', 'functions', 'lab'], packages: /./ },
  cli: {
    folders: ['core', 'aws', 'web', 'functions', 'lab', 'cli', 'package.json'],
    packages: /^(?!@aws-sdk|@smithy)/,
  },
};

/** Packages that come with one that package.json names, and must not drift from its version. */
const borrowed = ['@aws-sdk/util-dynamodb', '@smithy/core'];

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

test.each(Object.entries(rules))('%s imports only what lies below it', (folder, { folders, packages }) => {
  const wrong = imports(`${folder}/**/*.ts`).filter(({ to, isOurs }) =>
    isOurs ? !folders.some((allowed) => to.startsWith(`${allowed}/`) || to === allowed) : !packages.test(to),
  );
  expect(wrong).toEqual([]);
});

test('a function is not imported by another', () => {
  // The reconciler takes the state machine's own steps where the state machine is dead: the same code, or it is another way back.
  const others = imports('functions/*.ts').filter(({ from }) => from !== 'functions/reconcile.ts');
  expect(others.filter(({ to }) => to.startsWith('functions/'))).toEqual([]);
});

test('the states engine knows nothing of cutovers: only virtual time and the lab’s randomness', () => {
  const outside = imports('lab/states/**/*.ts').filter(
    ({ to, isOurs }) => isOurs && !/^lab\/(states\/|clock\.ts$|random\.ts$)/.test(to),
  );
  expect(outside).toEqual([]);
});

test('nothing that runs imports test/', () => {
  const everywhere = imports('{core,aws,web,functions,lab,cli,infra}/**/*.ts');
  expect(everywhere.filter(({ to }) => to.startsWith('test/'))).toEqual([]);
});

test('what runs imports no development tool', () => {
  const missing = imports('{core,aws,web,functions,lab,cli}/**/*.ts').filter(({ to, isOurs }) => {
    const name = to.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? to;
    return !isOurs && !to.startsWith('node:') && !borrowed.includes(name) && dependencies[name] === undefined;
  });
  expect(missing).toEqual([]);
});

test('files are found, so that these rules hold for something', () => {
  for (const folder of Object.keys(rules))
    expect(globSync(`${folder}/**/*.ts`, { cwd: root })).not.toEqual([]);
});

interface Import {
  readonly from: string;
  /** A path from the root where it is ours, else the name as written. */
  readonly to: string;
  readonly isOurs: boolean;
}

/** Types count too: a type that leaks upwards is knowledge that leaks. */
function imports(pattern: string): Import[] {
  return globSync(pattern, { cwd: root }).flatMap((from) => {
    const code = readFileSync(join(root, from), 'utf8');
    const found = code.matchAll(
      /^(?:import|export)\b[^;']*\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
    );
    return [...found].map(([, ...names]) => {
      const name = names.find((candidate) => candidate !== undefined) ?? '';
      const isOurs = name.startsWith('.');
      return { from, to: isOurs ? normalize(join(dirname(from), name)) : name, isOurs };
    });
  });
}

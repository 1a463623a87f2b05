import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { foldersMutated, patternsOf } from '../../../scripts/mutation/folders.ts';
import { acceptedSchema, asList, compare, count, type Report } from '../../../scripts/mutation/survivors.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const file = 'core/a.ts';
const source = ['const low = a < b;', 'if (low) {', '  return 1;', '}', 'return low;'].join('\n');
const at = (line: number, from: number, to: number, endLine = line) => ({
  start: { line, column: from },
  end: { line: endLine, column: to },
});
const lower = { location: at(1, 13, 18), replacement: 'a <= b' };
const always = { location: at(2, 5, 8), replacement: 'true' };
const empty = { location: at(2, 10, 2, 4), replacement: '{}' };

function reportOf(...mutants: readonly (Omit<typeof lower, 'status'> & { status: string })[]): Report {
  return { files: { [file]: { source, mutants } } };
}

const some = reportOf(
  { ...lower, status: 'Survived' },
  { ...always, status: 'Killed' },
  { ...empty, status: 'NoCoverage' },
  { ...always, replacement: 'false', status: 'Timeout' },
  { ...lower, status: 'Ignored' },
  { ...lower, status: 'CompileError' },
);
const reason = 'a reason of some length';
const all = { 'const low = a < b;': ['a < b → a <= b'], 'if (low) {': ['{ … → {}'] };

function movedDown({ files }: Report, lines: number): Report {
  const down = (place: { line: number; column: number }) => ({ ...place, line: place.line + lines });
  const moved = Object.entries(files).map(([name, { source: code, mutants }]) => [
    name,
    {
      source: '\n'.repeat(lines) + code,
      mutants: mutants.map(({ location: { start, end }, ...mutant }) => ({
        ...mutant,
        location: { start: down(start), end: down(end) },
      })),
    },
  ]);
  return { files: Object.fromEntries(moved) as Report['files'] };
}

test('what no test reached counts as not noticed, what hangs as noticed, what was not tried not at all', () => {
  expect(count(some)).toMatchObject({ tried: 4, noticed: 2 });
});

test('a survivor is told by its line of code and the change', () => {
  expect(count(some).survivors).toEqual([
    { file, lineNumber: 1, line: 'const low = a < b;', change: 'a < b → a <= b' },
    { file, lineNumber: 2, line: 'if (low) {', change: '{ … → {}' },
  ]);
});

function unlisted(accepted: Parameters<typeof compare>[1]): string[] {
  return compare(some, accepted).unlisted.map(({ change }) => change);
}

describe('against the list', () => {
  test('nothing is left where everything is listed, wherever the lines have moved to', () => {
    const accepted = { [file]: [{ reason, at: all }] };
    expect(compare(some, accepted)).toEqual({ unlisted: [], needless: [] });
    expect(compare(movedDown(some, 2), accepted)).toEqual({ unlisted: [], needless: [] });
  });

  test.each<[string, Parameters<typeof compare>[1], string[]]>([
    ['an empty list', {}, ['a < b → a <= b', '{ … → {}']],
    ['another file', { 'core/b.ts': [{ reason, at: all }] }, ['a < b → a <= b', '{ … → {}']],
    ['another change', { [file]: [{ reason, at: { ...all, 'if (low) {': ['low → true'] } }] }, ['{ … → {}']],
    ['another line', { [file]: [{ reason, at: { 'if (low) {': 'any' } }] }, ['a < b → a <= b']],
  ])('%s does not cover it', (_title, accepted, left) => {
    expect(unlisted(accepted)).toEqual(left);
  });

  test('what is noticed by now is to be taken off; what hangs is not, nor what was not run', () => {
    const accepted = {
      [file]: [
        {
          reason,
          at: { ...all, 'if (low) {': ['low → true', 'low → false', '{ … → {}'], gone: 'any' as const },
        },
      ],
      'core/not-run.ts': [{ reason, at: all }],
    };
    expect(compare(some, accepted).needless).toEqual([
      { file, line: 'if (low) {', change: 'low → true' },
      { file, line: 'gone', change: 'any' },
    ]);
  });

  test('the form that is printed to be filled in is one that the list takes', () => {
    const list = asList(count(some).survivors);
    expect(acceptedSchema.safeParse(list).success).toBe(true);
    expect(unlisted(list)).toEqual([]);
  });
});

describe('the list as it is kept', () => {
  const accepted = acceptedSchema.parse(
    parse(readFileSync(join(root, 'scripts/mutation/accepted.yml'), 'utf8')),
  );

  test('every line of it still stands in its file', () => {
    const gone = Object.entries(accepted).flatMap(([name, groups]) => {
      const lines = readFileSync(join(root, name), 'utf8')
        .split('\n')
        .map((line) => line.trim());
      const listed = groups.flatMap((group) => Object.keys(group.at));
      return listed.filter((line) => !lines.includes(line)).map((line) => `${name}: ${line}`);
    });
    expect(gone).toEqual([]);
  });

  test('who is said to hold it exists', () => {
    const groups = Object.values(accepted).flat();
    const missing = groups.filter(({ heldBy }) => heldBy !== undefined && !existsSync(join(root, heldBy)));
    expect(missing).toEqual([]);
  });

  test('no reason was left open', () => {
    const groups = Object.values(accepted).flat();
    expect(groups.filter((group) => group.reason.includes('TODO'))).toEqual([]);
  });
});

describe('folders', () => {
  test('those of the release, where none is named', () => {
    expect(patternsOf(root, [])).toEqual(foldersMutated.map((folder) => `${folder}/**/*.ts`));
  });

  test('a folder, and one file', () => {
    expect(patternsOf(root, ['core/decide', 'core/verdict.ts'])).toEqual([
      'core/decide/**/*.ts',
      'core/verdict.ts',
    ]);
  });

  test.each([
    ['core/decid', /core\/decid: there is no such folder or file; .*core\/decide/],
    ['lab/users', /lab\/users: only core\/ is mutated; .*core\/decide/],
    ['../elsewhere', /only core\/ is mutated/],
  ])('%s is refused, with those that there are', (path, expected) => {
    expect(() => patternsOf(root, [path])).toThrow(expected);
  });
});

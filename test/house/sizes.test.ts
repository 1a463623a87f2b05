/** A ratchet on how much a reader has to hold in mind at once. The numbers go down, never up; oxlint holds test files. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const linesMax = 260;
const functionLinesMax = 40;
const medianMax = 80;

const source = linesOf('{core,aws,web,functions,lab,cli,infra,scripts}/**/*.ts');

test(`no file is longer than ${linesMax} lines`, () => {
  expect(longerThan(linesMax, source)).toEqual([]);
});

test(`a function is one screen: at most ${functionLinesMax} lines`, () => {
  expect(longerThan(functionLinesMax, linesOf('functions/*.ts'))).toEqual([]);
});

test(`half of the files are shorter than ${medianMax} lines`, () => {
  const sorted = source.map(({ lines }) => lines).toSorted((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(medianMax);
});

interface Lines {
  readonly file: string;
  readonly lines: number;
}

function linesOf(pattern: string): Lines[] {
  return globSync(pattern, { cwd: root }).map((file) => ({
    file,
    lines: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length,
  }));
}

function longerThan(max: number, files: readonly Lines[]): Lines[] {
  return files.filter(({ lines }) => lines > max);
}

/** The planted defects' own papers: `npm run defects` plants them. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Recipe } from '../../../lab/sweep/recipe.ts';
import { runCase } from '../../../lab/sweep/run-case.ts';
import { caseName, planted } from '../../../scripts/defects/planted.ts';
import { aBase } from './a-base.ts';

const cases = globSync('test/lab/sweep/defects/*.yml');

describe.each(planted)('$name', ({ name, file, find, test: testedBy }) => {
  test('can be planted: its line stands once in the code', () => {
    expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2);
  });

  test('is shown by a case, or by a test', () => {
    const shownBy = testedBy ?? `test/lab/sweep/defects/${caseName(name)}`;
    expect(existsSync(shownBy)).toBe(true);
  });
});

test('no case is left of a defect that is gone', () => {
  expect(
    cases
      .map((file) => basename(file))
      .filter((file) => !planted.some(({ name }) => caseName(name) === file)),
  ).toEqual([]);
});

test.each(cases)('%s: the code as it is shows nothing', async (file) => {
  const { recipe } = parse(readFileSync(file, 'utf8')) as { readonly recipe: Recipe };
  expect((await runCase(await aBase(), recipe)).findings).toEqual([]);
});

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOf, Kept } from '../../cli/sweep/kept.ts';
import { runSeeds } from '../../cli/sweep/run-seeds.ts';
import type { CaseResult } from '../../lab/sweep/run-case.ts';
import { aBase } from '../lab/sweep/a-base.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  file = join(folder, 'sweep.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const key = { seeds: { from: 1, to: 400 }, digest: 'as it is' };

function open(asked = key): Kept {
  const kept = Kept.open(file, asked);
  if (typeof kept === 'string') throw new Error(kept);
  return kept;
}

function resultOf(seed: number): CaseResult {
  const findings = seed % 7 === 0 ? [{ name: 'oneWriter', why: `seed ${seed}` }] : [];
  return { seed, outcome: 'promoted', findings, met: { writes: { a: { slow: 1 } }, world: {} } };
}

describe('a sweep that is stopped and gone on with', () => {
  test('sums up to what one that was never stopped does, in whatever order its cores answered', () => {
    const seeds = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1 });
    fc.assert(
      fc.property(seeds, fc.nat(), (ran, cut) => {
        rmSync(file, { force: true });
        const [whole, first] = [Kept.nowhere(key.seeds), open()];
        for (const seed of ran) whole.add(resultOf(seed));
        const stopped = ran.slice(0, cut % ran.length);
        for (const seed of stopped) first.add(resultOf(seed));
        first.save();
        const second = open();
        expect(stopped.filter((seed) => !second.has(seed))).toEqual([]);
        for (const seed of ran.filter((one) => !second.has(one))) second.add(resultOf(seed));
        expect(second.tally).toEqual(whole.tally);
      }),
      { numRuns: 50 },
    );
  });

  test('runs again only what did not run', async () => {
    const first = open();
    for (const seed of [1, 2, 4]) first.add(resultOf(seed));
    const ran: number[] = [];
    const isDone = (seed: number) => first.has(seed);
    const base = await aBase();
    await runSeeds(base, { range: { from: 1, to: 5 }, isDone }, ({ seed }) => void ran.push(seed)).done;
    expect(ran).toEqual([3, 5]);
  });

  test('loses at most a hundred seeds where the machine goes off', () => {
    const first = open();
    for (let seed = 1; seed <= 250; seed += 1) first.add(resultOf(seed));
    expect(open().tally.cases).toBe(200);
  });
});

describe('what cannot be gone on with', () => {
  test('other seeds', () => {
    open().save();
    expect(Kept.open(file, { ...key, seeds: { from: 1, to: 9 } })).toMatch(/keeps the seeds 1\.\.400/);
  });

  test('other code: a seed means something else there', () => {
    open().save();
    expect(Kept.open(file, { ...key, digest: 'changed' })).toMatch(/other code, another plan/);
  });

  test.each(['', 'a shopping list', '{}', 'null', '[1]'])(
    'a file that holds %j, which stays as it is',
    (text) => {
      writeFileSync(file, text);
      expect(Kept.open(file, key)).toMatch(/is not what a sweep has kept/);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  test('a folder that is not there: said before the night, not after', () => {
    expect(Kept.open(join(folder, 'nowhere', 'sweep.json'), key)).toMatch(/nothing can be kept there/);
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });
});

test('the digest is of the plan and the weather too', async () => {
  const base = await aBase();
  expect(digestOf(base)).toBe(digestOf({ ...base }));
  expect(digestOf({ ...base, scenario: { title: 'another' } })).not.toBe(digestOf(base));
  expect(digestOf({ ...base, drawsPlan: !base.drawsPlan })).not.toBe(digestOf(base));
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sweepCommand } from '../../cli/commands/sweep.ts';
import { drawSweep } from '../../cli/draw/sweep.ts';
import { parseRange } from '../../cli/sweep/range.ts';
import { exitOf, reportOf, type SweepReport } from '../../cli/sweep/report.ts';
import { worthShrinking } from '../../cli/sweep/found.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { addCase, casesForCoverage, emptyTally, type Tally } from '../../lab/sweep/sweep.ts';

const home = process.cwd();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-'));
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function sweep(...words: string[]) {
  const [printed, complained, codes] = [[] as string[], [] as string[], [] as number[]];
  const io: Terminal = {
    colors: createColors(false),
    isWatched: false,
    columns: 80,
    print: (text) => void printed.push(text),
    complain: (text) => void complained.push(text),
    progress: () => undefined,
  };
  const command = sweepCommand(io, (code) => void codes.push(code)).exitOverride();
  command.configureOutput({ writeErr: (text) => void complained.push(text) });
  await command.parseAsync(words, { from: 'user' });
  return { printed, complained, codes };
}

describe('seeds', () => {
  test.each([
    ['1..1000', { from: 1, to: 1000 }],
    [' 7..7 ', { from: 7, to: 7 }],
  ])('%s', (text, range) => {
    expect(parseRange(text)).toEqual(range);
  });

  test.each([
    ['5', /5\.\.5/],
    ['9..3', /write 3\.\.9/],
    ['1...9', /two whole numbers/],
    ['a..b', /two whole numbers/],
    ['-1..3', /two whole numbers/],
    ['0..1000000', /at most 1,000,000/],
  ])('%s is refused with what to write', (text, says) => {
    expect(parseRange(text)).toMatch(says);
  });

  test('a bad range runs nothing', async () => {
    await expect(sweep('--seeds', '9..3')).rejects.toThrow('write 3..9');
  });
});

test('--json prints one document, the same for the same seeds', { timeout: 60_000 }, async () => {
  const first = await sweep('--seeds', '11..13', '--json');
  expect(first.codes).toEqual([0]);
  expect(first.printed).toHaveLength(1);
  const report = JSON.parse(first.printed[0] ?? '') as SweepReport;
  expect(report.seeds).toEqual({ from: 11, to: 13, run: 3 });
  expect(Object.values(report.outcomes).reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(report.coverage.isJudged).toBe(false);
  expect(await sweep('--seeds', '11..13', '--json')).toEqual(first);
});

test('a plan or scenario with problems is bad input', async () => {
  process.chdir(folder);
  const plan = await sweep('nowhere.yml', '--seeds', '1..2');
  expect(plan.codes).toEqual([2]);
  expect(plan.complained.join('\n')).toContain('nowhere.yml');
  const scenario = await sweep('--scenario', 'nowhere.yml', '--seeds', '1..2');
  expect(scenario.codes).toEqual([2]);
});

function tallyOf(cases: number, failing: Tally['failing'] = []): Tally {
  return { ...emptyTally, cases, failing };
}

describe('the end', () => {
  const range = { from: 1, to: casesForCoverage };
  const broken = [{ seed: 3, findings: [{ name: 'oneWriter', why: 'late' }] }];

  test.each<[string, Tally, number]>([
    ['something broken', tallyOf(casesForCoverage, broken), 40],
    ['broken and interrupted', tallyOf(9, broken), 40],
    ['interrupted', tallyOf(9), 130],
    ['a fault that never struck, in a sweep that should have met it', tallyOf(casesForCoverage), 1],
  ])('%s', (_title, tally, code) => {
    expect(exitOf(reportOf(range, tally, []))).toBe(code);
  });

  test('zeros of a short sweep are told and no failure', () => {
    const report = reportOf({ from: 1, to: 9 }, tallyOf(9), []);
    expect(exitOf(report)).toBe(0);
    expect(drawSweep(report, 'npx cutover sweep', createColors(false))).toContain(
      'never met; from 5,000 seeds on',
    );
  });

  test('what broke is drawn with its replay, the rest with the sweep that shrinks it', () => {
    const tally = [4, 5, 6].reduce(
      (sum, seed) =>
        addCase(sum, {
          seed,
          outcome: 'rolledBack',
          findings: [{ name: 'oneWriter', why: 'late' }],
          met: { writes: {}, world: {} },
        }),
      emptyTally,
    );
    expect(worthShrinking(tally.failing)).toEqual([4, 5]);
    const found = {
      seed: 4,
      findings: [{ name: 'oneWriter', why: 'late' }],
      happeningsDrawn: 5,
      happeningsLeft: 1,
      rehearsals: 30,
      replay: 'npx cutover rehearse --scenario sweep-found/seed-4.yml --seed 4',
      isReplayed: true,
    };
    const page = drawSweep(
      reportOf({ from: 4, to: 6 }, tally, [found]),
      'npx cutover sweep',
      createColors(false),
    );
    expect(page).toContain(found.replay);
    expect(page).toContain('oneWriter: npx cutover sweep --seeds 6..6');
    expect(page).not.toContain('DID NOT REPLAY');
  });
});

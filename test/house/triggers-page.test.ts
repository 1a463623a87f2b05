/** docs/triggers.md is what the code says and what the lab measures. `npx node bench/detection.ts` prints its table. */
import { describe, expect, test } from 'vitest';
import {
  cellText,
  detect,
  harmText,
  type Onset,
  onsets,
  requestRates,
  sharesPercent,
} from '../../bench/detection.ts';
import { detectByProbe, probedOnsets, probedRates } from '../../bench/probe.ts';
import { readPlan } from '../../cli/read-plan.ts';
import { alarmOf } from '../../core/triggers/alarm.ts';
import { triggersOf } from '../../core/triggers/triggers.ts';
import { read, root } from './run-docs.ts';

const page = read('docs/triggers.md');
const [head = [], , ...rows] = tableOf('detection');
const [harmHead = [], , ...harmRows] = tableOf('harm');

function tableOf(name: string): string[][] {
  const block = page.slice(page.indexOf(`<!-- ${name} -->`), page.indexOf(`<!-- /${name} -->`));
  return block
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cells);
}

function cells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** '2:40 / 3:00' is [160, 180]. */
function secondsIn(cell: string): number[] {
  return [...cell.matchAll(/(\d+):(\d\d)/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  );
}

/** '1,901' is 1901. */
function countIn(cell: string): number {
  return Number(cell.replaceAll(',', ''));
}

describe('the table', () => {
  test('has every onset, share and traffic', () => {
    const columns = sharesPercent.flatMap((share) => requestRates.map((rate) => `${share} % of ${rate}/s`));
    expect(head).toEqual(['onset', ...columns]);
    expect(rows.map(([onset]) => onset)).toEqual(Object.keys(onsets));
    expect(harmHead).toEqual(head);
    expect(harmRows.map(([onset]) => onset)).toEqual(Object.keys(onsets));
  });

  test.each<[Onset, (typeof sharesPercent)[number], (typeof requestRates)[number]]>([
    ['http5xx, the canary is dead', 26, 40],
    ['unhealthy, all of the canary’s targets', 1, 40],
    ['latencyP95, the canary takes 4 s', 1, 1000],
  ])('%s at %s % of %s/s is what the lab measures', { timeout: 120_000 }, async (onset, share, rate) => {
    const column = head.indexOf(`${share} % of ${rate}/s`);
    const cell = rows.find(([name]) => name === onset)?.[column] ?? '';
    const seen = await detect(onset, share, rate);
    const measured = cellText(seen);
    expect(measured.replaceAll(/\d/g, '0')).toBe(cell.replaceAll(/\d/g, '0'));
    const written = secondsIn(cell);
    // A state more or a call less moves a look by a few seconds; the table is made anew when it moves by more.
    for (const [at, seconds] of secondsIn(measured).entries()) {
      expect(Math.abs(seconds - (written[at] ?? 0))).toBeLessThanOrEqual(15);
    }
    const harm = harmRows.find(([name]) => name === onset)?.[column] ?? '';
    const harmed = harmText(seen);
    expect(Math.abs(countIn(harmed) - countIn(harm))).toBeLessThanOrEqual(2 + 0.15 * countIn(harm));
  });
});

test('a share that is never reached costs nobody anything', { timeout: 60_000 }, async () => {
  const onset = 'latencyP95, the canary takes 4 s';
  const column = head.indexOf('26 % of 5/s');
  expect(await detect(onset, 26, 5)).toBe('unreached');
  const shown = [rows, harmRows].map((all) => all.find(([name]) => name === onset)?.[column]);
  expect(shown).toEqual(['–', '–']);
});

describe('the table of the probe', () => {
  const text = page.slice(page.indexOf('<!-- probe -->'), page.indexOf('<!-- /probe -->'));
  const [probeHead = [], , ...probeRows] = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cells);

  test('has every onset and traffic, and nothing in it is slower than the page says', () => {
    expect(probeHead).toEqual(['onset, with a probe', ...probedRates.map((rate) => `1 % of ${rate}/s`)]);
    expect(probeRows.map(([onset]) => onset)).toEqual(Object.keys(probedOnsets));
    for (const cell of probeRows.flatMap(([, ...own]) => own)) {
      const [rings = Infinity] = secondsIn(cell);
      expect(rings).toBeLessThanOrEqual(25);
    }
  });

  test('is what the lab measures', { timeout: 120_000 }, async () => {
    const written = secondsIn(probeRows.at(-1)?.[1] ?? '');
    const measured = secondsIn(cellText(await detectByProbe('the canary hangs', 1)));
    expect(measured).toHaveLength(2);
    for (const [at, seconds] of measured.entries())
      expect(Math.abs(seconds - (written[at] ?? 0))).toBeLessThanOrEqual(6);
  });
});

test('its metric math is that of the alarms', async () => {
  const plan = await readPlan(`${root}/events/plan.yml`);
  if ('problems' in plan) throw new Error('the sample plan has problems');
  const shown = triggersOf(plan.plan, 0).filter(({ id, scope }) => scope === 'canary' || id === 'queueDepth');
  expect(shown).toHaveLength(4);
  for (const trigger of shown) {
    const { math, above, minutes } = alarmOf(trigger, 'ID');
    expect(page).toContain(`| \`${trigger.id}\` | \`${math}\` | ${above}, ${minutes} of ${minutes} |`);
  }
});

/** docs/triggers.md is what the code says and what the lab measures. `npx node bench/detection.ts` prints its table. */
import { describe, expect, test } from 'vitest';
import { cellText, detect, type Onset, onsets, requestRates, sharesPercent } from '../../bench/detection.ts';
import { readPlan } from '../../cli/read-plan.ts';
import { alarmOf } from '../../core/triggers/alarm.ts';
import { triggersOf } from '../../core/triggers/triggers.ts';
import { read, root } from './run-docs.ts';

const page = read('docs/triggers.md');
const [head = [], , ...rows] = page
  .slice(page.indexOf('<!-- detection -->'), page.indexOf('<!-- /detection -->'))
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map(cells);

function cells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

describe('the table', () => {
  test('has every onset, share and traffic', () => {
    const columns = sharesPercent.flatMap((share) => requestRates.map((rate) => `${share} % of ${rate}/s`));
    expect(head).toEqual(['onset', ...columns]);
    expect(rows.map(([onset]) => onset)).toEqual(Object.keys(onsets));
  });

  test.each<[Onset, (typeof sharesPercent)[number], (typeof requestRates)[number]]>([
    ['http5xx, the canary is dead', 26, 40],
    ['unhealthy, all of the canary’s targets', 1, 40],
    ['latencyP95, the canary takes 4 s', 26, 5],
  ])('%s at %d %% of %d/s is what the lab measures', { timeout: 120_000 }, async (onset, share, rate) => {
    const row = rows.find(([name]) => name === onset) ?? [];
    expect(row[head.indexOf(`${share} % of ${rate}/s`)]).toBe(cellText(await detect(onset, share, rate)));
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

/** How staging bore the load, drawn: latencies from when each request was due, and how many failed. */
import type { LoadPicture, LoadSecondSeen } from '../../core/report/load.ts';
import type { Report } from '../../core/report/report.ts';
import { countText } from '../../core/report/words.ts';
import { type Chart, type LineKind, timeChart } from '../chart/time-chart.ts';
import { html, type Html } from '../html.ts';

export function stagingUnderLoad({ load }: Pick<Report, 'load'>): Html {
  if (load === undefined) return html``;
  return html`<section aria-labelledby="load">
<h2 id="load">Staging under load</h2>
<p class="soft">${countText(load.plannedPerSecond)} requests a second were due; latencies count from then on, so a stall shows as latency.</p>
<div class="charts">
${timeChart(latencies(load))}
${timeChart(requests(load))}
</div>
</section>`;
}

function latencies(load: LoadPicture): Chart {
  return {
    ...frameOf(load),
    title: 'Latency',
    lines: [lineOf(load, 'stable', 'p50'), lineOf(load, 'only', 'p95'), lineOf(load, 'canary', 'p99')],
    key: (['p99', 'p95', 'p50'] as const).map((field) => ({
      kind: kinds[field],
      text: `${field} at most ${latencyText(highest(load, field))}`,
    })),
    text: latencyText,
    least: 100,
    limit: load.p95MillisecondsBelow,
  };
}

const kinds = { p50: 'stable', p95: 'only', p99: 'canary' } as const;

function requests(load: LoadPicture): Chart {
  const [most, failed] = [highest(load, 'requests'), highest(load, 'failed')];
  return {
    ...frameOf(load),
    title: 'Requests a second',
    lines: [lineOf(load, 'stable', 'requests'), lineOf(load, 'canary', 'failed')],
    key: [
      { kind: 'stable', text: `sent at most ${rateText(most)}` },
      { kind: 'canary', text: failed === 0 ? 'none failed' : `failed at most ${rateText(failed)}` },
    ],
    text: rateText,
    least: Math.max(1, load.plannedPerSecond),
  };
}

function latencyText(milliseconds: number): string {
  return `${Math.round(milliseconds)} ms`;
}

function rateText(count: number): string {
  return countText(Math.round(count * 10) / 10);
}

function frameOf({ startedAt, seconds }: LoadPicture): Pick<Chart, 'from' | 'until' | 'moments'> {
  const from = Date.parse(startedAt);
  const last = seconds.at(-1)?.second ?? 0;
  return { from, until: from + (last + 1) * 1000, moments: [] };
}

type Field = Exclude<keyof LoadSecondSeen, 'second'>;

function lineOf({ startedAt, seconds }: LoadPicture, kind: LineKind, field: Field): Chart['lines'][number] {
  const from = Date.parse(startedAt);
  const points = seconds.map((one) => ({ at: from + one.second * 1000, value: one[field] }));
  return { kind, name: field, points };
}

function highest({ seconds }: LoadPicture, field: Field): number {
  return Math.max(0, ...seconds.map((one) => one[field]));
}

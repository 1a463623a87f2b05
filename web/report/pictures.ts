/** Share, error rate, latency and queue over one and the same time, so that eyes can go up and down between them. */
import { percentText } from '../../core/evidence/minutes.ts';
import type { GroupMinute, ReportMinute } from '../../core/report/minutes.ts';
import type { Report, Share } from '../../core/report/report.ts';
import { countText } from '../../core/report/words.ts';
import { type Chart, type Key, type Line, type Moment, timeChart } from '../chart/time-chart.ts';
import { html, type Html } from '../html.ts';

export type Pictured = Pick<Report, 'weights' | 'minutes' | 'limits'> & {
  readonly from: number;
  readonly until: number;
  readonly moments: readonly Moment[];
};

type Worth = 'worst' | 'newest';

/** `worst` of what has been, or the `newest` of what is going on, stands beside each title. */
export function pictures(it: Pictured, worth: Worth): Html {
  const queue = it.minutes.some(({ queueDepth }) => queueDepth !== undefined);
  return html`<div class="charts">
${timeChart(shareChart(it))}
${timeChart(groupChart(it, worth, 'error rate'))}
${timeChart(groupChart(it, worth, 'p95 latency'))}
${queue && timeChart(queueChart(it, worth))}
</div>`;
}

function shareChart({ weights, ...it }: Pictured): Chart {
  const points = weights.map(({ at, canaryPercent }) => ({
    at: Math.max(it.from, Date.parse(at)),
    value: canaryPercent,
  }));
  const last = weights.at(-1)?.canaryPercent ?? 0;
  const line: Line = {
    kind: 'canary',
    name: 'share',
    isSteps: true,
    points: [...points, { at: it.until, value: last }],
  };
  const most = Math.max(0, ...weights.map(({ canaryPercent }) => canaryPercent));
  const key: Key[] = [{ kind: 'canary', text: most === last ? `${last} %` : `${last} %, at most ${most} %` }];
  return { ...it, title: 'Users on the canary', lines: [line], key, text: percentText, least: 100 };
}

const readings = {
  'error rate': {
    title: 'Requests that failed',
    read: ({ requests, failed }: GroupMinute) => (requests === 0 ? undefined : (100 * failed) / requests),
    text: percentText,
    limit: 'errorPercent',
    least: 1,
  },
  'p95 latency': {
    title: 'p95 latency',
    read: ({ p95Milliseconds }: GroupMinute) => p95Milliseconds,
    text: (value: number) => `${Math.round(value)} ms`,
    limit: 'p95Milliseconds',
    least: 100,
  },
} as const;

function groupChart(it: Pictured, worth: Worth, what: keyof typeof readings): Chart {
  const { title, read, text, limit, least } = readings[what];
  const lineOf = (role: 'canary' | 'stable'): Line => ({
    kind: role,
    name: role,
    points: spaced(it.minutes, (minute) => read(minute[role])),
  });
  const lines = [lineOf('stable'), lineOf('canary')];
  const key = lines.toReversed().map(({ kind, name, points }): Key => {
    const values = points.flatMap(({ value }) => value ?? []);
    // Numbers of a while ago are not how it is now; the newest points come late.
    const value =
      worth === 'worst'
        ? highest(values)
        : points.slice(-3).findLast((one) => one.value !== undefined)?.value;
    const shown =
      value === undefined ? 'no data' : worth === 'worst' ? `at most ${text(value)}` : text(value);
    return { kind, text: `${name} ${shown}` };
  });
  const { limits } = it;
  return { ...it, title, lines, key, text, least, ...(limits && { limit: limits[limit] }) };
}

function queueChart(it: Pictured, worth: Worth): Chart {
  const points = spaced(it.minutes, ({ queueDepth }) => queueDepth);
  const values = points.flatMap(({ value }) => value ?? []);
  const value = worth === 'worst' ? highest(values) : values.at(-1);
  const text = countText;
  const shown =
    value === undefined ? 'no data' : `${worth === 'worst' ? 'at most ' : ''}${text(value)} messages`;
  return {
    ...it,
    title: 'Messages in the queue',
    lines: [{ kind: 'only', name: 'depth', points }],
    key: [{ kind: 'only', text: shown }],
    text,
    least: 10,
  };
}

function highest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

/** A value stands for its minute; minutes that nobody has measured leave a hole. */
function spaced(
  minutes: readonly ReportMinute[],
  read: (minute: ReportMinute) => number | undefined,
): { readonly at: number; readonly value: number | undefined }[] {
  const ats = minutes.map(({ at }) => Date.parse(at));
  const step = Math.max(60_000, ...ats.slice(1, 4).map((at, index) => at - (ats[index] ?? at)));
  return minutes.flatMap((minute, index) => {
    const at = ats[index] ?? 0;
    const before = ats[index - 1];
    const hole =
      before !== undefined && at - before > 2 * step ? [{ at: before + step, value: undefined }] : [];
    return [...hole, { at: at + step / 2, value: read(minute) }];
  });
}

/** When the share rose, and when it fell. */
export function momentsOf(weights: readonly Share[]): Moment[] {
  return weights.slice(1).map(({ at, canaryPercent }) => ({
    at: Date.parse(at),
    text: canaryPercent === 0 ? 'back' : `${canaryPercent} %`,
  }));
}

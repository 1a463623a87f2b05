import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReportMinute, reportMinutes, sum, thinned } from '../../../core/report/minutes.ts';
import type { MetricId } from '../../../core/triggers/metrics.ts';

const zero = Date.parse('2026-12-01T22:00:00Z');
const points = (values: Partial<Record<MetricId, number>>) =>
  new Map(Object.entries(values).map(([id, value]) => [id as MetricId, new Map([[zero, value]])] as const));

describe('a minute', () => {
  test('counts refused connections as failed, and as requests where nothing else was counted', () => {
    const [minute] = reportMinutes(points({ canaryRefused: 7, balancerErrors: 9 }), zero);
    expect(minute).toEqual({
      at: '2026-12-01T22:00:00.000Z',
      canary: { requests: 7, failed: 7 },
      stable: { requests: 0, failed: 0 },
      failedAtBalancer: 2,
    });
  });

  test('never has more failures than requests, and no latency where there is none', () => {
    const [minute] = reportMinutes(points({ canaryRequests: 5, canaryErrors: 9, stableP95: 0.24 }), zero);
    expect(minute?.canary).toEqual({ requests: 5, failed: 5 });
    expect(minute?.stable).toEqual({ requests: 0, failed: 0, p95Milliseconds: 240 });
  });

  test('is left out where it began before the time that is asked for', () => {
    expect(reportMinutes(points({ canaryRequests: 5 }), zero + 60_000)).toEqual([]);
  });
});

const count = fc.nat({ max: 10_000 });
const group = fc.record({ requests: count, failed: count, p95Milliseconds: count });
const minutes = fc
  .array(fc.record({ canary: group, stable: group, failedAtBalancer: count, queueDepth: count }), {
    minLength: 1,
    maxLength: 1500,
  })
  .map((all) =>
    all.map((one, index): ReportMinute => ({ at: new Date(zero + index * 60_000).toISOString(), ...one })),
  );

const peak = (some: readonly ReportMinute[]) =>
  Math.max(...some.map(({ canary }) => canary.p95Milliseconds ?? 0));

describe('many minutes', () => {
  test('are put together without losing a request, a failure or a peak', () => {
    fc.assert(
      fc.property(minutes, (all) => {
        const few = thinned(all);
        expect(few.length).toBeLessThanOrEqual(480);
        for (const read of [
          ({ canary }: ReportMinute) => canary.requests,
          ({ canary }: ReportMinute) => canary.failed,
          ({ stable }: ReportMinute) => stable.requests,
          ({ failedAtBalancer }: ReportMinute) => failedAtBalancer,
        ])
          expect(sum(few.map(read))).toBe(sum(all.map(read)));
        expect(peak(few)).toBe(peak(all));
        expect(few[0]?.at).toBe(all[0]?.at);
      }),
      { numRuns: 50 },
    );
  });
});

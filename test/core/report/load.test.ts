import { describe, expect, test } from 'vitest';
import { loadPicture } from '../../../core/report/load.ts';
import type { Plan } from '../../../core/plan/plan.ts';

const load = {
  engine: 'builtin',
  seconds: 300,
  requestsPerSecond: 20,
  path: '/health',
  errorRatePercent: 1,
  p95Milliseconds: 500,
};
const planOf = (staging: unknown) => ({ staging }) as Plan;
const plan = planOf({ url: 'https://staging.example.com', load });
const secondOf = (second: number, change: object = {}) => ({
  second,
  requests: 20,
  failed: 0,
  p50: 80,
  p90: 200,
  p95: 240,
  p99: 400,
  max: 900,
  ...change,
});

describe('the load test as a picture', () => {
  test('has the seconds that were kept, and the limits that they were held against', () => {
    const facts = { startedAt: 1_000, seconds: [secondOf(0), secondOf(1, { failed: 3, p99: 2000.04 })] };
    expect(loadPicture(facts, plan)).toEqual({
      startedAt: '1970-01-01T00:00:01.000Z',
      plannedPerSecond: 20,
      p95MillisecondsBelow: 500,
      errorPercentBelow: 1,
      seconds: [
        { second: 0, requests: 20, failed: 0, p50: 80, p95: 240, p99: 400 },
        { second: 1, requests: 20, failed: 3, p50: 80, p95: 240, p99: 2000 },
      ],
    });
  });

  test('of ten minutes is thinned, and no worst second is lost', () => {
    const seconds = Array.from({ length: 600 }, (_, at) => secondOf(at, at === 333 ? { p99: 9000 } : {}));
    const picture = loadPicture({ startedAt: 0, seconds }, plan);
    expect(picture?.seconds).toHaveLength(150);
    expect(Math.max(...(picture?.seconds ?? []).map(({ p99 }) => p99))).toBe(9000);
    expect(picture?.seconds.at(-1)?.second).toBe(596);
  });

  test.each<[string, unknown, Plan]>([
    ['nothing was kept', undefined, plan],
    ['what was kept is something else', { verdict: 'pass' }, plan],
    ['a line of it is none', { startedAt: 0, seconds: [{ second: 0, requests: 'many' }] }, plan],
    ['no second was measured', { startedAt: 0, seconds: [] }, plan],
    ['k6 keeps its own', { startedAt: 0, seconds: [secondOf(0)] }, planOf({ load: { engine: 'k6' } })],
    ['the plan has none', { startedAt: 0, seconds: [secondOf(0)] }, planOf(undefined)],
  ])('is none where %s', (_why, facts, of) => {
    expect(loadPicture(facts, of)).toBeUndefined();
  });
});

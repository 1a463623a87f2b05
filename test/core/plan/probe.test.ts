import { describe, expect, it } from 'vitest';
import { moneyCost } from '../../../core/plan/money.ts';
import { probesPerMinuteMax } from '../../../core/triggers/probe.ts';
import { makeSnapshot } from '../../../core/release/snapshot.ts';
import { rule, surroundings, target } from '../release/some-world.ts';
import { aPlan, planOf, problemsOf } from './a-plan.ts';

const plain = { path: '/ready', status: 204 };
const probeOf = (probe: object, more: Record<string, unknown> = {}) =>
  planOf(aPlan({ triggers: { probe }, ...more })).triggers.probe;

describe('triggers.probe', () => {
  it('is off unless the plan has it', () => {
    expect(planOf(aPlan()).triggers).not.toHaveProperty('probe');
    expect(planOf(aPlan()).minRequestsPerMinute).toBe(20);
  });

  it.each<[string, object, Record<string, unknown>, object]>([
    ['asks what the smoke test asks', {}, {}, { path: '/health', status: 200, withinMilliseconds: 2000 }],
    ['in its words', {}, { smoke: [plain] }, { ...plain, withinMilliseconds: 2000 }],
    [
      'with its headers',
      {},
      { smoke: [{ ...plain, headers: { accept: 'text/html' } }] },
      { ...plain, headers: { accept: 'text/html' }, withinMilliseconds: 2000 },
    ],
    [
      'the first of them that is a plain GET',
      {},
      { smoke: [{ path: '/a', method: 'POST' }, { path: '/b', redirects: 1 }, plain] },
      { ...plain, withinMilliseconds: 2000 },
    ],
    [
      'or a path of its own, and no longer with its headers',
      { path: '/live', within: '500ms' },
      { smoke: [{ ...plain, headers: { accept: 'text/html' } }] },
      { path: '/live', status: 200, withinMilliseconds: 500 },
    ],
    [
      'or another answer',
      { status: 401 },
      { smoke: [plain] },
      { path: '/ready', status: 401, withinMilliseconds: 2000 },
    ],
  ])('%s', (_title, probe, more, expected) => {
    expect(probeOf(probe, more)).toEqual(expected);
  });

  it('raises what a minute needs by all that it may send itself', () => {
    const { minRequestsPerMinute } = planOf(aPlan({ triggers: { probe: {} }, minRequests: 5 }));
    expect(minRequestsPerMinute).toBe(5 + probesPerMinuteMax);
  });

  it('costs cents, which the plan tells', () => {
    const [without, withProbe] = [aPlan(), aPlan({ triggers: { probe: {} } })].map((file) =>
      moneyCost(planOf(file)),
    );
    expect(without?.calm.probes).toBe(0);
    expect(withProbe?.calm.probes).toBe(10 * 120);
    const more = (withProbe?.calm.dollars ?? 0) - (without?.calm.dollars ?? 0);
    expect(more).toBeGreaterThan(0.01);
    expect(more).toBeLessThan(0.1);
    expect(withProbe?.calm.stateTransitions).toBe(without?.calm.stateTransitions);
  });

  it.each<[string, object, Record<string, unknown>, string]>([
    [
      'no smoke test that it could repeat',
      {},
      { smoke: [{ path: '/a', method: 'POST' }] },
      'triggers.probe: an empty mapping: must say its path: no smoke test is a GET without redirects whose answer could be repeated',
    ],
    [
      'more time than lies between two rounds',
      { within: '3s' },
      {},
      'triggers.probe.within: "3s": must be a latency from 100ms to 2s: two after each other must fit between two rounds',
    ],
    [
      'death as the sign of life',
      { status: 503 },
      {},
      'triggers.probe.status: 503: must be a whole number from 200 to 499, without a unit',
    ],
    [
      "another host's path",
      { path: '//evil.example' },
      {},
      'triggers.probe.path: "//evil.example": must be a path that begins with one / and has no spaces, no # and no backslash, such as /health',
    ],
  ])('is refused with %s', (_title, probe, more, says) => {
    expect(problemsOf(aPlan({ triggers: { probe }, ...more }))).toEqual([says]);
  });

  it('must meet the rule before the canary, as smoke tests must', () => {
    const conditions = [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/health', '/shop/*'] } }];
    const probe = { path: '/live', status: 200, withinMilliseconds: 2000 };
    const made = (path: string) =>
      makeSnapshot(
        surroundings({ rules: [rule({ conditions })] }),
        { ...target(), triggers: { probe: { ...probe, path } } },
        '2026-12-01T22:00:00.000Z',
      );
    expect(made('/shop/live?deep=1')).toHaveProperty('snapshot');
    expect(made('/live')).toHaveProperty(
      'refusal',
      expect.stringMatching(/\/live does not meet the rule's path/),
    );
  });
});

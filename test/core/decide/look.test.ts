import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decideLook, type LookFacts } from '../../../core/decide/look.ts';
import { rungRules } from '../../../core/decide/rung.ts';
import type { Minute } from '../../../core/evidence/minutes.ts';
import { minute, minutesOf, pointsOf, second, start, steadyMinutes } from '../evidence/some-minutes.ts';
import { aPlan, planOf } from '../plan/a-plan.ts';

const rules = rungRules({ plan: planOf(aPlan()) });
/** What the tests below say of the canary in minutes stands in CloudWatch as points. */
type Facts = Omit<LookFacts, 'points' | 'rules'> & {
  readonly minutes: readonly Minute[];
  readonly driftSince: number | undefined;
  readonly points?: LookFacts['points'];
  readonly rules?: LookFacts['rules'];
};
const calm: Facts = {
  now: start + 5 * minute,
  firstShareAt: start,
  fence: { phase: 'releasing' },
  minutes: steadyMinutes(4, 100, 0),
  alarms: { seen: [] },
  driftSince: undefined,
};
const look = (changes: Partial<Facts>) => {
  const { minutes, driftSince, ...facts } = { ...calm, ...changes };
  return decideLook(
    { points: { seen: pointsOf(minutes) }, rules: { seen: { driftSince } }, ...facts },
    rules,
  );
};
const outcomes = (changes: Partial<Facts>) =>
  Object.fromEntries(look(changes).rows.map(({ id, scope, verdict }) => [`${id} ${scope}`, verdict.outcome]));

const alarm = (state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'missing') => ({
  name: 'slo',
  state,
  isSilenced: false,
});

const mark = { kind: 'abort', reason: 'oncall aborts the cutover', at: start } as const;

const probed = (status: number) => ({
  rule: { path: '/health', status: 200, withinMilliseconds: 2000 },
  probed: { answers: [0, 0, 0, 1, 1, 1].map((round) => ({ round, status, tookMilliseconds: 80 })) },
});

describe('a look of the guard', () => {
  test('says what the mark says, whatever else rings', () => {
    const bad = { minutes: minutesOf([100, 90], [100, 90]) };
    expect(look({ ...bad, fence: { phase: 'releasing', mark } }).reason).toBe(mark.reason);
  });

  test.each<[string, Partial<Facts>, string]>([
    ['a calm release', {}, 'quiet'],
    ['no share yet, and so no data', { firstShareAt: undefined, minutes: [] }, 'quiet'],
    ['a share without data yet', { minutes: [], now: start + 6 * minute }, 'quiet'],
    ['one bad minute', { minutes: minutesOf(undefined, undefined, [100, 0], [100, 90]) }, 'quiet'],
    ['two bad minutes', { minutes: minutesOf(undefined, undefined, [100, 90], [100, 90]) }, 'ringing'],
    [
      'bad minutes of a group that has no share yet',
      { firstShareAt: undefined, minutes: minutesOf(undefined, [9, 9], [9, 9], [9, 9]) },
      'quiet',
    ],
    [
      'bad minutes that are followed by good ones',
      { minutes: minutesOf([100, 90], [100, 90], [100, 0]) },
      'quiet',
    ],
    [
      'bad minutes, all of them late',
      { now: start + 6 * minute, minutes: minutesOf([100, 90], [100, 90]) },
      'ringing',
    ],
    ['metrics that cannot be read', { points: { failingSince: start + minute, error: 'x' } }, 'quiet'],
    [
      'metrics that cannot be read for ten minutes',
      { points: { failingSince: start - 5 * minute, error: 'x' } },
      'quiet',
    ],
    [
      'for longer than that',
      { points: { failingSince: start - 5 * minute - second, error: 'x' } },
      'ringing',
    ],
    ["the team's alarms cannot be read", { alarms: { failingSince: start, error: 'x' } }, 'quiet'],
    [
      "the team's alarms cannot be read for longer than ten minutes",
      { alarms: { failingSince: start - 5 * minute - second, error: 'x' } },
      'ringing',
    ],
    [
      "the team's alarms cannot be read, and a trigger rings",
      { alarms: { failingSince: start, error: 'x' }, minutes: minutesOf([100, 90], [100, 90]) },
      'ringing',
    ],
    [
      'rules that cannot be read for ten minutes',
      { rules: { failingSince: start - 5 * minute, error: 'x' } },
      'quiet',
    ],
    [
      'rules that cannot be read for longer than that',
      { rules: { failingSince: start - 5 * minute - second, error: 'x' } },
      'ringing',
    ],
    ['an alarm of the team', { alarms: { seen: [alarm('ALARM')] } }, 'ringing'],
    [
      'an alarm of the team before the first share',
      { firstShareAt: undefined, alarms: { seen: [alarm('ALARM')] } },
      'ringing',
    ],
    ['a mark that somebody has left', { fence: { phase: 'releasing', mark } }, 'ringing'],
    ['a mark, when it goes back already', { fence: { phase: 'rollingBack', mark } }, 'over'],
    ['an alarm that has not enough data', { alarms: { seen: [alarm('INSUFFICIENT_DATA')] } }, 'quiet'],
    ['an alarm that is gone', { alarms: { seen: [alarm('missing')] } }, 'quiet'],
    ['data ten minutes old', { now: start + 14 * minute }, 'quiet'],
    ['data older than that', { now: start + 14 * minute + second }, 'ringing'],
    ['never any data, for ten minutes', { minutes: [], now: start + 10 * minute }, 'quiet'],
    ['never any data, for longer', { minutes: [], now: start + 10 * minute + second }, 'ringing'],
    ["somebody else's weights, a while", { driftSince: start }, 'quiet'],
    ["somebody else's weights, for too long", { driftSince: start - 10 * minute }, 'ringing'],
    [
      "somebody else's weights before the first share, for too long",
      { firstShareAt: undefined, minutes: [], driftSince: start - 10 * minute },
      'ringing',
    ],
    ['a probe that rings', { probe: probed(503) }, 'ringing'],
    [
      'a probe that rings, and metrics that cannot be read',
      { probe: probed(503), points: { failingSince: start, error: 'x' } },
      'ringing',
    ],
    ['a probe that is answered', { probe: probed(200) }, 'quiet'],
    ['a probe that cannot tell', { probe: probed(403) }, 'quiet'],
    ['watching has been ended', { fence: { phase: 'promoting' } }, 'over'],
    ['the cutover goes back already', { fence: { phase: 'rollingBack' } }, 'over'],
    [
      'it is over, whatever rings',
      { fence: { phase: 'promoting' }, probe: probed(503), minutes: minutesOf([100, 90], [100, 90]) },
      'over',
    ],
  ])('%s', (_title, changes, expected) => {
    const { decision, reason } = look(changes);
    expect(decision).toBe(expected);
    expect(reason.length).toBeGreaterThan(10);
  });

  test('the reason is that of what rings', () => {
    expect(look({ driftSince: start - 10 * minute }).reason).toBe(
      'somebody else has changed the weights for 900 s, limit 900 s',
    );
    expect(look({ minutes: minutesOf(undefined, undefined, [100, 90], [100, 90]) }).reason).toMatch(
      /^http5xx rings: 90 %/,
    );
    expect(look({ minutes: [], now: start + 11 * minute }).reason).toMatch(/^blind: /);
  });

  test('every part is reported with its verdict, on each of its scopes', () => {
    const minutes = minutesOf([100, 0], [3, 0]);
    expect(outcomes({ minutes, driftSince: start + 4 * minute, alarms: { seen: [alarm('OK')] } })).toEqual({
      'http5xx canary': 'inconclusive',
      'latencyP95 canary': 'inconclusive',
      'unhealthy canary': 'inconclusive',
      'http5xx all': 'inconclusive',
      'latencyP95 all': 'inconclusive',
      'unhealthy all': 'inconclusive',
      'sight canary': 'pass',
      'alarms.slo all': 'pass',
      'drift all': 'inconclusive',
    });
  });

  test('a source that fails is an error, and never a pass', () => {
    const all = outcomes({
      points: { failingSince: start, error: 'ThrottlingException' },
      alarms: { failingSince: start, error: 'ThrottlingException' },
      rules: { failingSince: start, error: 'ThrottlingException' },
    });
    expect(new Set(Object.values(all))).toEqual(new Set(['error']));
  });
});

describe('what a quiet look says', () => {
  test('is what is worrying, before what is well', () => {
    expect(look({}).reason).toMatch(/^0 % of the canary's requests failed/);
    expect(look({ alarms: { failingSince: start, error: 'Throttled' } }).reason).toBe(
      "the team's alarms could not be read for 300 s, limit 600 s (Throttled)",
    );
  });
});

describe('rows', () => {
  test('of a calm release all pass, and each part has its own', () => {
    const minutes = steadyMinutes(4, 100, 0, { p95Milliseconds: 80 });
    expect(outcomes({ minutes })).toMatchObject({
      'http5xx canary': 'pass',
      'http5xx all': 'pass',
      'sight canary': 'pass',
      'drift all': 'pass',
    });
  });

  test.each<[string, Partial<Facts>]>([
    ['with metrics', {}],
    ['without metrics', { points: { failingSince: start, error: 'x' } }],
  ])('before the first share nothing is said of the canary, %s', (_title, changes) => {
    const { rows } = look({ ...changes, firstShareAt: undefined, minutes: [] });
    const ofCanary = rows.filter(({ scope }) => scope === 'canary').map(({ id }) => id);
    expect(ofCanary).toEqual(changes.points === undefined ? [] : ['sight']);
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(['http5xx', 'unhealthy', 'drift']));
  });

  test('that are blind say for how long, and how long they may be', () => {
    const { rows } = look({ rules: { failingSince: start, error: 'x' } });
    expect(rows.at(-1)).toMatchObject({ id: 'drift', verdict: { observed: 300, threshold: 600 } });
  });

  test('are none once it is over', () => {
    expect(look({ fence: { phase: 'promoting' } }).rows).toEqual([]);
  });
});

it('a quiet look never hides a ringing part', () => {
  const anyRows = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 20 })), {
    maxLength: 10,
  });
  fc.assert(
    fc.property(anyRows, fc.nat({ max: 30 }), fc.option(fc.nat({ max: 30 })), (list, age, drift) => {
      const { decision, rows } = look({
        minutes: minutesOf(...list),
        now: start + age * minute,
        driftSince: drift === null ? undefined : start + (age - drift) * minute,
      });
      const rings = rows.some(({ verdict }) => verdict.outcome === 'fail');
      expect(decision).toBe(rings ? 'ringing' : 'quiet');
    }),
  );
});

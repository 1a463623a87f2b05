import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decideRung, type RungFacts, rungRules } from '../../../core/decide/rung.ts';
import type { Minute } from '../../../core/evidence/minutes.ts';
import { minute, minutesOf, pointsOf, second, start, steadyMinutes } from '../evidence/some-minutes.ts';
import { aPlan, planOf } from '../plan/a-plan.ts';

const rules = rungRules({ plan: planOf(aPlan()) });

/** What the tests below say of the canary in minutes stands in CloudWatch as points. */
type Facts = Omit<RungFacts, 'points' | 'standing'> & {
  readonly minutes: readonly Minute[];
  readonly drift: string | undefined;
  readonly capacity: { readonly healthyTargets: number; readonly neededTargets: number };
  readonly standing?: RungFacts['standing'];
  readonly points?: RungFacts['points'];
};

/** A rung that went live at T, half a minute before the minute that begins at T+1. */
const calm: Facts = {
  now: start + 5 * minute,
  firstShareAt: start,
  rungLiveAt: start,
  dueAt: start + 5 * minute,
  minutes: steadyMinutes(4, 100, 0),
  alarms: { seen: [] },
  drift: undefined,
  capacity: { healthyTargets: 4, neededTargets: 2 },
};
const judged = ({ minutes, drift, capacity, ...facts }: Facts) =>
  decideRung(
    { points: { seen: pointsOf(minutes) }, standing: { seen: { drift, capacity } }, ...facts },
    rules,
  );
const decide = (changes: Partial<Facts>) => judged({ ...calm, ...changes });

describe('the share rises', () => {
  test('on a quiet rung, with its newest minute as the reason', () => {
    expect(decide({})).toMatchObject({
      decision: 'advance',
      reason: '0 % of 100 canary requests failed in the minute of 22:03 UTC',
    });
  });

  test.each<[string, Partial<Facts>]>([
    ['with exactly two minutes of its own', { minutes: minutesOf(undefined, [100, 0], [100, 0]) }],
    ['exactly at the limit', { minutes: minutesOf(undefined, [100, 5], [100, 5], [100, 5]) }],
    ['with exactly the targets it needs', { capacity: { healthyTargets: 2, neededTargets: 2 } }],
    ['late, if the evidence came late', { now: start + 30 * minute, minutes: steadyMinutes(29, 100, 0) }],
    ['with data that is six minutes old', { now: start + 10 * minute, minutes: steadyMinutes(4, 100, 0) }],
  ])('%s', (_title, changes) => {
    expect(decide(changes).decision).toBe('advance');
  });
});

describe('the rung is held, and at the bound it goes back', () => {
  test.each<[string, Partial<Facts>, RegExp]>([
    ['no data', { minutes: [] }, /0 of 2 minutes of this rung can be judged/],
    ['one minute of its own', { minutes: minutesOf([100, 0], [100, 0]) }, /1 of 2 minutes/],
    ['minutes of the rung before do not count', { rungLiveAt: start + 3 * minute }, /0 of 2 minutes/],
    [
      'the minute in which the weight was on its way does not count',
      { rungLiveAt: start + 91 * second, minutes: minutesOf([100, 0], [100, 0], [100, 0], [100, 0]) },
      /of 2 minutes/,
    ],
    ['too few requests', { minutes: steadyMinutes(4, 19, 0) }, /at least 20 canary requests a minute/],
    [
      'the newest minute is over the limit',
      { minutes: minutesOf([100, 0], [100, 0], [100, 0], [100, 6]) },
      /http5xx is over its limit: 6 % of .* \(6 of 100, .*, limit 5 %/,
    ],
    [
      'the newest p95 is over the limit',
      {
        minutes: [
          ...steadyMinutes(3, 100, 0),
          { at: start + 3 * minute, requests: 100, errors: 0, p95Milliseconds: 2100 },
        ],
      },
      /latencyP95 is over its limit: p95 of the canary was 2.1 s/,
    ],
    [
      'metrics cannot be read',
      { points: { error: 'ThrottlingException' } },
      /metrics could not be read: Throttl/,
    ],
    [
      "the team's alarms cannot be read",
      { alarms: { error: 'AccessDenied' } },
      /team's alarms could not be read/,
    ],
    [
      'an alarm of the team says nothing',
      { alarms: { seen: [{ name: 'slo', state: 'INSUFFICIENT_DATA', isSilenced: false }] } },
      /the alarm slo is in INSUFFICIENT_DATA/,
    ],
    [
      'an alarm of the team is silenced',
      { alarms: { seen: [{ name: 'slo', state: 'OK', isSilenced: true }] } },
      /the alarm slo has its actions disabled/,
    ],
    [
      'the balancer cannot be read',
      { standing: { error: 'Throttling' } },
      /targets could not be read: Throttling/,
    ],
    ['somebody else changed the weights', { drift: 'r1' }, /somebody else changed the weights: r1/],
    [
      'targets are missing for the next share',
      { capacity: { healthyTargets: 1, neededTargets: 2 } },
      /1 of the 2 canary targets/,
    ],
    [
      'the data is older than six minutes',
      { now: start + 10 * minute + second, dueAt: start + 10 * minute },
      /the ramp holds from 360 s on/,
    ],
  ])('%s', (_title, changes, expected) => {
    const facts = { ...calm, ...changes };
    const held = judged(facts);
    expect(held.decision).toBe('hold');
    expect(held.reason).toMatch(expected);
    const spent = judged({ ...facts, dueAt: facts.now - 900 * second });
    expect(spent.decision).toBe('rollBack');
    expect(spent.reason).toMatch(/^held for 15 min, at most 15 min are allowed, and still: /);
    expect(spent.reason).toMatch(expected);
    const nearly = judged({ ...facts, dueAt: facts.now - 899 * second });
    expect(nearly.decision).toBe('hold');
  });
});

describe('a queue does not know of rungs', () => {
  const queue = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
  const queued = rungRules({
    plan: planOf(aPlan({ triggers: { queueDepth: { queue, risingFor: '10m' } } })),
  });
  /** It rises in minutes 1 to 5, half of the trigger's time, and then nothing more is known of it. */
  const depths = new Map(Array.from({ length: 6 }, (_, index) => [start + index * minute, 10 * index]));
  const after = (minutes: number, changes: Partial<Facts> = {}) => {
    const now = start + minutes * minute;
    const points = new Map([
      ...pointsOf(steadyMinutes(minutes - 1, 100, 0)),
      ['queueDepth' as const, depths],
    ]);
    const standing = { seen: { drift: undefined, capacity: calm.capacity } };
    const { minutes: _minutes, drift: _drift, capacity: _capacity, ...facts } = { ...calm, ...changes };
    return decideRung({ ...facts, now, dueAt: now, points: { seen: points }, standing }, queued);
  };

  test.each([
    ['a rise that began before the rung holds it', 13, 8, 'hold'],
    ['as far back as the trigger itself reaches, and no further', 14, 8, 'advance'],
    ['but for all of the rung, however long it is', 20, 0, 'hold'],
  ])('%s', (_title, minutes, liveMinutes, expected) => {
    const { decision, reason } = after(minutes, { rungLiveAt: start + liveMinutes * minute });
    expect(decision).toBe(expected);
    expect(reason.startsWith('queueDepth is over its limit')).toBe(expected === 'hold');
  });
});

test("an alarm that is well is no reason: the rung's own minutes are", () => {
  const { reason, rows } = decide({ alarms: { seen: [{ name: 'slo', state: 'OK', isSilenced: false }] } });
  expect(reason).toBe(decide({}).reason);
  expect(rows.map(({ id }) => id)).toContain('alarms.slo');
});

describe('going back at once', () => {
  test('an alarm of the team rings', () => {
    const rung = decide({ alarms: { seen: [{ name: 'slo', state: 'ALARM', isSilenced: true }] } });
    expect(rung).toMatchObject({ decision: 'rollBack', reason: 'the alarm slo rings: it is in ALARM' });
  });

  test('the trigger rings', () => {
    const rung = decide({ minutes: minutesOf([100, 0], [100, 30], [100, 40]) });
    expect(rung.decision).toBe('rollBack');
    expect(rung.reason).toMatch(/^http5xx rings: 35 %/);
  });

  test('the trigger rings on minutes of the rung before', () => {
    const minutes = minutesOf(undefined, [100, 30], [100, 40]);
    expect(decide({ minutes, rungLiveAt: start + 4 * minute }).decision).toBe('rollBack');
  });

  test('the guard is blind: nothing newer than ten minutes', () => {
    const rung = decide({ now: start + 14 * minute + second, dueAt: start + 14 * minute });
    expect(rung.decision).toBe('rollBack');
    expect(rung.reason).toMatch(/^blind: /);
  });
});

const anyMinutes: fc.Arbitrary<Minute[]> = fc
  .array(
    fc.option(fc.tuple(fc.integer({ min: 10, max: 60 }), fc.integer({ min: 0, max: 4 })), { nil: undefined }),
    { minLength: 2, maxLength: 16 },
  )
  .map((rows) => minutesOf(...rows));

const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    nowMinutes: fc.integer({ min: 2, max: 40 }),
    liveSeconds: fc.integer({ min: 0, max: 600 }),
    minutes: anyMinutes,
    drift: fc.option(fc.constant('r1'), { nil: undefined, freq: 2 }),
    healthyTargets: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ nowMinutes, liveSeconds, minutes, drift, healthyTargets }) => ({
    now: start + nowMinutes * minute,
    firstShareAt: start,
    rungLiveAt: start + liveSeconds * second,
    dueAt: start + liveSeconds * second + 5 * minute,
    minutes,
    alarms: { seen: [] },
    drift,
    capacity: { healthyTargets, neededTargets: 2 },
  }));

it('never advances without two telling minutes of its own, on drift, or short of capacity', () => {
  let advanced = 0;
  fc.assert(
    fc.property(anyFacts, (facts) => {
      if (judged(facts).decision !== 'advance') return;
      advanced += 1;
      const own = facts.minutes.filter(
        ({ at, requests }) =>
          requests >= 20 && at >= facts.rungLiveAt + 30 * second && at + 2 * minute <= facts.now,
      );
      expect(own.length).toBeGreaterThanOrEqual(2);
      expect(100 * (own.at(-1)?.errors ?? 1)).toBeLessThanOrEqual(5 * (own.at(-1)?.requests ?? 0));
      expect(facts.drift).toBeUndefined();
      expect(facts.capacity.healthyTargets).toBeGreaterThanOrEqual(2);
    }),
    { numRuns: 5000 },
  );
  expect(advanced).toBeGreaterThan(10);
});

it('always ends: past its bound it never holds', () => {
  fc.assert(
    fc.property(anyFacts, fc.integer({ min: 900, max: 10_000 }), (facts, heldSeconds) => {
      const { decision } = judged({ ...facts, dueAt: facts.now - heldSeconds * second });
      expect(decision).not.toBe('hold');
    }),
    { numRuns: 1000 },
  );
});

it('evidence that is missing never helps: without data nothing advances', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      expect(judged({ ...facts, minutes: [] }).decision).not.toBe('advance');
    }),
  );
});

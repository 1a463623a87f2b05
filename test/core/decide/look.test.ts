import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decideLook, type LookFacts } from '../../../core/decide/look.ts';
import { minute, minutesOf, second, start, steadyMinutes } from '../evidence/some-minutes.ts';

const rules = {
  http5xx: { abovePercent: 5, forSeconds: 120 },
  minRequestsPerMinute: 20,
  holdAtMostSeconds: 900,
};
const calm: LookFacts = {
  now: start + 5 * minute,
  firstShareAt: start,
  fence: { phase: 'releasing' },
  minutes: steadyMinutes(4, 100, 0),
  driftSince: undefined,
};
const look = (changes: Partial<LookFacts>) => decideLook({ ...calm, ...changes }, rules);

describe('a look of the guard', () => {
  test.each<[string, Partial<LookFacts>, string]>([
    ['a calm release', {}, 'quiet'],
    ['no share yet, and so no data', { firstShareAt: undefined, minutes: [] }, 'quiet'],
    ['a share without data yet', { minutes: [], now: start + 6 * minute }, 'quiet'],
    ['one bad minute', { minutes: minutesOf(undefined, [100, 0], [100, 90]) }, 'quiet'],
    ['two bad minutes', { minutes: minutesOf(undefined, [100, 90], [100, 90]) }, 'ringing'],
    [
      'bad minutes from before the share had arrived',
      { firstShareAt: start + 3 * minute, minutes: minutesOf([100, 90], [100, 90], [100, 90]) },
      'quiet',
    ],
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
    ['watching has been ended', { fence: { phase: 'promoting' } }, 'over'],
    ['the cutover goes back already', { fence: { phase: 'rollingBack' } }, 'over'],
    [
      'it is over, whatever rings',
      { fence: { phase: 'promoting' }, minutes: minutesOf([100, 90], [100, 90]) },
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
    expect(look({ minutes: minutesOf(undefined, [100, 90], [100, 90]) }).reason).toMatch(
      /^http5xx rings: 90 %/,
    );
    expect(look({ minutes: [], now: start + 11 * minute }).reason).toMatch(/^blind: /);
  });

  test('every part is reported with its verdict', () => {
    const { verdicts } = look({ minutes: minutesOf([100, 0], [3, 0]), driftSince: start + 4 * minute });
    expect(Object.entries(verdicts).map(([name, { outcome }]) => [name, outcome])).toEqual([
      ['http5xx', 'inconclusive'],
      ['sight', 'pass'],
      ['drift', 'inconclusive'],
    ]);
  });
});

it('a quiet look never hides a ringing part', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 20 })), {
    maxLength: 10,
  });
  fc.assert(
    fc.property(rows, fc.nat({ max: 30 }), fc.option(fc.nat({ max: 30 })), (list, age, drift) => {
      const { decision, verdicts } = look({
        minutes: minutesOf(...list),
        now: start + age * minute,
        driftSince: drift === null ? undefined : start + (age - drift) * minute,
      });
      const rings = Object.values(verdicts).some(({ outcome }) => outcome === 'fail');
      expect(decision).toBe(rings ? 'ringing' : 'quiet');
    }),
  );
});

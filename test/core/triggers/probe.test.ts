import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  failuresThatRing,
  judgeProbe,
  lastRoundMilliseconds,
  mayProbe,
  type ProbeAnswer,
  probesPerMinuteMax,
  repeatsDue,
  repeatsPerLook,
  repeatsPerRound,
  ringsWithinSeconds,
  roundMilliseconds,
  roundsPerLook,
  waitAfterProbing,
} from '../../../core/triggers/probe.ts';

const rule = { path: '/health', status: 200, withinMilliseconds: 2000 };

type Word = 'good' | 'failed' | 'late' | 'strange' | 'unsent';
const of: Readonly<Record<Word, object>> = {
  good: { status: 200, tookMilliseconds: 80 },
  failed: { status: 503, tookMilliseconds: 80 },
  late: { unanswered: 'no answer within 2000 ms' },
  strange: { status: 403, tookMilliseconds: 80 },
  unsent: { unsent: 'getaddrinfo ENOTFOUND shop' },
};
const answer = (word: Word, round: number) => ({ round, ...of[word] }) as ProbeAnswer;

/** Rounds as words: `F F F / ok`. */
const words: Readonly<Record<string, Word>> = {
  ok: 'good',
  F: 'failed',
  L: 'late',
  '?': 'unsent',
  403: 'strange',
};
function roundsOf(text: string): ProbeAnswer[] {
  return text.split('/').flatMap((one, round) =>
    one
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => answer(words[word] ?? 'good', round)),
  );
}
const outcome = (answers: readonly ProbeAnswer[]) => judgeProbe(rule, { answers }).outcome;

describe('what answers come to', () => {
  test.each([
    ['ok', 'pass'],
    ['ok / ok / ok', 'pass'],
    ['F', 'inconclusive'],
    ['F ok ok', 'pass'],
    ['F F F', 'inconclusive'],
    ['F F F / F F F', 'fail'],
    ['L L L / L L L', 'fail'],
    ['F L F / L F L', 'fail'],
    ['F F F / F F', 'inconclusive'],
    ['F F F / ok', 'pass'],
    ['F F F / F F ok', 'pass'],
    ['F F F / F ok F', 'inconclusive'],
    ['ok / F F F / F F F', 'fail'],
    ['F F F F F F F', 'inconclusive'],
    ['F F F / ok / F F F', 'inconclusive'],
    ['F ok ok / F F F / F / F / F', 'fail'],
    ['?', 'inconclusive'],
    ['? / ? / ? / ? / ? / ?', 'inconclusive'],
    ['403 / 403', 'inconclusive'],
    ['ok / ? / ?', 'pass'],
    ['F F F / ? / F F F', 'fail'],
    ['F F F / 403 / F F F', 'fail'],
    ['', 'inconclusive'],
  ])('%s: %s', (text, expected) => {
    expect(outcome(roundsOf(text))).toBe(expected);
  });

  test('are told with their numbers', () => {
    expect(judgeProbe(rule, { answers: roundsOf('ok / F F F / F F L') })).toEqual({
      outcome: 'fail',
      observed: 6,
      threshold: 6,
      sampleCount: 7,
      reason:
        "probe rings: of GET /health through the canary's door the last 6 of 7 failed (no answer within 2000 ms), limit 6 in a row",
    });
  });

  test.each([
    [{ unable: "the canary's door is not open" }, "the probe cannot tell: the canary's door is not open"],
    [{ answers: roundsOf('?') }, /cannot tell: .*never have met the canary \(getaddrinfo ENOTFOUND shop\)/],
    [{ answers: roundsOf('403') }, /cannot tell: GET \/health answered 403, and .* alive answers 200/],
    [{ answers: [] }, /cannot tell: nothing was sent/],
  ])('say why they cannot tell: %j', (probed, reason) => {
    const verdict = judgeProbe(rule, probed);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reason).toMatch(reason);
  });
});

const anyWord = fc.constantFrom<Word>('good', 'failed', 'late', 'strange', 'unsent');
const anyAnswers = fc
  .array(fc.array(anyWord, { minLength: 1, maxLength: 3 }), { maxLength: 11 })
  .map((all) => all.flatMap((one, round) => one.map((word) => answer(word, round))));
const isTelling = (one: ProbeAnswer) =>
  'unanswered' in one || ('status' in one && (one.status >= 500 || one.status === 200));
const failed = (one: ProbeAnswer) => 'unanswered' in one || ('status' in one && one.status >= 500);

describe('of any answers', () => {
  test('only failures in a row, of two rounds and more, ring', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const telling = answers.filter(isTelling);
        const newest = telling.slice(-failuresThatRing);
        const run = telling.slice(telling.findLastIndex((one) => !failed(one)) + 1);
        const rings = newest.length === failuresThatRing && newest.every(failed);
        const isOfTwoRounds = new Set(run.map(({ round }) => round)).size > 1;
        expect(outcome(answers) === 'fail').toBe(rings && isOfTwoRounds);
      }),
    );
  });

  test('what never met the canary changes nothing', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const telling = answers.filter(isTelling);
        expect(outcome(answers)).toBe(outcome(telling));
        expect(outcome(answers.filter((one) => !isTelling(one)))).toBe('inconclusive');
      }),
    );
  });

  test('a look whose canary answers well at the end does not ring', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        expect(outcome([...answers, answer('good', 99)])).toBe('pass');
      }),
    );
  });
});

interface Asked {
  /** When each request's answer came, in milliseconds. */
  readonly ended: readonly number[];
  readonly rangAt: number | undefined;
}

/** What a look does before its first request. */
const lateMilliseconds = 400;

/** Looks one after another over the code's own rounds, repeats and waits; the function itself is held in the lab. */
function looks(
  pollSeconds: number,
  overheadMilliseconds: number,
  ask: (at: number, isRepeat: boolean) => { readonly word: Word; readonly takes: number },
  lasting = 6,
): Asked {
  const ended: number[] = [];
  let startedAt = -lateMilliseconds;
  for (let look = 0; look < lasting; look++) {
    const answers: ProbeAnswer[] = [];
    const send = (at: number, round: number, isRepeat: boolean) => {
      const { word, takes } = ask(at, isRepeat);
      answers.push(answer(word, round));
      ended.push(at + takes);
      return at + takes;
    };
    let now = startedAt;
    const until = startedAt + lastRoundMilliseconds(pollSeconds);
    for (let round = 0, at = startedAt + lateMilliseconds; at <= until; round++, at += roundMilliseconds) {
      now = send(at, round, false);
      const repeats = repeatsDue(rule, answers);
      const sentAt = now;
      for (let repeat = 0; repeat < repeats; repeat++) now = send(sentAt, round, true);
      if (outcome(answers) === 'fail') return { ended, rangAt: now };
    }
    const waitSeconds = waitAfterProbing(pollSeconds, now - startedAt);
    startedAt = now + waitSeconds * 1000 + overheadMilliseconds;
  }
  return { ended, rangAt: undefined };
}

const paces = [30, 35, 40, 45, 50, 55, 60];

describe('at every pace of the guard', () => {
  test.each(paces)('%s s: looks begin no more often than the history has room for', (pollSeconds) => {
    for (const took of [80, 2_000, 20_080, 24_000, lastRoundMilliseconds(pollSeconds) + 4_000])
      expect(took / 1000 + waitAfterProbing(pollSeconds, took)).toBeGreaterThanOrEqual(pollSeconds);
  });

  test.each(paces)('%s s: a calm look has all of its rounds', (pollSeconds) => {
    const { ended } = looks(pollSeconds, 0, () => ({ word: 'good', takes: 80 }), 1);
    expect(ended).toHaveLength(roundsPerLook(pollSeconds));
  });

  test.each(paces)('%s s: a dead canary rings in time, whenever it dies', (pollSeconds) => {
    for (const takes of [5, rule.withinMilliseconds]) {
      const word = takes > 1000 ? 'late' : 'failed';
      for (let diesAt = 0; diesAt < (pollSeconds + 1) * 1000; diesAt += 333) {
        const dying = (at: number) =>
          at < diesAt ? ({ word: 'good', takes: 80 } as const) : ({ word, takes } as const);
        const { rangAt = Infinity } = looks(pollSeconds, 600, dying);
        expect(rangAt - diesAt).toBeLessThanOrEqual(ringsWithinSeconds(rule) * 1000);
        expect(ringsWithinSeconds(rule)).toBeLessThanOrEqual(30);
      }
    }
  });

  test.each(paces)('%s s: no minute has more of our requests than are left out of it', (pollSeconds) => {
    // Whichever rounds are the ones asked again, and however late their answers: both requests of a round may time out.
    const windowMilliseconds = 60_000 + 2 * rule.withinMilliseconds;
    const rounds = [0, 1, 2, 3].flatMap((look) =>
      Array.from({ length: roundsPerLook(pollSeconds) }, (_, round) => ({
        look,
        at: look * pollSeconds * 1000 + round * roundMilliseconds,
      })),
    );
    for (const { at: from } of rounds) {
      const inside = rounds.filter(({ at }) => at >= from && at < from + windowMilliseconds);
      const byLook = [0, 1, 2, 3].map((look) => inside.filter((round) => round.look === look).length);
      const repeats = byLook.map((count) => Math.min(repeatsPerLook, repeatsPerRound * count));
      const most = [...byLook, ...repeats].reduce((sum, count) => sum + count, 0);
      expect(most).toBeLessThanOrEqual(probesPerMinuteMax);
    }
  });

  test('and so it is whatever is answered', () => {
    const whatever = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 1_900 })), {
      minLength: 70,
      maxLength: 70,
    });
    fc.assert(
      fc.property(fc.constantFrom(...paces), whatever, (pollSeconds, rounds) => {
        let at = -1;
        const { ended } = looks(pollSeconds, 0, (_at, isRepeat) => {
          if (isRepeat) return { word: 'good', takes: 80 };
          const [isFailed = false, takes = 0] = rounds[++at] ?? [];
          return { word: isFailed ? 'failed' : 'good', takes };
        });
        for (const from of ended) {
          const inMinute = ended.filter((one) => one >= from && one < from + 60_000).length;
          expect(inMinute).toBeLessThanOrEqual(probesPerMinuteMax);
        }
      }),
    );
  });
});

test('a canary that fails one request in ten does not ring in a hundred cutovers', () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  let rang = 0;
  for (let cutover = 0; cutover < 100; cutover++) {
    const { rangAt } = looks(30, 300, () => ({ word: random() < 0.1 ? 'failed' : 'good', takes: 80 }), 240);
    rang += rangAt === undefined ? 0 : 1;
  }
  expect(rang).toBe(0);
});

describe('a look probes', () => {
  const calm = { phase: 'releasing', isMarked: false, firstShareAt: 1, retries: 0 };
  test.each<[string, Partial<typeof calm> | { firstShareAt: undefined }, boolean]>([
    ['while the canary is served', {}, true],
    ['not before its first share', { firstShareAt: undefined }, false],
    ['not after it went back', { phase: 'rollingBack' }, false],
    ['not once watching has ended', { phase: 'promoting' }, false],
    ['not where something rings', { isMarked: true }, false],
    ['not when it is tried again: its requests were sent', { retries: 1 }, false],
  ])('%s', (_title, changes, expected) => {
    expect(mayProbe({ ...calm, ...changes })).toBe(expected);
  });
});

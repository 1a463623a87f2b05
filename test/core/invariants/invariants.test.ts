import { describe, expect, test } from 'vitest';
import { dryIsDry } from '../../../core/invariants/dry-is-dry.ts';
import { type Ended, everyCutoverEnds } from '../../../core/invariants/every-cutover-ends.ts';
import { neverIntoAHole } from '../../../core/invariants/never-into-a-hole.ts';
import { noBlindRung } from '../../../core/invariants/no-blind-rung.ts';
import {
  backMilliseconds,
  type Broken,
  type Observed,
  stragglerMilliseconds,
} from '../../../core/invariants/observed.ts';
import { oneWriter } from '../../../core/invariants/one-writer.ts';
import { rollbackWins } from '../../../core/invariants/rollback-wins.ts';
import { silenceIsNotHealth } from '../../../core/invariants/silence-is-not-health.ts';
import { wayBackOpen } from '../../../core/invariants/way-back-open.ts';
import { start } from '../evidence/some-minutes.ts';

/** The canary at 26 %, all well. */
const calm: Observed = {
  at: start,
  writtenPercent: 26,
  servedPercent: 26,
  stable: { desiredCount: 4, healthyTargets: 4 },
  canary: { desiredCount: 2, healthyTargets: 2 },
  isOrphaned: false,
  stableSince: start,
  fence: { phase: 'releasing', phaseSince: start },
};
const seen = (changes: Partial<Observed>): Observed => ({ ...calm, ...changes });
const at = (writtenPercent: number, changes: Partial<Observed> = {}) => seen({ writtenPercent, ...changes });
const back = (after: number, share: number): Observed =>
  seen({
    at: start + after,
    writtenPercent: share,
    servedPercent: share,
    fence: { phase: 'rollingBack', phaseSince: start },
  });
const empty = { desiredCount: 2, healthyTargets: 0 };

type Row = readonly [title: string, broken: Broken, expected: RegExp | undefined];
const holds = (title: string, broken: Broken): Row => [title, broken, undefined];
const breaks = (title: string, broken: Broken, expected: RegExp): Row => [title, broken, expected];

const wayBack = (now: Observed, changes: object = {}) =>
  wayBackOpen(now, { hasShifted: true, promoted: false, snapshotCount: 4, ...changes });
const short = seen({ stable: { desiredCount: 3, healthyTargets: 3 } });
const ended = (changes: Partial<Ended> = {}) =>
  everyCutoverEnds({
    outcome: 'promoted',
    afterSeconds: 7200,
    longestSeconds: 9000,
    locks: [],
    armed: [],
    ...changes,
  });
const rise = (evidence: { allowed: boolean; ringing: boolean; isOverDrift?: boolean }) =>
  noBlindRung(at(1), at(26), { isOverDrift: false, ...evidence });
const minutes = (count: number) => ({ minutes: count, needed: 2 });

describe.each<[string, readonly Row[]]>([
  [
    'wayBackOpen',
    [
      holds('stable has all its tasks', wayBack(calm)),
      holds('stable has more', wayBack(seen({ stable: { desiredCount: 6, healthyTargets: 6 } }))),
      breaks('a task of stable is gone', wayBack(short), /stable wants 3 tasks and had 4 .* canary at 26 %/),
      holds('before the first shift it is not ours to say', wayBack(short, { hasShifted: false })),
      holds('after the promotion stable may go', wayBack(short, { promoted: true })),
    ],
  ],
  [
    'oneWriter',
    [
      holds('weights while releasing', oneWriter(calm)),
      holds('a straggler within its bound', oneWriter(back(stragglerMilliseconds, 26))),
      breaks(
        'a straggler beyond it',
        oneWriter(back(stragglerMilliseconds + 1, 26)),
        /the rules say 26 % 150 s after/,
      ),
      holds(
        'with a dead execution until the reconciler has come',
        oneWriter({ ...back(stragglerMilliseconds + 120_000, 26), isOrphaned: true }),
      ),
      breaks(
        'and no longer',
        oneWriter({ ...back(stragglerMilliseconds + 120_001, 26), isOrphaned: true }),
        /the rules say 26 % 270 s after/,
      ),
      holds('home', oneWriter(back(stragglerMilliseconds * 9, 0))),
      holds('nobody holds the lock', oneWriter(seen({ fence: undefined }))),
    ],
  ],
  [
    'rollbackWins',
    [
      holds('a share while releasing', rollbackWins(calm, { reachedZero: false })),
      holds('on its way home', rollbackWins(back(backMilliseconds, 26), { reachedZero: false })),
      breaks(
        'not home in time',
        rollbackWins(back(backMilliseconds + 1, 26), { reachedZero: false }),
        /served 26 % by the canary 90 s after/,
      ),
      holds(
        'with a dead execution until the reconciler has come',
        rollbackWins({ ...back(backMilliseconds + 120_000, 26), isOrphaned: true }, { reachedZero: false }),
      ),
      breaks(
        'and no longer',
        rollbackWins({ ...back(backMilliseconds + 120_001, 26), isOrphaned: true }, { reachedZero: false }),
        /served 26 % by the canary 210 s after/,
      ),
      holds(
        'while nobody on stable is healthy',
        rollbackWins(
          { ...back(backMilliseconds * 2, 26), stableSince: start + backMilliseconds },
          { reachedZero: false },
        ),
      ),
      holds(
        'overtaken by a straggler within its bound',
        rollbackWins(back(stragglerMilliseconds, 26), { reachedZero: true }),
      ),
      breaks(
        'up again after that bound',
        rollbackWins(back(stragglerMilliseconds + 1, 26), { reachedZero: true }),
        /by the canary again, 150 s after/,
      ),
      holds('home for good', rollbackWins(back(stragglerMilliseconds * 9, 0), { reachedZero: true })),
    ],
  ],
  [
    'noBlindRung',
    [
      holds('a rise that was allowed', rise({ allowed: true, ringing: false })),
      breaks(
        'a rise that nobody allowed',
        rise({ allowed: false, ringing: false }),
        /rose from 1 % to 26 % without a passing verdict/,
      ),
      breaks(
        'a rise while it rings',
        rise({ allowed: true, ringing: true }),
        /rose from 1 % to 26 % while a trigger rang/,
      ),
      breaks(
        "a rise over somebody else's weights",
        rise({ allowed: true, ringing: false, isOverDrift: true }),
        /somebody else had written/,
      ),
      holds(
        'a fall needs no verdict',
        noBlindRung(at(26), at(0), { allowed: false, ringing: true, isOverDrift: false }),
      ),
      holds(
        'no change needs none',
        noBlindRung(at(26), at(26), { allowed: false, ringing: false, isOverDrift: false }),
      ),
    ],
  ],
  [
    'neverIntoAHole',
    [
      holds('to a healthy canary', neverIntoAHole(at(1), at(26))),
      breaks(
        'to a dead canary',
        neverIntoAHole(at(1), at(26, { canary: empty })),
        /from 1 % to 26 % without a healthy target/,
      ),
      holds('home to a healthy stable', neverIntoAHole(at(26), at(0, { canary: empty }))),
      breaks(
        'home to a dead stable',
        neverIntoAHole(at(26), at(0, { stable: empty })),
        /stable got 100 % .* without a healthy target/,
      ),
      holds('whoever dies without a shift', neverIntoAHole(at(26), at(26, { stable: empty, canary: empty }))),
    ],
  ],
  [
    'everyCutoverEnds',
    [
      holds('in time, with nothing left', ended()),
      holds('at the last second', ended({ afterSeconds: 9000 })),
      ...(['rolledBack', 'refused', 'needsPerson'] as const).map((outcome) =>
        holds(outcome, ended({ outcome })),
      ),
      breaks('it still runs', ended({ outcome: undefined }), /still running after 7200 s/),
      breaks('it took too long', ended({ afterSeconds: 9001 }), /took 9001 s, at most 9000 s/),
      breaks('a lock is left', ended({ locks: ['r1', 's1'] }), /locks left behind: r1, s1/),
      breaks('a door is left', ended({ armed: ['a door'] }), /left behind: a door/),
    ],
  ],
  [
    'dryIsDry',
    [
      holds('a read', dryIsDry({ name: 'elbv2:DescribeRules', mutating: false, ledgerKey: undefined })),
      holds('its own story', dryIsDry({ name: 'dynamodb:PutItem', mutating: true, ledgerKey: 'DRY#c1' })),
      breaks(
        'a weight',
        dryIsDry({ name: 'elbv2:ModifyRule', mutating: true, ledgerKey: undefined }),
        /a dry run called elbv2:ModifyRule/,
      ),
      breaks(
        'a lock',
        dryIsDry({ name: 'dynamodb:PutItem', mutating: true, ledgerKey: 'LOCK#r1' }),
        /dynamodb:PutItem/,
      ),
      breaks(
        "a live cutover's record",
        dryIsDry({ name: 'dynamodb:PutItem', mutating: true, ledgerKey: 'CUTOVER#c1' }),
        /dynamodb:PutItem/,
      ),
    ],
  ],
  [
    'silenceIsNotHealth',
    [
      holds('two minutes seen', silenceIsNotHealth(at(1), at(26), minutes(2))),
      breaks(
        'one minute seen',
        silenceIsNotHealth(at(1), at(26), minutes(1)),
        /rose from 1 % on 1 minutes of data, 2 are needed/,
      ),
      holds('the first share has no minutes', silenceIsNotHealth(at(0), at(1), minutes(0))),
      holds('a fall needs none', silenceIsNotHealth(at(26), at(0), minutes(0))),
    ],
  ],
])('%s', (_name, rows) => {
  test.each(rows)('%s', (_title, broken, expected) => {
    expect(broken ?? '').toMatch(expected ?? /^$/);
    expect(broken === undefined).toBe(expected === undefined);
  });
});

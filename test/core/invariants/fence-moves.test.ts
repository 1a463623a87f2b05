import { describe, expect, test } from 'vitest';
import {
  backStays,
  type FenceSeen,
  forwardStays,
  heldAlone,
  watchedMoves,
} from '../../../core/invariants/fence-moves.ts';

const now = Date.parse('2026-12-01T22:10:00Z');
const releasing: FenceSeen = {
  cutoverId: 'one',
  epoch: 1,
  phase: 'releasing',
  intended: 'split:1',
  isMarked: false,
  leaseUntil: now + 60_000,
};
const rollingBack: FenceSeen = { ...releasing, epoch: 2, phase: 'rollingBack', intended: 'stable alone' };
const promoting: FenceSeen = { ...releasing, phase: 'promoting', intended: 'split:100' };

describe('going back stays', () => {
  test.each<[string, FenceSeen, FenceSeen, RegExp | undefined]>([
    ['it begins, in an epoch of its own', releasing, rollingBack, undefined],
    ['it ends as the snapshot says', rollingBack, { ...rollingBack, intended: 'snapshot' }, undefined],
    ['the next cutover begins', rollingBack, { ...releasing, cutoverId: 'two' }, undefined],
    ['the epoch does not move', releasing, { ...rollingBack, epoch: 1 }, /in the epoch of the release/],
    ['the epoch moves back', rollingBack, { ...rollingBack, epoch: 1 }, /from 2 back to 1/],
    ['it releases again', rollingBack, { ...releasing, epoch: 2 }, /and then releasing/],
    ['a late writer', rollingBack, { ...rollingBack, intended: 'split:26' }, /split:26/],
  ])('%s', (_title, before, after, expected) => {
    expect(backStays(before, after) ?? '').toMatch(expected ?? /^$/);
  });
});

describe('nothing moves unwatched', () => {
  const marked = { ...releasing, isMarked: true };
  const next = { ...releasing, intended: 'split:26' } as const;
  const asleep = { ...releasing, leaseUntil: now - 120_000 };
  test.each<[string, FenceSeen, FenceSeen, RegExp | undefined]>([
    ['a rung', releasing, next, undefined],
    ['the end of watching', { ...releasing, intended: 'split:100' }, promoting, undefined],
    ['a mark is left, and it stays where it is', marked, { ...marked, leaseUntil: now + 90_000 }, undefined],
    [
      'a call that was slow since the lease ran out',
      { ...releasing, leaseUntil: now - 30_000 },
      next,
      undefined,
    ],
    ['a rung over a mark', marked, { ...next, isMarked: true }, /split:26.*although a reason/],
    ['the end of watching over a mark', marked, promoting, /watching ended although a reason/],
    ['a rung that nobody watches', asleep, { ...next, leaseUntil: asleep.leaseUntil }, /nobody had looked/],
  ])('%s', (_title, before, after, expected) => {
    expect(watchedMoves(before, after, now) ?? '').toMatch(expected ?? /^$/);
  });
});

test('when watching has ended nobody is taken back', () => {
  expect(forwardStays(promoting, { ...promoting, intended: 'canary alone' })).toBeUndefined();
  expect(forwardStays(promoting, { ...rollingBack, intended: 'stable alone' })).toMatch(
    /and then it was rollingBack/,
  );
});

test('a lock changes hands only when its holder is over', () => {
  const next = { ...releasing, cutoverId: 'two' };
  expect(heldAlone(releasing, next, false)).toBeUndefined();
  expect(heldAlone(releasing, releasing, true)).toBeUndefined();
  expect(heldAlone(releasing, next, true)).toMatch(/two took the lock of one/);
});

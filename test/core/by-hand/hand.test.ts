import { describe, expect, test } from 'vitest';
import { handLeaseMilliseconds, letGoMilliseconds, outOfHand } from '../../../core/by-hand/hand.ts';

const now = Date.parse('2026-12-01T22:30:00Z');
const minute = 60_000;
const mark = { kind: 'alarm', reason: 'http5xx rings', at: now } as const;
const hand = { name: 'robin@laptop', isLetGo: false };
const letGo = { ...hand, isLetGo: true };
const row = { phase: 'releasing', byHand: hand, leaseUntil: now + handLeaseMilliseconds } as const;

describe('in somebody’s hand', () => {
  test.each([
    ['just looked', row],
    ['at the last instant of its lease', { ...row, leaseUntil: now }],
    ['let go, to be taken up', { ...row, byHand: letGo, leaseUntil: now + letGoMilliseconds }],
    ['marked: its own look hears of it', { ...row, mark }],
    ['by a clock that is half a minute fast', { ...row, leaseUntil: now + letGoMilliseconds + minute / 2 }],
  ])('%s', (_title, one) => {
    expect(outOfHand(one, now)).toBeUndefined();
  });
});

describe('out of hand', () => {
  test.each([
    [
      'not heard of',
      { ...row, leaseUntil: now - 1 },
      'robin@laptop has not looked in time: the lease ran out at 22:29 UTC',
    ],
    ['never taken up', { ...row, byHand: letGo, leaseUntil: now - 1 }, 'nobody had taken it up by 22:29 UTC'],
    ['an alarm while let go', { ...row, byHand: letGo, mark }, 'http5xx rings, while nobody had it in hand'],
    [
      'a clock that is an hour fast',
      { ...row, leaseUntil: now + 60 * minute },
      'the clock of robin@laptop is fast',
    ],
    [
      'going back',
      { ...row, phase: 'rollingBack' as const },
      'it was going back in the hand of robin@laptop',
    ],
    [
      'promoting',
      { ...row, phase: 'promoting' as const },
      'it was being promoted in the hand of robin@laptop',
    ],
  ])('%s', (_title, one, says) => {
    expect(outOfHand(one, now)).toContain(says);
  });
});

test('a hand looks several times within its lease, and lets go for longer than that', () => {
  expect(handLeaseMilliseconds).toBeGreaterThan(3 * 30_000);
  expect(letGoMilliseconds).toBeGreaterThan(handLeaseMilliseconds);
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CutoverOutcome, Phase } from '../../../core/record.ts';
import { decideHome, type HomewardFacts } from '../../../core/release/homeward.ts';
import { snapshotOf } from './some-world.ts';

const now = Date.parse('2026-12-01T23:00:00Z');
const second = 1000;
const deserted = 'its execution was stopped';
const snapshot = snapshotOf();
const decide = (facts: Partial<HomewardFacts>) => decideHome({ now, deserted, phase: undefined, ...facts });
const locked = (phase: Phase, facts: Partial<HomewardFacts> = {}) => decide({ phase, snapshot, ...facts });
const promoted = { outcome: 'promoted', reason: 'all went well' } as const;
const rolledBack = { outcome: 'rolledBack', reason: 'http5xx rang' } as const;

describe('before anything could have moved', () => {
  test.each<[string, Partial<HomewardFacts>]>([
    ['nothing was taken', {}],
    ['the lock was taken, and no snapshot yet', { phase: 'releasing' }],
  ])('%s: it is refused', (_title, facts) => {
    const ending = { outcome: 'refused', reason: deserted };
    expect(decide(facts)).toEqual({ does: 'end', ending, reason: deserted });
  });

  test('a snapshot without its lock: nobody can tell who moved what since, so a person looks', () => {
    const ending = { outcome: 'needsPerson', reason: deserted };
    expect(decide({ snapshot })).toEqual({ does: 'end', ending, reason: deserted });
  });
});

describe('while it was releasing, or going back', () => {
  test.each<[string, Phase, Partial<HomewardFacts>, string]>([
    ['releasing', 'releasing', {}, 'back'],
    [
      'releasing though somebody has begun the way back before',
      'releasing',
      { backAt: now - second },
      'back',
    ],
    ['rolling back, and its weights were never seen to be written', 'rollingBack', {}, 'back'],
    ['rolling back, and written', 'rollingBack', { backAt: now - second }, 'confirm'],
  ])('%s: %s', (_title, phase, facts, does) => {
    expect(locked(phase, facts)).toEqual({ does, reason: deserted });
  });

  test.each<[Phase, Partial<HomewardFacts>]>([
    ['releasing', {}],
    ['rollingBack', { backAt: now }],
  ])('%s: why it was going back counts more than that its execution died', (phase, facts) => {
    expect(locked(phase, { ...facts, backFor: 'http5xx rang' }).reason).toBe('http5xx rang');
  });
});

describe('after watching, home lies ahead', () => {
  test('the new version alone takes the traffic first', () => {
    expect(locked('promoting')).toEqual({ does: 'forward', reason: deserted });
  });

  test.each([
    [0, 'wait'],
    [119, 'wait'],
    [120, 'end'],
    [3600, 'end'],
  ])('%s s later: %s, so that nobody is cut off on the old one', (seconds, does) => {
    expect(locked('promoting', { aloneAt: now - seconds * second }).does).toBe(does);
  });

  test('then it is promoted, and said by whom', () => {
    const done = { does: 'end', after: 'forward', reason: deserted };
    const facts = { aloneAt: now - 120 * second };
    const ending = (reason: string) => ({ ...done, ending: { outcome: 'promoted', reason } });
    expect(locked('promoting', facts)).toEqual(ending(`finished by the reconciler: ${deserted}`));
    expect(locked('promoting', { ...facts, byHand: 'dana' })).toEqual(ending(`by hand: ${deserted}`));
  });

  test('nothing that once spoke for the way back turns it round', () => {
    expect(locked('promoting', { backAt: now, backFor: 'http5xx rang' })).toEqual({
      does: 'forward',
      reason: deserted,
    });
  });

  test('an ending that was known stands, once the services are as they should be', () => {
    const facts = { aloneAt: now - 120 * second, ending: rolledBack, unfinished: true };
    expect(locked('promoting', facts)).toMatchObject({ after: 'forward', ending: rolledBack });
  });
});

describe('an ending that is known already', () => {
  const phases = fc.constantFrom<Phase | undefined>('releasing', 'promoting', 'rollingBack', undefined);

  test('stands, and only clearing away is left, wherever it was', () => {
    fc.assert(
      fc.property(phases, fc.constantFrom(promoted, rolledBack), (phase, ending) => {
        expect(decide({ phase, snapshot, ending })).toEqual({ does: 'end', ending, reason: deserted });
      }),
    );
  });

  test('what was written at the very end outranks what was only intended', () => {
    const facts = { ...rolledBack, ending: promoted };
    expect(locked('rollingBack', facts)).toEqual({ does: 'end', ending: rolledBack, reason: deserted });
  });

  test('an outcome without its reason is still an outcome', () => {
    const outcome: CutoverOutcome = 'refused';
    expect(decide({ outcome })).toMatchObject({ ending: { outcome, reason: '' } });
  });

  test('but a person was called and users are still away: it goes on home, as long as it holds the lock', () => {
    const called = { ending: { outcome: 'needsPerson', reason: 'throttled' }, unfinished: true } as const;
    expect(locked('releasing', called).does).toBe('back');
    expect(locked('rollingBack', { ...called, backAt: now }).does).toBe('confirm');
    expect(decide({ ...called, snapshot })).toMatchObject({ does: 'end', ending: called.ending });
  });
});

const maybe = <T>(value: T) => fc.option(fc.constant(value), { nil: undefined });

test('whatever is known, users are never moved without a snapshot and a lock', () => {
  const facts = fc.record({
    phase: fc.constantFrom<Phase | undefined>('releasing', 'promoting', 'rollingBack', undefined),
    snapshot: maybe(snapshot),
    backAt: maybe(now),
    aloneAt: maybe(now - 3600 * second),
    ending: maybe(rolledBack),
    unfinished: fc.boolean(),
  });
  fc.assert(
    fc.property(facts, (drawn) => {
      const home = decide(drawn as Partial<HomewardFacts>);
      const moves = home.does !== 'end' || home.after === 'forward';
      expect(moves && (drawn.phase === undefined || drawn.snapshot === undefined)).toBe(false);
    }),
  );
});

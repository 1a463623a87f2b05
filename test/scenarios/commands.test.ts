import { describe, expect, test } from 'vitest';
import { desired, tell } from './story.ts';

const at = (result: { weights: readonly { at: string; canaryPercent: number }[] }, percent: number) =>
  Date.parse(result.weights.findLast(({ canaryPercent }) => canaryPercent === percent)?.at ?? '');
const minutesBetween = (later: number, sooner: number) => (later - sooner) / 60_000;
const texts = (result: { story: readonly { text: string }[] }) => result.story.map(({ text }) => text);

describe('abort', () => {
  test.each([
    ['while the canary starts', '+60s', [0]],
    ['while it bakes', 'weight>=1 +2m', [0, 1, 0]],
    ['at a rung', 'weight>=26 +2m', [0, 1, 26, 0]],
    ['while watching', 'weight>=100 +10m', [0, 1, 26, 51, 76, 100, 0]],
    ['while verifying', 'weight>=100 +50m', [0, 1, 26, 51, 76, 100, 0]],
  ])('%s takes everybody back within a minute', async (_title, moment, expected) => {
    const { result, shares, lab, rulesBefore, rulesAfter } = await tell({
      when: [{ at: moment, command: 'abort' }],
    });
    expect(result).toMatchObject({ outcome: 'rolledBack', reason: 'oncall aborts the cutover' });
    expect(shares).toEqual(expected);
    expect(result.invariants.broken).toEqual([]);
    expect(rulesAfter).toEqual(rulesBefore);
    expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
    const said = result.story.find(({ actor }) => actor === 'oncall');
    const tookMs = expected.length > 1 ? at(result, 0) - Date.parse(said?.at ?? '') : 0;
    expect(tookMs).toBeLessThan(45_000);
  });

  test('wins over every other word, and a second one is harmless', async () => {
    const words = ['hold', 'abort', 'skip', 'resume', 'abort', 'hold'];
    const { result, shares } = await tell({
      when: words.map((command) => ({ at: 'weight>=26 +1m', command })),
    });
    expect(result.outcome).toBe('rolledBack');
    expect(shares).toEqual([0, 1, 26, 0]);
    expect(texts(result).filter((text) => text === 'oncall aborts the cutover')).toHaveLength(1);
  });

  test('after watching has ended comes too late: the cutover finishes forward', async () => {
    const { result, shares } = await tell({ when: [{ at: 'weight>=100 +5405s', command: 'abort' }] });
    expect(result.outcome).toBe('promoted');
    expect(shares.at(-1)).toBe(100);
  });

  test('is heard by the guard when the token was never stored', async () => {
    const { result } = await tell({
      when: [
        { at: '+0s', fail: { call: 'sfn:SendTaskFailure', error: 'AccessDeniedException', for: '3h' } },
        { at: 'weight>=26 +1m', command: 'abort' },
      ],
    });
    expect(result).toMatchObject({ outcome: 'rolledBack', reason: 'oncall aborts the cutover' });
    expect(result.invariants.broken).toEqual([]);
  });
});

describe('skip', () => {
  test('ends this wait and no other; the share still rises on evidence only', async () => {
    const calm = await tell({});
    const { result } = await tell({ when: [{ at: 'weight>=26 +1m', command: 'skip' }] });
    expect(result.outcome).toBe('promoted');
    expect(result.invariants.broken).toEqual([]);
    const held = minutesBetween(at(result, 51), at(result, 26));
    expect(held).toBeLessThan(minutesBetween(at(calm.result, 51), at(calm.result, 26)));
    // Two whole minutes of this rung, and their numbers settled.
    expect(held).toBeGreaterThan(3);
    expect(minutesBetween(at(result, 76), at(result, 51))).toBeGreaterThan(4);
  });

  test('of the bake and of the settling time brings the ramp forward', async () => {
    const { result } = await tell({
      when: [
        { at: 'weight>=1 +1m', command: 'skip' },
        { at: 'weight>=1 +2m', command: 'skip' },
      ],
    });
    expect(result.outcome).toBe('promoted');
    expect(minutesBetween(at(result, 26), at(result, 1))).toBeLessThan(8);
  });

  test('while verifying is refused in words and changes nothing', async () => {
    const calm = await tell({});
    const { result } = await tell({ when: [{ at: 'weight>=100 +40m', command: 'skip' }] });
    expect(Math.abs(result.seconds - calm.result.seconds)).toBeLessThan(2);
    expect(texts(result)).toEqual(texts(calm.result));
  });
});

describe('hold', () => {
  test('keeps the share where it is until somebody resumes', async () => {
    const { result } = await tell({
      when: [
        { at: 'weight>=26 +1m', command: 'hold' },
        { at: 'weight>=26 +40m', command: 'resume' },
      ],
    });
    expect(result.outcome).toBe('promoted');
    expect(minutesBetween(at(result, 51), at(result, 26))).toBeGreaterThanOrEqual(39);
    expect(minutesBetween(at(result, 51), at(result, 26))).toBeLessThan(42);
    expect(result.invariants.broken).toEqual([]);
  });

  test('that nobody resumes goes back after an hour', async () => {
    const { result, shares } = await tell({ when: [{ at: 'weight>=26 +1m', command: 'hold' }] });
    expect(result.outcome).toBe('rolledBack');
    expect(result.reason).toMatch(/^held by oncall since .* and not resumed in time$/);
    expect(shares).toEqual([0, 1, 26, 0]);
    expect(minutesBetween(at(result, 0), at(result, 26))).toBeLessThan(64);
  });

  test.each([
    ['before the first share', '+30s', [0, 1]],
    ['before promoting', 'weight>=100 +70m', [0, 1, 26, 51, 76, 100]],
  ])('%s holds there', async (_title, moment, before) => {
    const { result, shares } = await tell({ when: [{ at: moment, command: 'hold' }] });
    expect(result.outcome).toBe('rolledBack');
    expect([...before, 0]).toEqual(expect.arrayContaining([...shares]));
    expect(shares).not.toContain(before.length === 2 ? 1 : -1);
    expect(result.invariants.broken).toEqual([]);
  });

  test('does not keep a trigger from going back', async () => {
    const { result } = await tell({
      when: [
        { at: 'weight>=26', command: 'hold' },
        { at: 'weight>=26 +3m', set: { 'canary.errorRate': '30%' } },
      ],
    });
    expect(result.outcome).toBe('rolledBack');
    expect(result.reason).toMatch(/http5xx( \(all\))? rings/);
  });
});

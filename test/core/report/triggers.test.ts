import { describe, expect, test } from 'vitest';
import type { LookKept, RowKept } from '../../../core/report/looks.ts';
import { triggerLines } from '../../../core/report/triggers.ts';

const look = (time: string, row: Partial<RowKept>): LookKept => ({
  at: `2026-12-01T${time}.000Z`,
  rows: [{ id: 'http5xx', scope: 'canary', outcome: 'pass', seen: time, threshold: 5, ...row }],
  minutes: [],
});

describe('a trigger', () => {
  test('that stayed quiet is told by the look that came nearest to its limit', () => {
    const looks = [
      look('22:01:00', { observed: 1 }),
      look('22:02:00', { observed: 4 }),
      look('22:03:00', { outcome: 'inconclusive' }),
      look('22:04:00', { observed: 2 }),
    ];
    expect(triggerLines(looks)).toEqual([
      { id: 'http5xx', scope: 'canary', firedAt: null, observed: '22:02:00', reached: 0.8 },
    ]);
  });

  test('that rang is told by the look that heard it first', () => {
    const looks = [
      look('22:01:00', { observed: 1 }),
      look('22:02:00', { outcome: 'fail', observed: 26 }),
      look('22:03:00', { outcome: 'fail', observed: 40 }),
    ];
    expect(triggerLines(looks)).toMatchObject([
      { firedAt: '2026-12-01T22:02:00.000Z', observed: '22:02:00', reached: 5.2 },
    ]);
  });

  test('that never had a number has none', () => {
    const [line] = triggerLines([look('22:01:00', { outcome: 'inconclusive' })]);
    expect(line).toEqual({ id: 'http5xx', scope: 'canary', firedAt: null, observed: '22:01:00' });
  });

  test('with a limit of 0 has reached it once it is above', () => {
    const rising = triggerLines([look('22:01:00', { threshold: 0, observed: 3 })]);
    const falling = triggerLines([look('22:01:00', { threshold: 0, observed: -3 })]);
    expect([rising[0]?.reached, falling[0]?.reached]).toEqual([1, 0]);
  });
});

import { expect, test } from 'vitest';
import { type GateBefore, underGate } from '../../../core/gate/before-rung.ts';

const gate: GateBefore = { name: 'ramp', percent: 26, seconds: 1800 };
const advance = { decision: 'advance', reason: '0 % of 100 requests failed', rows: [] } as const;
const hold = { decision: 'hold', reason: 'somebody else changed the weights' } as const;
const back = { decision: 'rollBack', reason: 'http5xx rings' } as const;

test('where people are to decide, the share does not rise by itself: they are asked with what was found', () => {
  expect(underGate(advance, gate)).toEqual({
    decided: { decision: 'ask', reason: advance.reason },
    gate: { name: 'ramp', percent: 26, seconds: 1800, evidence: advance.reason },
  });
});

test.each([
  ['there is no gate', advance, undefined],
  ['they have approved', advance, { ...gate, approvedAt: 0 }],
  ['it holds anyway', hold, gate],
  ['it goes back, whoever could be asked', back, gate],
  ['it goes back, whoever has approved', back, { ...gate, approvedAt: 0 }],
])('what was decided stands where %s', (_title, decided, before) => {
  expect(underGate(decided, before)).toEqual({ decided });
});

import { expect, test } from 'vitest';
import { outcomeIsTrue } from '../../../core/invariants/outcome-is-true.ts';

const calm = { outcome: 'promoted', servedPercent: 100, hasShifted: true, drifted: false };

test.each([
  [calm],
  [{ ...calm, outcome: 'rolledBack', servedPercent: 0 }],
  [{ ...calm, outcome: 'refused', servedPercent: 0, hasShifted: false }],
  [{ ...calm, outcome: 'needsPerson', servedPercent: 51 }],
  [{ ...calm, servedPercent: 15, drifted: true }],
  [{ ...calm, outcome: undefined, servedPercent: 26 }],
])('%j holds', (ending) => {
  expect(outcomeIsTrue(ending)).toBeUndefined();
});

test.each([
  [{ ...calm, servedPercent: 76 }, '76 % by the new version'],
  [{ ...calm, outcome: 'rolledBack', servedPercent: 1 }, '1 % by the canary'],
  [{ ...calm, outcome: 'refused', servedPercent: 0 }, 'had a share before'],
  [{ ...calm, outcome: 'refused', servedPercent: 50, drifted: true }, 'had a share before'],
])('%j is broken', (ending, why) => {
  expect(outcomeIsTrue(ending)).toContain(why);
});

import { expect, test } from 'vitest';
import { cutoverOf } from '../../../core/messages/records.ts';

test.each([
  ['CUTOVER#a.b', 'STORY#2026', 'a.b'],
  ['CUTOVER#a', 'REPORT', 'a'],
  ['APPROVAL#a.go-live', 'RECORD', 'a'],
  ['APPROVAL#a.go-live.ramp-26', 'RECORD', 'a.go-live'],
  ['APPROVAL#a.sign-off', 'SENT#1#dana', undefined],
  ['APPROVAL#a', 'RECORD', undefined],
  ['CUTOVER#a', 'RECORD', undefined],
  ['CUTOVER#a', 'TOLD', undefined],
  ['DRY#a', 'STORY#2026', undefined],
  ['LOCK#arn', 'LOCK', undefined],
])('%s %s is about %s', (pk, sk, expected) => {
  expect(cutoverOf({ pk, sk })).toBe(expected);
});

import { describe, expect, test } from 'vitest';
import { ringingRow } from '../../../core/triggers/ringing.ts';

const own = { own: true, alarm: 'cutover-x-http5xx-all', triggerId: 'http5xx', scope: 'all' } as const;
const data = (value: unknown) => JSON.stringify(value);

describe('an alarm of our own', () => {
  test.each([
    [data({ recentDatapoints: [62.4367, 7], threshold: 5 }), '62.4, 7 % in 2 minutes, limit 5 %'],
    [data({ recentDatapoints: [30], threshold: 5 }), '30 % in one minute, limit 5 %'],
    [data({ recentDatapoints: [], threshold: 5 }), 'Threshold Crossed'],
    [data({ recentDatapoints: ['30'], threshold: 5 }), 'Threshold Crossed'],
    [data({ recentDatapoints: [30, null], threshold: 5 }), 'Threshold Crossed'],
    [data({ recentDatapoints: [30] }), 'Threshold Crossed'],
    [data(null), 'Threshold Crossed'],
    ['not JSON', 'Threshold Crossed'],
    [undefined, 'Threshold Crossed'],
  ])('%s', (reasonData, words) => {
    const { id, scope, verdict } = ringingRow(own, { reason: 'Threshold Crossed', reasonData });
    expect({ id, scope, ...verdict }).toEqual({
      id: 'http5xx',
      scope: 'all',
      outcome: 'fail',
      reason: `http5xx (all) rings, says its alarm: ${words}`,
    });
  });
});

test('one of the team speaks for itself', () => {
  const { id, verdict } = ringingRow({ own: false, alarm: 'checkout-slow' }, { reason: 'too slow' });
  expect(id).toBe('alarms.checkout-slow');
  expect(verdict.reason).toBe('the alarm checkout-slow rings: too slow');
  expect(ringingRow({ own: false, alarm: 'a' }, {}).verdict.reason).toBe('the alarm a rings: it is in ALARM');
});

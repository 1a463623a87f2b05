import { expect, test } from 'vitest';
import { alarmOf } from '../../../core/triggers/alarm.ts';
import { triggersOf } from '../../../core/triggers/triggers.ts';
import { aPlan, planOf } from '../plan/a-plan.ts';

const queue = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
const triggers = triggersOf(planOf(aPlan({ triggers: { queueDepth: { queue, risingFor: '3m' } } })), 0);
const alarms = triggers.map((trigger) => alarmOf(trigger, 'rehearsal-1'));

test('each trigger has an alarm of its own, named after the cutover that it takes back', () => {
  expect(alarms.map(({ name }) => name)).toEqual(
    triggers.map(({ id, scope }) => `cutover-rehearsal-1-${id}-${scope}`),
  );
  expect(new Set(alarms.map(({ name }) => name)).size).toBe(triggers.length);
});

test('it has the limit and the time of its trigger, and every metric that its rule names', () => {
  const [queueAlarm] = alarms.filter(({ triggerId }) => triggerId === 'queueDepth');
  expect(queueAlarm).toEqual({
    name: 'cutover-rehearsal-1-queueDepth-all',
    triggerId: 'queueDepth',
    scope: 'all',
    description: expect.stringContaining('rehearsal-1'),
    math: 'DIFF(queueDepth)',
    metrics: [{ id: 'queueDepth', of: 'queue', name: 'ApproximateNumberOfMessagesVisible', stat: 'Minimum' }],
    above: 0,
    minutes: 3,
  });
  for (const { math, metrics } of alarms)
    expect(metrics.map(({ id }) => math.includes(id))).toEqual(metrics.map(() => true));
});

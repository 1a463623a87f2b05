/** The alarms that the team has anyway: pushed, polled, and never what the guard depends on. */
import { expect, test } from 'vitest';
import type { Lab } from '../../lab/lab.ts';
import { type Document, tell } from './story.ts';
import { expectHome, fired, lost } from './trigger-story.ts';

const name = 'checkout-slow';

function listening(document: Document): void {
  document['triggers'] = { ...(document['triggers'] as object), alarms: [name] };
}

/** Whether it stands, and how. */
const stateOf = (lab: Lab) =>
  lab.production.services.cloudwatch.actions
    .DescribeAlarms({ AlarmNames: [name] })
    .MetricAlarms?.map(({ StateValue }) => StateValue);

/** Rings when users have seen 51 %, 40 s later. */
const ringing = (lab: Lab) => {
  lab.production.alarms.create(name);
  let isSet = false;
  lab.production.onShare((_at, percent) => {
    if (percent !== 51 || isSet) return;
    isSet = true;
    lab.clock.after(40_000, () => lab.production.alarms.setState(name, 'ALARM', 'checkout takes 9 s'));
  });
};
const standing = (lab: Lab) => lab.production.alarms.create(name);
const throttled = (lasting: string) => ({
  at: 'weight>=26 +30s',
  fail: { call: 'cloudwatch:DescribeAlarms', error: 'ThrottlingException', for: lasting },
});

test.each([
  ['pushed', [], 75],
  ['polled, where its events are lost', [lost], 125],
])('one that rings takes users back: %s', async (_title, when, secondsMax) => {
  const told = await tell({ when }, { plan: listening, prepare: ringing });
  expectHome(told);
  expect(told.result.reason).toBe(`the alarm ${name} rings: checkout takes 9 s`);
  expect(fired(told)).toEqual([`alarms.${name} all`]);
  expect((told.seconds.at(-1) ?? 0) - (told.seconds.at(-2) ?? 0)).toBeLessThan(40 + secondsMax);
  expect(stateOf(told.lab)).toEqual(['ALARM']);
});

test('a quiet one is left as it was', async () => {
  const { result, lab } = await tell({}, { plan: listening, prepare: standing });
  expect(result.outcome).toBe('promoted');
  expect(result.invariants.broken).toEqual([]);
  expect(stateOf(lab)).toEqual(['OK']);
});

test('DescribeAlarms throttled for five minutes: the ramp waits, and goes on', async () => {
  const { result, shares } = await tell({ when: [throttled('5m')] }, { plan: listening, prepare: standing });
  expect(result.outcome).toBe('promoted');
  expect(shares).toEqual([0, 1, 26, 51, 76, 100]);
  expect(result.invariants.broken).toEqual([]);
});

test('DescribeAlarms throttled for half an hour blinds nobody: the metrics are still seen', async () => {
  const bad = { at: 'weight>=26 +1m', set: { 'canary.errorRate': '50%' } };
  const told = await tell({ when: [lost, throttled('30m'), bad] }, { plan: listening, prepare: standing });
  expectHome(told);
  expect(told.result.reason).toMatch(/^http5xx( \(all\))? rings: /);
  expect((told.seconds.at(-1) ?? 0) - (told.seconds.at(-2) ?? 0)).toBeLessThan(60 + 300);
});

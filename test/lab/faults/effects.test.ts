import { describe, expect, test } from 'vitest';
import { doerOf } from '../../../lab/faults/effects.ts';
import { scheduleHappenings } from '../../../lab/happenings.ts';
import { buildLab, type Lab } from '../../../lab/lab.ts';
import { parseScenario } from '../../../lab/scenario/parse.ts';
import type { Deed } from '../../../lab/scenario/scenario.ts';

const minute = 60_000;

async function runUntil(lab: Lab, at: number): Promise<void> {
  // An entry at the very instant, so that the clock stands there.
  lab.clock.at(at, () => undefined);
  while ((lab.clock.nextAt() ?? Infinity) <= at) await lab.clock.step();
}

function someLab() {
  const lab = buildLab({ seed: 1, production: {} });
  const start = lab.clock.now();
  const after = (milliseconds: number) => runUntil(lab, start + milliseconds);
  return { lab, after, act: doerOf(lab, 'none') };
}

const delay = (metricsMilliseconds: number, forMilliseconds: number): Deed => ({
  kind: 'delay',
  metricsMilliseconds,
  forMilliseconds,
});

describe('late metrics', () => {
  test('the longest of those that overlap holds, each to its own end, and then all is as usual', async () => {
    const { lab, after, act } = someLab();
    const { metrics } = lab.production;
    const lag = () => metrics.lagMilliseconds / 1000;
    act(delay(180_000, 10 * minute));
    act(delay(60_000, 20 * minute));
    expect(lag()).toBe(240);
    await after(10 * minute);
    expect(lag()).toBe(120);
    act(delay(60_000, 5 * minute));
    await after(15 * minute);
    expect(lag()).toBe(120);
    await after(20 * minute);
    expect(lag()).toBe(60);
  });

  test('what could be seen stays to be seen, and nothing new comes before its time', async () => {
    const { lab, after, act } = someLab();
    await after(5 * minute);
    const seen = lab.production.metrics.visibleUntil();
    act(delay(180_000, 10 * minute));
    expect(lab.production.metrics.visibleUntil()).toBe(seen);
    await after(8 * minute);
    expect(lab.production.metrics.visibleUntil()).toBe(seen);
    await after(9 * minute);
    expect(lab.production.metrics.visibleUntil()).toBe(seen + minute);
    await after(15 * minute);
    expect(lab.production.metrics.visibleUntil()).toBe(seen + 10 * minute);
  });
});

async function words(...when: object[]): Promise<string[]> {
  const parsed = parseScenario({ when });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { lab, after } = someLab();
  const happened = scheduleHappenings(lab, parsed.scenario.when, 'none');
  await after(3 * minute);
  return happened().map(({ what }) => what);
}

const depth = (at: string, value: number) => ({ at, set: { 'queue.depth': value } });

describe('moments', () => {
  test('what meets at one instant happens in the order of the file', async () => {
    expect(
      await words(depth('weight>=50 +60s', 1), depth('+120s', 2), {
        at: '+60s',
        drift: { canaryPercent: 50 },
      }),
    ).toEqual(['somebody else gives the canary 50 %', expect.any(String), expect.any(String)]);
    expect(
      await words(depth('weight>=0 +60s', 1), depth('+1m', 2), depth('weight>=0 +1m', 3), depth('+0s', 4)),
    ).toEqual(['queue.depth is 4', 'queue.depth is 1', 'queue.depth is 2', 'queue.depth is 3']);
  });

  test('the first instant is one, too', async () => {
    expect(await words(depth('+0s', 1))).toEqual(['queue.depth is 1']);
  });

  test('a weight that users have already is now', async () => {
    expect(await words(depth('weight>=0', 1))).toEqual(['queue.depth is 1']);
  });

  test('what never comes to pass is said at the end', async () => {
    const call = 'elbv2:ModifyRule';
    expect(await words({ at: '+60s', fail: { call, error: 'Throttling', times: 3 } })).toEqual([
      'elbv2:ModifyRule fails with Throttling 3 times in a row',
      'did not come to pass at all: elbv2:ModifyRule fails with Throttling 3 times in a row',
    ]);
  });
});

test('lost events: none of that kind reaches a function in that time, and the next one does', async () => {
  const { lab, after, act } = someLab();
  const heard: string[] = [];
  lab.lambda.onInvoke(({ functionName, event }) => {
    if (functionName === 'onAlarm') heard.push((event as { detail: { alarmName: string } }).detail.alarmName);
  });
  lab.production.alarms.create('team');
  act({ kind: 'lose', events: 'alarm', forMilliseconds: 10 * minute });
  await after(9 * minute);
  lab.production.alarms.setState('team', 'ALARM');
  await after(20 * minute);
  expect(heard).toEqual([]);
  lab.production.alarms.setState('team', 'OK');
  lab.production.alarms.setState('team', 'ALARM');
  await after(21 * minute);
  expect(new Set(heard)).toEqual(new Set(['team']));
});

test('lost ticks: nobody looks from outside until they come again', async () => {
  const { lab, after, act } = someLab();
  const looks: number[] = [];
  lab.lambda.onInvoke(({ at, functionName }) => functionName === 'reconcile' && looks.push(at));
  await after(3 * minute);
  const before = looks.length;
  expect(before).toBeGreaterThan(1);
  act({ kind: 'lose', events: 'schedule', forMilliseconds: 10 * minute });
  // What was on its way still comes.
  await after(3 * minute + 5000);
  const last = looks.length;
  await after(13 * minute);
  expect(looks.length).toBe(last);
  await after(16 * minute);
  expect(looks.length).toBeGreaterThan(last + 1);
});

test('lost execution events: the end of an execution tells nobody', async () => {
  const { lab, after, act } = someLab();
  const told: boolean[] = [];
  lab.events.onPublish(({ kind, isLost }) => kind === 'execution' && told.push(isLost));
  const stop = (name: string) => {
    const { stateMachineArn } = lab;
    const { executionArn } = lab.engine.startExecution({ stateMachineArn, name, input: '{}' });
    lab.engine.stopExecution({ executionArn });
  };
  act({ kind: 'lose', events: 'execution', forMilliseconds: minute });
  stop('one');
  await after(minute);
  stop('two');
  expect(told).toEqual([true, false]);
});

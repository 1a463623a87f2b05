/** The probe's own requests: how many, when, and that they are nobody's evidence. */
import { describe, expect, test } from 'vitest';
import { probesPerMinuteMax } from '../../core/triggers/probe.ts';
import { atTheDoor, night, probed, status } from './probe-story.ts';
import { tell } from './story.ts';
import { expectHome, fired } from './trigger-story.ts';

describe('its own requests', () => {
  test('are no evidence: at night the share does not rise on them', async () => {
    for (const minRequests of [1, 20]) {
      const told = await tell(
        night,
        probed((document) => (document['minRequests'] = minRequests)),
      );
      expectHome(told);
      expect(told.shares).toEqual([0, 1, 0]);
      expect(told.result.reason).toMatch(/minutes of this rung can be judged/);
    }
  });

  test('nor are they where each round is asked again', async () => {
    const door = atTheDoor((_request, own, count) => (count % 3 === 0 ? status(503) : own));
    const told = await tell(night, {
      ...probed((document) => (document['minRequests'] = 1)),
      prepare: door.prepare,
    });
    expect(told.shares).toEqual([0, 1, 0]);
    expect(fired(told)).toEqual([]);
  });

  test.each<[string, object[]]>([
    ['a calm release', []],
    [
      'looks that die',
      [{ at: '+3m', crash: { function: 'lookAtTriggers', when: 'before-write', times: 60 } }],
    ],
    [
      'looks that die after their requests',
      [{ at: '+3m', crash: { function: 'lookAtTriggers', when: 'before-write', write: 2, times: 40 } }],
    ],
  ])('are at most so many a minute: %s', async (_title, when) => {
    const door = atTheDoor((_request, own, count) => (count % 3 === 0 ? status(503) : own));
    await tell({ when }, { ...probed(), prepare: door.prepare });
    expect(door.seen.length).toBeGreaterThan(0);
    for (const { at: from } of door.seen) {
      const inMinute = door.seen.filter(({ at }) => at >= from && at < from + 60_000).length;
      expect(inMinute).toBeLessThanOrEqual(probesPerMinuteMax);
    }
  });

  test('take nothing of the execution’s history: a look’s time comes out of the wait for the next', async () => {
    const [plain, own] = [await tell({}), await tell({}, probed())];
    expect(own.result.outcome).toBe('promoted');
    expect(own.result.execution.historyEvents).toBeLessThanOrEqual(plain.result.execution.historyEvents);
    expect(own.result.execution.historyEvents).toBeGreaterThan(0.9 * plain.result.execution.historyEvents);
  });

  test('are one in five seconds, with a pause between two looks', async () => {
    const door = atTheDoor();
    await tell({}, { ...probed(), prepare: door.prepare });
    const [, { at: from } = { at: 0 }] = door.seen;
    expect(door.seen.filter(({ at }) => at >= from && at < from + 600_000).length).toBeGreaterThan(95);
  });

  test('are sent while the canary is served, and neither before nor after', async () => {
    for (const scenario of [{}, { when: [{ at: 'weight>=26 +30s', set: { 'canary.errorRate': '100%' } }] }]) {
      const door = atTheDoor();
      const told = await tell(scenario, { ...probed(), prepare: door.prepare });
      const startedAt = Date.parse(told.result.startedAt);
      const [, first = 0] = told.seconds;
      const story = told.result.story.find(({ text }) => /^(Stopped watching|Rolling back)/.test(text));
      const last =
        told.result.outcome === 'promoted'
          ? Date.parse(story?.at ?? '')
          : startedAt + (told.seconds.at(-1) ?? 0) * 1000;
      expect(Math.min(...door.seen.map(({ at }) => at))).toBeGreaterThan(startedAt + first * 1000 - 30_000);
      // A look that has begun goes on to its end, and learns then that it is over.
      expect(Math.max(...door.seen.map(({ at }) => at))).toBeLessThan(last + 30_000);
    }
  });
});

test('a canary that hangs does not make the guard hang', async () => {
  const took: number[] = [];
  const door = atTheDoor((_request, own, count) =>
    // Every third is answered: it never rings, and every round takes as long as a round can.
    count % 3 === 2 ? own : { failure: 'late', afterMilliseconds: 60_000, isLate: true },
  );
  const told = await tell(
    {},
    {
      ...probed(),
      prepare: (lab) => {
        door.prepare(lab);
        lab.lambda.onEnd(({ functionName, ending, tookMilliseconds }) => {
          if (functionName !== 'lookAtTriggers') return;
          expect(ending).toBe('returned');
          took.push(tookMilliseconds);
        });
      },
    },
  );
  expect(told.result.outcome).toBe('promoted');
  expect(Math.max(...took)).toBeGreaterThan(20_000);
  expect(Math.max(...took)).toBeLessThan(30_000);
});

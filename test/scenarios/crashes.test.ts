/** Every function of the release dies around each of its writes, once and for good. */
import { describe, expect, test } from 'vitest';
import { readMachine } from '../../lab/machine.ts';
import { expectSound, hits, quickly, weathers, whoDoesWhat } from './quick.ts';

const doings = await whoDoesWhat();
const writes = [...doings].flatMap(([name, { weather, writes: count }]) =>
  Array.from({ length: count }, (_, index) => ({ name, weather, write: index + 1 })),
);

/** The clock runs two of them, an alarm the third, and people the last. */
const outside = ['reconcile', 'remindApprovers', 'onAlarm', 'takeCommand'];

test('the five kinds of weather run every function that the state machine names', () => {
  const named = JSON.stringify(readMachine()).matchAll(/:function:cutover-lab-(\w+)/g);
  const running = [...named].map(([, key = '']) => key);
  expect(new Set(doings.keys())).toEqual(new Set([...outside, ...running]));
});

describe.each(['before-write', 'after-write'])('dying %s', (when) => {
  test.each(writes)(
    '$write of $name changes neither the ending nor the world',
    async ({ name, weather, write }) => {
      const told = await quickly(weather, [{ at: '+0s', crash: { function: name, when, write } }]);
      expect(hits(told)).toBe(1);
      expectSound(told, [weathers[weather].outcome]);
    },
  );
});

test.each(
  [...doings].map(([name, { weather }], index) => ({
    name,
    weather,
    when: index % 2 === 0 ? 'before' : 'after',
  })),
)(
  '$name dying $when its first write, again and again: it ends, and users are where the ending says',
  async ({ name, weather, when }) => {
    const crash = { function: name, when: `${when}-write`, write: 1, times: 30 };
    const told = await quickly(weather, [{ at: '+0s', crash }]);
    expect(hits(told)).toBeGreaterThan(0);
    expectSound(told, ['promoted', 'rolledBack', 'refused', 'needsPerson']);
  },
);

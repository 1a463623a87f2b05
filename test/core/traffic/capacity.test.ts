import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { canaryTasks } from '../../../core/traffic/capacity.ts';

test.each([
  ['one percent of four tasks', 1, 4, 2],
  ['26 percent of four tasks', 26, 4, 2],
  ['51 percent of four tasks is rounded up', 51, 4, 3],
  ['everything', 100, 4, 4],
  ['everything of one task', 100, 1, 2],
  ['one percent of a thousand', 1, 1000, 10],
])('%s', (_title, percent, stableTasks, expected) => {
  expect(canaryTasks(percent, stableTasks)).toBe(expected);
});

it('never fewer than two, never less than the share, and more share never needs less', () => {
  const percents = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(percents, percents, fc.integer({ min: 1, max: 5000 }), (a, b, stableTasks) => {
      const tasks = canaryTasks(a, stableTasks);
      expect(Number.isInteger(tasks)).toBe(true);
      expect(tasks).toBeGreaterThanOrEqual(2);
      expect(tasks * 100).toBeGreaterThanOrEqual(stableTasks * a);
      expect(canaryTasks(Math.max(a, b), stableTasks)).toBeGreaterThanOrEqual(tasks);
    }),
  );
});

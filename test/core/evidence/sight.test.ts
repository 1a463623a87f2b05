import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { judgeSight } from '../../../core/evidence/sight.ts';
import { minute, second, start, steadyMinutes } from './some-minutes.ts';

const firstShareAt = start - 30 * minute;

/** The newest minute began at T and ended a minute later: its age counts from its end. */
test.each([
  ['a fresh minute', 0, 'pass'],
  ['six minutes old is still seen', 360, 'pass'],
  ['a second older holds', 361, 'inconclusive'],
  ['ten minutes old still holds', 600, 'inconclusive'],
  ['a second older is blind', 601, 'fail'],
])('%s', (_title, ageSeconds, expected) => {
  const verdict = judgeSight(steadyMinutes(1, 1, 0), firstShareAt, start + minute + ageSeconds * second);
  expect(verdict).toMatchObject({ outcome: expected, observed: ageSeconds });
});

test.each([
  ['not yet, and it has just begun', 60, 'pass'],
  ['nothing for six minutes', 360, 'pass'],
  ['nothing for longer holds', 361, 'inconclusive'],
  ['nothing for ten minutes', 600, 'inconclusive'],
  ['nothing for longer is blind', 601, 'fail'],
])('without any data the age counts from the first share: %s', (_title, ageSeconds, expected) => {
  const verdict = judgeSight([], start, start + ageSeconds * second);
  expect(verdict).toMatchObject({ outcome: expected, observed: ageSeconds, sampleCount: 0 });
});

test('reasons tell no data from old data, with the limit', () => {
  expect(judgeSight([], start, start + 700 * second).reason).toBe(
    'blind: CloudWatch has shown nothing of the canary for 700 s, limit 600 s',
  );
  const old = judgeSight(steadyMinutes(1, 1, 0), firstShareAt, start + minute + 400 * second);
  expect(old.reason).toBe('the newest data of the canary is 400 s old, the ramp holds from 360 s on');
});

it('data from before the first share does not count as older than the share', () => {
  const verdict = judgeSight(steadyMinutes(1, 1, 0), start + 20 * minute, start + 21 * minute);
  expect(verdict).toMatchObject({ outcome: 'pass', observed: 60 });
});

const order = ['pass', 'inconclusive', 'fail'];
const at = (age: number) => order.indexOf(judgeSight([], start, start + age * second).outcome);

it('never gets better with age', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2000 }), fc.nat({ max: 2000 }), (a, b) => {
      const [young, old] = a < b ? [a, b] : [b, a];
      expect(at(young)).toBeLessThanOrEqual(at(old));
    }),
  );
});

/** AWS's published tables of points with gaps, by alarm and by what a gap is taken for. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TreatMissingData } from '../../../../lab/cloud/cloudwatch/alarms/alarm.ts';
import { judge } from '../../../../lab/cloud/cloudwatch/alarms/judge.ts';

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const [ok, alarm, unknown, stays] = ['OK', 'ALARM', 'INSUFFICIENT_DATA', undefined] as const;

/** `X` breaches, `0` does not, `-` is missing; the newest is on the right. */
const read = (drawn: string) => drawn.split(' ').map((point) => (point === '-' ? undefined : point === 'X'));

const judged = (drawn: string, datapointsToAlarm: number, treatMissingData: TreatMissingData) =>
  judge(read(drawn), { evaluationPeriods: 3, datapointsToAlarm, treatMissingData });

const all = (drawn: string, datapointsToAlarm: number) =>
  treatments.map((treatment) => judged(drawn, datapointsToAlarm, treatment));

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
describe('three out of three', () => {
  test.each([
    ['0 - X - X', [ok, ok, ok, ok]],
    ['0 - - - -', [ok, ok, ok, ok]],
    ['- - - - -', [unknown, stays, alarm, ok]],
    ['0 X X - X', [alarm, alarm, alarm, alarm]],
    ['- - X - -', [alarm, stays, alarm, ok]],
    // The page of 2019 had these two; the one of today says of the first that it does not alarm yet.
    ['- - - - X', [unknown, stays, alarm, ok]],
    ['X - - - -', [alarm, stays, alarm, ok]],
  ])('%s', (drawn, states) => {
    expect(all(drawn, 3)).toEqual(states);
  });

  test('a breaching point that is too young to alarm alone', () => {
    expect(judged('- - - X -', 3, 'missing')).not.toBe(alarm);
    expect(judged('- - - X 0', 3, 'missing')).toBe(ok);
  });
});

describe('two out of three', () => {
  test.each([
    ['0 - X - X', [alarm, alarm, alarm, alarm]],
    ['0 0 X 0 X', [alarm, alarm, alarm, alarm]],
    ['0 - X - -', [ok, ok, alarm, ok]],
    ['- - - - 0', [ok, ok, alarm, ok]],
    ['- - - X -', [alarm, stays, alarm, ok]],
  ])('%s', (drawn, states) => {
    expect(all(drawn, 2)).toEqual(states);
  });
});

const points = fc.array(fc.constantFrom(true, false, undefined), { minLength: 5, maxLength: 5 });
const needed = fc.integer({ min: 1, max: 3 });

test('with enough points nobody asks what a gap is taken for', () => {
  fc.assert(
    fc.property(points, needed, (given, datapointsToAlarm) => {
      fc.pre(given.filter((point) => point !== undefined).length >= 3);
      const states = treatments.map((treatMissingData) =>
        judge(given, { evaluationPeriods: 3, datapointsToAlarm, treatMissingData }),
      );
      expect(new Set(states).size).toBe(1);
    }),
  );
});

test('one more breaching point never ends an alarm', () => {
  fc.assert(
    fc.property(
      points,
      needed,
      fc.nat(4),
      fc.constantFrom(...treatments),
      (given, m, index, treatMissingData) => {
        fc.pre(given[index] === false);
        const rule = { evaluationPeriods: 3, datapointsToAlarm: m, treatMissingData };
        const worse = given.with(index, true);
        fc.pre(judge(given, rule) === alarm);
        expect(judge(worse, rule)).toBe(alarm);
      },
    ),
  );
});

/** Metric math as AWS documents it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
import { describe, expect, test } from 'vitest';
import { account, type Drawn, graphStart, metricQuery, minute } from './graph.ts';

const _ = undefined;

function evaluate(Expression: string, graphs: Readonly<Record<string, Drawn>>): Drawn {
  const { GetMetricData, clock } = account(graphs);
  const [result] =
    GetMetricData({
      StartTime: new Date(graphStart),
      EndTime: new Date(clock.now()),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [{ Id: 'e1', Expression }, ...Object.keys(graphs).map((id) => metricQuery(id))],
    }).MetricDataResults ?? [];
  const minutes = (clock.now() - graphStart) / minute;
  const values: (number | undefined)[] = Array.from({ length: minutes });
  result?.Timestamps?.forEach((at, index) => {
    values[(at.getTime() - graphStart) / minute] = result.Values?.[index];
  });
  return values;
}

describe('AWS’s own tables', () => {
  const metric1 = [30, 20, 0, 0];
  const metric2 = [20, _, 20, _];
  test.each<[string, Drawn]>([
    ['(metric1 < metric2)', [0, 0, 1, 0]],
    ['(metric1 >= 30)', [1, 0, 0, 0]],
    ['(metric1 > 15 AND metric2 > 15)', [1, 0, 0, 0]],
  ])('%s', (expression, values) => {
    expect(evaluate(expression, { metric1, metric2 })).toEqual(values);
  });

  const asked = { metric1: [1, 1, 0, 0, _], metric2: [30, _, 0, 0, 30], metric3: [0, 0, 20, _, 20] };
  test.each<[string, Drawn]>([
    ['IF(metric1, metric2, metric3)', [30, 0, 20, _, _]],
    ['IF(metric1, 5, metric3)', [5, 5, 20, _, _]],
    ['IF(metric1, metric2, 5)', [30, 0, 5, 5, _]],
    ['IF(metric1, metric2)', [30, 0, _, _, _]],
  ])('%s', (expression, values) => {
    expect(evaluate(expression, asked)).toEqual(values);
  });
});

describe('expressions', () => {
  const m1 = [1, 2, _, 4, 10];
  const m2 = [10, 20, 30, _, 0];
  const m3 = [_, _, _, _, _];
  test.each<[string, Drawn]>([
    // Arithmetic counts a gap beside a point as 0, and drops what divides by it.
    ['m1 + m2', [11, 22, 30, 4, 10]],
    ['m1 / m2', [0.1, 0.1, 0, _, _]],
    ['m1 + 1', [2, 3, _, 5, 11]],
    ['1 - m1', [0, -1, _, -3, -9]],
    ['m3 + m3', [_, _, _, _, _]],
    ['m1 + m3', [1, 2, _, 4, 10]],
    ['m1 + 2 * 3 ^ 2', [19, 20, _, 22, 28]],
    ['(m1 + 2) * 3', [9, 12, _, 18, 36]],
    ['-m1 ^ 2', [-1, -4, _, -16, -100]],
    ['m1 - -1', [2, 3, _, 5, 11]],
    ['10 / 4 / m1', [2.5, 1.25, _, 0.625, 0.25]],
    ['m1 - 1 - 1', [-1, 0, _, 2, 8]],
    ['m1 ^ 0.5 + .5', [1.5, Math.SQRT2 + 0.5, _, 2.5, Math.sqrt(10) + 0.5]],
    ['m1 == 2 OR m1 == 4', [0, 1, _, 1, 0]],
    ['m1 == 2 || m1 > 3 && m1 < 5', [0, 1, _, 1, 0]],
    ['m1 != 4', [1, 1, _, 0, 1]],
    ['m1 <= 2', [1, 1, _, 0, 0]],
    ['FILL(m1, 0)', [1, 2, 0, 4, 10]],
    ['FILL(m3, 7)', [7, 7, 7, 7, 7]],
    ['FILL(m1, m2)', [1, 2, 30, 4, 10]],
    ['FILL(m2, REPEAT)', [10, 20, 30, 30, 0]],
    ['FILL(m1, LINEAR)', [1, 2, 3, 4, 10]],
    ['FILL(IF(m1 > 1, m1), REPEAT)', [_, 2, 2, 4, 10]],
    ['FILL(IF(m1 < 5 AND m1 > 1, m1), LINEAR)', [_, 2, 3, 4, _]],
    ['100 * FILL(m3, 0) / m2', [0, 0, 0, _, _]],
    ['IF(m2 > 15, m1)', [_, 2, 0, _, _]],
    ['IF(m2 > 15, m1, -1)', [-1, 2, 0, _, -1]],
    ['IF(2 > 1, m1, m2)', [1, 2, _, 4, 10]],
    ['IF(1 > 2, m1)', [_, _, _, _, _]],
    ['DIFF(m1)', [_, 1, _, 2, 6]],
    ['DIFF(FILL(m1, 0))', [_, 1, -2, 4, 6]],
    ['ABS(DIFF(m2))', [_, 10, 10, _, 30]],
    ['m1 / MAX(m1)', [0.1, 0.2, _, 0.4, 1]],
    ['m1 - MIN(m1)', [0, 1, _, 3, 9]],
    ['m1 / SUM(m1) * 17', [1, 2, _, 4, 10]],
    ['m1 - AVG(m1)', [-3.25, -2.25, _, -0.25, 5.75]],
    ['m1 + MAX(m3)', [_, _, _, _, _]],
    ['MAX([m1, m2])', [10, 20, 30, 4, 10]],
    ['MIN([m1, m2, m3])', [1, 2, 30, 4, 0]],
    ['SUM([m1, m2])', [11, 22, 30, 4, 10]],
    ['AVG([m1, m2])', [5.5, 11, 15, 2, 5]],
    ['SUM(100 / [m1, m2])', [110, 55, 100 / 30, 25, 10]],
    ['SUM([m1, m2] * m2)', [110, 440, 900, 0, 0]],
    ['MAX(ABS(-[m1, m2]))', [10, 20, 30, 4, 10]],
    ['MAX(FILL([m1, m3], 3))', [3, 3, 3, 4, 10]],
    ['SUM(METRICS())', [11, 22, 30, 4, 10]],
    ['SUM(METRICS("2"))', [10, 20, 30, _, 0]],
  ])('%s', (expression, values) => {
    const found = evaluate(expression, { m1, m2, m3 });
    expect(found.map((value) => value && Math.round(value * 1e9) / 1e9)).toEqual(
      values.map((value) => value && Math.round(value * 1e9) / 1e9),
    );
  });

  test.each([
    ['m1 +', 'it ends too early'],
    ['m1 + m9', "undefined identifier 'm9'"],
    ['m1 ? m2', "unexpected '?'"],
    ['m1 m2', "unexpected 'm2'"],
    ['(m1', "expected ')'"],
    ['RATE(m1)', 'the lab has no function RATE; it has ABS, DIFF'],
    ['max(m1)', "undefined identifier 'max'"],
    ['MAX(m1)', 'it is a scalar'],
    ['[m1, m2]', 'it is an array'],
    ['METRICS()', 'it is an array'],
    ['[m1, m2] + [m1, m2]', 'unsupported operand types for +'],
    ['[m1, m2] > 1', 'unsupported operand types for >'],
    ['[m1, 1]', 'an array holds time series'],
    ['FILL(m1)', 'unsupported arguments for FILL'],
    ['IF(m1)', 'unsupported arguments for IF'],
    ['DIFF(1)', 'unsupported arguments for DIFF'],
    ['MAX(m1, m2)', 'unsupported arguments for MAX'],
    ['toString(m1)', "undefined identifier 'toString'"],
    ['constructor', "undefined identifier 'constructor'"],
    ['METRICS("x")', 'finds no metric'],
    ['e1 + 1', 'builds on itself'],
    ['  ', 'it is empty'],
  ])('refused: %s', (expression, why) => {
    const act = () => evaluate(expression, { m1, m2 });
    expect(act).toThrow(why);
    expect(act).toThrow(expect.objectContaining({ name: 'ValidationError', $fault: 'client' }));
  });
});

describe('expressions in GetMetricData', () => {
  test('build on one another in any order, and what is not to be returned is not', () => {
    const { GetMetricData, clock } = account({ m1: [1, 2], m2: [4, 4] });
    const { MetricDataResults = [] } = GetMetricData({
      StartTime: new Date(graphStart),
      EndTime: new Date(clock.now()),
      MetricDataQueries: [
        { Id: 'percent', Expression: 'share * 100', Label: 'errors' },
        { Id: 'share', Expression: 'm1 / m2', ReturnData: false },
        metricQuery('m1'),
        metricQuery('m2', true),
      ],
    });
    expect(MetricDataResults.map(({ Id, Label, Values }) => [Id, Label, Values])).toEqual([
      ['percent', 'errors', [50, 25]],
      ['m2', 'm2', [4, 4]],
    ]);
  });

  test('fill nothing that has not begun', () => {
    const { GetMetricData, clock } = account({ m1: [1, _, 3] });
    const [result] =
      GetMetricData({
        StartTime: new Date(graphStart),
        EndTime: new Date(clock.now() + 10 * minute),
        MetricDataQueries: [{ Id: 'e1', Expression: 'FILL(m1, 0)' }, metricQuery('m1')],
      }).MetricDataResults ?? [];
    expect(result?.Values).toEqual([3, 0, 1]);
  });
});

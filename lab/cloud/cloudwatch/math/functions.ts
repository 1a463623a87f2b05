/**
 * The functions that the lab knows. AWS has more: those are refused by name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 */
import { finite, type Node, pointByPoint, type Points } from './value.ts';

/** Undefined for arguments that the function does not take. */
type Build = (given: readonly Node[], word: string | undefined) => Node | undefined;

export const functions: Readonly<Record<string, Build>> = {
  ABS: ([of, ...rest]) => (rest.length > 0 ? undefined : onEach(of, (points) => points.map(absolute))),
  DIFF: ([of, ...rest]) => (rest.length > 0 ? undefined : onEach(of, differences)),
  SUM: aggregate((values) => values.reduce((sum, value) => sum + value, 0)),
  MAX: aggregate((values) => Math.max(...values)),
  MIN: aggregate((values) => Math.min(...values)),
  // The mean of an array counts a missing value as 0, as AWS says.
  AVG: aggregate((values, of) => values.reduce((sum, value) => sum + value, 0) / of),
  FILL: fill,
  IF: choose,
};

/** The words that FILL takes instead of a value. */
export const fillWords: ReadonlySet<string> = new Set(['REPEAT', 'LINEAR']);

function onEach(node: Node | undefined, of: (points: Points) => Points): Node | undefined {
  if (node?.kind === 'series') return { kind: 'series', run: (scope) => of(node.run(scope)) };
  if (node?.kind === 'array') return { kind: 'array', run: (scope) => node.run(scope).map(of) };
  return undefined;
}

function absolute(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.abs(value);
}

/** To the preceding value that there is, however long ago. */
function differences(points: Points): Points {
  let before: number | undefined;
  return points.map((value) => {
    if (value === undefined) return undefined;
    const difference = before === undefined ? undefined : value - before;
    before = value;
    return difference;
  });
}

/** Of one series a scalar; of an array a series, with a point where any of them has one. */
function aggregate(of: (values: readonly number[], count: number) => number): Build {
  const whole = (points: Points) => {
    const values = points.filter((value) => value !== undefined);
    return values.length === 0 ? NaN : of(values, values.length);
  };
  return ([node, ...rest]) => {
    if (node === undefined || rest.length > 0) return undefined;
    if (node.kind === 'series') return { kind: 'scalar', run: (scope) => whole(node.run(scope)) };
    if (node.kind === 'scalar') return undefined;
    return {
      kind: 'series',
      run: (scope) => {
        const array = node.run(scope);
        return pointByPoint(scope.count, (index) => {
          const values = array.map((points) => points[index]).filter((value) => value !== undefined);
          return values.length === 0 ? undefined : finite(of(values, array.length));
        });
      },
    };
  };
}

function fill([of, by]: readonly Node[], word: string | undefined): Node | undefined {
  if (word === 'REPEAT') return onEach(of, repeat);
  if (word === 'LINEAR') return onEach(of, interpolate);
  if (of === undefined || by === undefined || by.kind === 'array') return undefined;
  if (of.kind === 'series') return { kind: 'series', run: (scope) => filled(of.run(scope), by.run(scope)) };
  if (of.kind === 'array')
    return { kind: 'array', run: (scope) => of.run(scope).map((points) => filled(points, by.run(scope))) };
  return undefined;
}

function filled(points: Points, by: number | Points): Points {
  return points.map((value, index) => value ?? pointAt(by, index));
}

function repeat(points: Points): Points {
  let last: number | undefined;
  return points.map((value) => (last = value ?? last));
}

/** Between two points; what lies outside has no line to lie on. */
function interpolate(points: Points): Points {
  const line = [...points];
  let from = -1;
  points.forEach((value, to) => {
    if (value === undefined) return;
    const start = points[from];
    if (start !== undefined)
      for (let at = from + 1; at < to; at++) line[at] = start + ((value - start) * (at - from)) / (to - from);
    from = to;
  });
  return line;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-IF-expressions */
function choose([condition, yes, no, ...rest]: readonly Node[]): Node | undefined {
  if (condition === undefined || yes === undefined || rest.length > 0) return undefined;
  if (condition.kind === 'array' || yes.kind === 'array' || no?.kind === 'array') return undefined;
  if (condition.kind === 'scalar' && yes.kind === 'scalar') return undefined;
  return {
    kind: 'series',
    run: (scope) => {
      const [asked, then, otherwise] = [condition.run(scope), yes.run(scope), no?.run(scope)];
      return pointByPoint(scope.count, (index) => {
        const truth = pointAt(asked, index);
        if (truth === undefined) return undefined;
        if (truth === 0) return otherwise === undefined ? undefined : pointAt(otherwise, index);
        // A true condition over a gap is a 0, in AWS's own table; over a scalar condition it stays a gap.
        return pointAt(then, index) ?? (condition.kind === 'series' ? 0 : undefined);
      });
    },
  };
}

function pointAt(value: number | Points, index: number): number | undefined {
  return typeof value === 'number' ? finite(value) : value[index];
}

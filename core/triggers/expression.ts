/** CloudWatch's metric math as a tree: printed for an alarm, and computed by the guard, so that both are one rule. */
import type { MetricId } from './metrics.ts';

/**
 * Only what needs no reading of CloudWatch's mind: a metric is always filled with zero, so that no operation meets a
 * missing point, and one `IF` without an else, around the whole, drops the minutes that say nothing (within another it
 * would count as 0). A filled metric alone would call the
 * newest minute, which is always late, a zero: every rule drops the minutes in which nobody asked for anything.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export type Expression =
  | number
  /** `FILL(metric, 0)` */
  | { readonly fill: MetricId }
  /** `DIFF(metric)`: by how much it is more than the point before. Not filled: no point, no difference. */
  | { readonly diff: MetricId }
  | { readonly if: Expression; readonly gives: Expression; readonly otherwise?: Expression }
  | { readonly left: Expression; readonly by: Operator; readonly right: Expression };

export type Operator = '+' | '-' | '*' | '/' | '>' | '>=';

/** What one minute shows of the metrics. */
export interface MinuteOfMetrics {
  filled(id: MetricId): number;
  diff(id: MetricId): number | undefined;
}

export const fill = (id: MetricId): Expression => ({ fill: id });
export const diff = (id: MetricId): Expression => ({ diff: id });
const binary = (by: Operator) => (left: Expression, right: Expression) => ({ left, by, right }) as const;
export const plus = binary('+');
export const minus = binary('-');
export const times = binary('*');
export const over = binary('/');
export const above = binary('>');
export const atLeast = binary('>=');
/** The minutes in which the condition holds; the others are dropped. */
export const where = (condition: Expression, gives: Expression): Expression => ({ if: condition, gives });
export const least = (a: Expression, b: Expression): Expression => ({
  if: above(a, b),
  gives: b,
  otherwise: a,
});
export const most = (a: Expression, b: Expression): Expression => ({
  if: above(a, b),
  gives: a,
  otherwise: b,
});

/** As CloudWatch reads it. */
export function mathText(expression: Expression): string {
  if (typeof expression === 'number') return String(expression);
  if ('fill' in expression) return `FILL(${expression.fill},0)`;
  if ('diff' in expression) return `DIFF(${expression.diff})`;
  if ('by' in expression)
    return `(${mathText(expression.left)}${expression.by}${mathText(expression.right)})`;
  const parts = [
    expression.if,
    expression.gives,
    ...(expression.otherwise === undefined ? [] : [expression.otherwise]),
  ];
  return `IF(${parts.map(mathText).join(',')})`;
}

/** As CloudWatch computes it; undefined where the minute has no point. */
export function valueOf(expression: Expression, minute: MinuteOfMetrics): number | undefined {
  if (typeof expression === 'number') return expression;
  if ('fill' in expression) return minute.filled(expression.fill);
  if ('diff' in expression) return minute.diff(expression.diff);
  if ('by' in expression) {
    const left = valueOf(expression.left, minute);
    const right = valueOf(expression.right, minute);
    return left === undefined || right === undefined ? undefined : applied(left, expression.by, right);
  }
  const condition = valueOf(expression.if, minute);
  if (condition === undefined) return undefined;
  if (condition !== 0) return valueOf(expression.gives, minute);
  return expression.otherwise === undefined ? undefined : valueOf(expression.otherwise, minute);
}

function applied(left: number, by: Operator, right: number): number | undefined {
  if (by === '+') return left + right;
  if (by === '-') return left - right;
  if (by === '*') return left * right;
  if (by === '>') return left > right ? 1 : 0;
  if (by === '>=') return left >= right ? 1 : 0;
  return right === 0 ? undefined : left / right;
}

/** The metrics that an expression asks for, each once. */
export function metricsIn(expression: Expression): readonly MetricId[] {
  const found = new Set<MetricId>();
  const walk = (part: Expression | undefined): void => {
    if (part === undefined || typeof part === 'number') return;
    if ('fill' in part) found.add(part.fill);
    else if ('diff' in part) found.add(part.diff);
    else if ('by' in part) [part.left, part.right].forEach(walk);
    else [part.if, part.gives, part.otherwise].forEach(walk);
  };
  walk(expression);
  return [...found];
}

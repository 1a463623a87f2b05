/** Arithmetic, comparisons and logic, point by point. */
import { finite, type Node, pointByPoint, type Points } from './value.ts';

type Of = (a: number, b: number) => number;

const arithmetic: Readonly<Record<string, Of>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
};

const judging: Readonly<Record<string, Of>> = {
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
};

/** Undefined for operands that AWS's tables do not have: two arrays, or an array that is compared. */
export function operate(symbol: string, left: Node, right: Node): Node | undefined {
  const of = arithmetic[symbol];
  const judge = judging[symbol];
  if (of !== undefined) return apply(of, left, right);
  if (judge === undefined || left.kind === 'array' || right.kind === 'array') return undefined;
  return apply(judge, left, right);
}

export function negate(node: Node): Node {
  return apply((a, b) => a * b, { kind: 'scalar', run: () => -1 }, node) as Node;
}

function apply(of: Of, left: Node, right: Node): Node | undefined {
  if (left.kind === 'array') {
    if (right.kind === 'array') return undefined;
    return {
      kind: 'array',
      run: (scope) => left.run(scope).map((points) => join(of, points, right.run(scope))),
    };
  }
  if (right.kind === 'array')
    return {
      kind: 'array',
      run: (scope) => right.run(scope).map((points) => join(of, left.run(scope), points)),
    };
  if (left.kind === 'scalar' && right.kind === 'scalar')
    return { kind: 'scalar', run: (scope) => of(left.run(scope), right.run(scope)) };
  return { kind: 'series', run: (scope) => join(of, left.run(scope), right.run(scope)) };
}

/**
 * Where only one of two series has a point, AWS counts the other's as 0; a scalar makes no point where the series has
 * none. (For comparisons AWS shows it in a table, for arithmetic it says so in a sentence.)
 */
function join(of: Of, left: number | Points, right: number | Points): Points {
  const length = typeof left === 'number' ? (right as Points).length : left.length;
  return pointByPoint(length, (index) => {
    const a = typeof left === 'number' ? left : left[index];
    const b = typeof right === 'number' ? right : right[index];
    const isGap =
      (a === undefined && (b === undefined || typeof right === 'number')) ||
      (b === undefined && typeof left === 'number');
    return isGap ? undefined : finite(of(a ?? 0, b ?? 0));
  });
}

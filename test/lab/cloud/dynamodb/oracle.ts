/** Conditions generated together with the JavaScript that says what they mean: an oracle that parses nothing. */
import fc from 'fast-check';

export interface Facts {
  readonly n?: number;
  readonly m?: number;
  readonly text?: string;
  readonly flag?: boolean | null;
  readonly tags?: ReadonlySet<string>;
  readonly steps?: readonly number[];
  readonly map?: { readonly deep: { readonly n?: number } };
}

/** Writes the expression, asking for a placeholder for each value, and knows the answer. */
export interface Rule {
  readonly write: (bind: (value: unknown) => string) => string;
  readonly holds: (facts: Facts) => boolean;
  /** How tightly the text binds: 1 OR, 2 AND, 3 NOT, 4 anything closed. */
  readonly level: number;
}

const small = fc.integer({ min: -3, max: 3 });
const word = fc.constantFrom('', 'a', 'ab', 'abc', 'b', 'é', '\uffee', '😀');

export const facts: fc.Arbitrary<Facts> = fc.record(
  {
    n: small,
    m: small,
    text: word,
    flag: fc.constantFrom(true, false, null),
    tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }).map((list) => new Set(list)),
    steps: fc.array(small, { maxLength: 3 }),
    map: fc.record({ deep: fc.record({ n: small }, { requiredKeys: [] }) }),
  },
  { requiredKeys: [] },
);

const closed = (write: Rule['write'], holds: Rule['holds']): Rule => ({ write, holds, level: 4 });

const orders: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

const numbers: readonly [text: string, read: (facts: Facts) => number | undefined][] = [
  ['n', ({ n }) => n],
  ['#map.#deep.n', ({ map }) => map?.deep.n],
  ['steps[1]', ({ steps }) => steps?.[1]],
  ['size(steps)', ({ steps }) => steps?.length],
  ['size(tags)', ({ tags }) => tags?.size],
];
const number = fc.constantFrom(...numbers);

const comparison = fc
  .tuple(number, fc.constantFrom(...Object.keys(orders)), fc.option(small))
  .map(([[text, read], operator, value]) =>
    closed(
      (bind) => `${text} ${operator} ${value === null ? 'm' : bind(value)}`,
      (is) => {
        const [left, right] = [read(is), value ?? is.m];
        return left !== undefined && right !== undefined && (orders[operator]?.(left, right) ?? false);
      },
    ),
  );

const unequal = fc.tuple(number, small).map(([[text, read], value]) =>
  closed(
    (bind) => `${text} <> ${bind(value)}`,
    (is) => read(is) !== value,
  ),
);

const between = fc.tuple(number, small, small).map(([[text, read], one, two]) => {
  const [low, high] = [Math.min(one, two), Math.max(one, two)];
  return closed(
    (bind) => `${text} BETWEEN ${bind(low)} AND ${bind(high)}`,
    (is) => {
      const value = read(is);
      return value !== undefined && value >= low && value <= high;
    },
  );
});

const among = fc.tuple(number, fc.array(small, { minLength: 1, maxLength: 3 })).map(([[text, read], list]) =>
  closed(
    (bind) => `${text} IN (${list.map(bind).join(', ')})`,
    (is) => list.includes(read(is) ?? Number.NaN),
  ),
);

const words = word.chain((value) =>
  fc.constantFrom(
    closed(
      (bind) => `#text = ${bind(value)}`,
      ({ text }) => text === value,
    ),
    closed(
      (bind) => `#text < ${bind(value)}`,
      ({ text }) => text !== undefined && Buffer.compare(Buffer.from(text), Buffer.from(value)) < 0,
    ),
    closed(
      (bind) => `begins_with(#text, ${bind(value)})`,
      ({ text }) => text?.startsWith(value) ?? false,
    ),
    closed(
      (bind) => `contains(#text, ${bind(value)})`,
      ({ text }) => text?.includes(value) ?? false,
    ),
    closed(
      (bind) => `contains(tags, ${bind(value)})`,
      ({ tags }) => tags?.has(value) ?? false,
    ),
    closed(
      (bind) => `size(#text) = ${bind(Buffer.byteLength(value))}`,
      ({ text }) => text !== undefined && Buffer.byteLength(text) === Buffer.byteLength(value),
    ),
  ),
);

const others = fc.constantFrom<Rule>(
  closed(
    () => 'attribute_exists(n)',
    ({ n }) => n !== undefined,
  ),
  closed(
    () => 'attribute_not_exists(#map.#deep.n)',
    ({ map }) => map?.deep.n === undefined,
  ),
  closed(
    () => 'attribute_exists(steps[0])',
    ({ steps }) => (steps?.length ?? 0) > 0,
  ),
  closed(
    (bind) => `attribute_type(flag, ${bind('NULL')})`,
    ({ flag }) => flag === null,
  ),
  closed(
    (bind) => `flag = ${bind(true)}`,
    ({ flag }) => flag === true,
  ),
  closed(
    (bind) => `tags = ${bind(new Set(['b', 'a']))}`,
    ({ tags }) => tags?.size === 2 && tags.has('a') && tags.has('b'),
  ),
  closed(
    (bind) => `contains(steps, ${bind(2)})`,
    ({ steps }) => steps?.includes(2) ?? false,
  ),
);

const leaf = fc.oneof(comparison, unequal, between, among, words, others);

const both = (left: Rule, right: Rule): Rule => ({
  write: (bind) => `${within(left, 2)(bind)} AND ${within(right, 3)(bind)}`,
  holds: (is) => left.holds(is) && right.holds(is),
  level: 2,
});

const either = (left: Rule, right: Rule): Rule => ({
  write: (bind) => `${within(left, 1)(bind)} OR ${within(right, 2)(bind)}`,
  holds: (is) => left.holds(is) || right.holds(is),
  level: 1,
});

const negated = (of: Rule): Rule => ({
  write: (bind) => `NOT ${within(of, 3)(bind)}`,
  holds: (is) => !of.holds(is),
  level: 3,
});

export const rule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('rule'), tie('rule'), fc.boolean())
      .map(([left, right, isAnd]) => (isAnd ? both(left, right) : either(left, right))),
    tie('rule').map(negated),
  ),
})).rule;

/** Parentheses only where the text would mean something else without them. */
function within(inner: Rule, level: number): Rule['write'] {
  return (bind) => (inner.level < level ? `(${inner.write(bind)})` : inner.write(bind));
}

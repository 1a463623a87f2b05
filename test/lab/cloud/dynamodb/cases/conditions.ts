import { type Case, conditionFailed, refused, row, when } from './case.ts';

const fields = {
  phase: 'releasing',
  epoch: 3,
  share: 0.5,
  live: true,
  gone: null,
  bytes: new Uint8Array([1, 2, 3]),
  arns: new Set(['x', 'y']),
  numbers: new Set([1, 2]),
  rungs: ['p', { deep: [10, 20] }],
  map: { weight: 26, 'odd.name': 1 },
  twin: 3,
};

type Line = readonly [condition: string, values: Record<string, unknown>, names?: Record<string, string>];

const holding: readonly Line[] = [
  ['phase = :p', { ':p': 'releasing' }],
  ['phase <> :p', { ':p': 'watching' }],
  ['absent <> :p', { ':p': 'watching' }],
  ['epoch < :n', { ':n': 4 }],
  ['epoch <= :n', { ':n': 3 }],
  ['epoch > :n', { ':n': 2.5 }],
  [':n >= epoch', { ':n': 3 }],
  ['epoch = twin', {}],
  ['epoch BETWEEN :l AND :h', { ':l': 3, ':h': 3 }],
  ['phase between :l and :h', { ':l': 'a', ':h': 'z' }],
  ['phase IN (:a, :b)', { ':a': 'watching', ':b': 'releasing' }],
  ['live = :t', { ':t': true }],
  ['gone = :z', { ':z': null }],
  ['bytes = :b', { ':b': new Uint8Array([1, 2, 3]) }],
  ['arns = :s', { ':s': new Set(['y', 'x']) }],
  ['rungs = :l', { ':l': ['p', { deep: [10, 20] }] }],
  ['#m = :m', { ':m': { 'odd.name': 1, weight: 26 } }, { '#m': 'map' }],
  ['attribute_exists(gone)', {}],
  ['attribute_not_exists(absent)', {}],
  ['attribute_not_exists(#m.absent)', {}, { '#m': 'map' }],
  ['attribute_type(epoch, :t)', { ':t': 'N' }],
  ['attribute_type(arns, :t)', { ':t': 'SS' }],
  ['attribute_type(gone, :t)', { ':t': 'NULL' }],
  ['begins_with(phase, :p)', { ':p': 'rel' }],
  ['contains(phase, :p)', { ':p': 'leas' }],
  ['contains(arns, :p)', { ':p': 'x' }],
  ['contains(numbers, :p)', { ':p': 2 }],
  ['contains(rungs, :p)', { ':p': 'p' }],
  ['size(phase) = :n', { ':n': 9 }],
  ['size(rungs) < :n AND size(arns) = size(numbers)', { ':n': 3 }],
  ['size(#m) = :n', { ':n': 2 }, { '#m': 'map' }],
  ['rungs[1].deep[0] = :n', { ':n': 10 }],
  ['#m.weight = :n AND #m.#odd = :one', { ':n': 26, ':one': 1 }, { '#m': 'map', '#odd': 'odd.name' }],
  ['NOT phase = :p', { ':p': 'watching' }],
  ['not absent = :p', { ':p': 'watching' }],
  ['NOT (epoch = :n AND live = :t)', { ':n': 4, ':t': true }],
  ['epoch = :n OR live = :t AND phase = :p', { ':n': 3, ':t': false, ':p': 'x' }],
  ['attribute_not_exists(pk) OR (phase = :p AND epoch = :n)', { ':p': 'releasing', ':n': 3 }],
];

const failing: readonly Line[] = [
  ['phase = :p', { ':p': 'Releasing' }],
  ['epoch = :n', { ':n': '3' }],
  ['epoch < :n', { ':n': 3 }],
  ['absent < :n', { ':n': 3 }],
  ['absent = :n', { ':n': null }],
  ['phase > :n', { ':n': 1 }],
  ['attribute_exists(absent)', {}],
  ['attribute_exists(rungs[2])', {}],
  ['attribute_exists(phase.below)', {}],
  ['attribute_not_exists(pk)', {}],
  ['begins_with(epoch, :p)', { ':p': '3' }],
  ['contains(phase, :n)', { ':n': 1 }],
  ['contains(#m, :n)', { ':n': 'weight' }, { '#m': 'map' }],
  ['size(epoch) > :n', { ':n': 0 }],
  ['(epoch = :n OR live = :t) AND phase = :p', { ':n': 3, ':t': false, ':p': 'x' }],
  ['NOT phase = :p OR NOT live = :t', { ':p': 'releasing', ':t': true }],
];

const line =
  (holds: boolean) =>
  ([condition, values, names]: Line): Case => ({
    title: `${condition} ${holds ? 'holds' : 'fails'} with ${Object.values(values).map(String).join(', ')}`,
    rows: [row(fields)],
    send: when(
      { changed: true },
      condition,
      values,
      names === undefined ? {} : { ExpressionAttributeNames: names },
    ),
    ...(!holds && { fails: conditionFailed }),
    leaves: [row(holds ? { changed: true } : fields)],
  });

const refusal = (
  condition: string,
  values: Record<string, unknown>,
  message: RegExp,
  names?: Record<string, string>,
): Case => ({
  title: `${condition} is refused: ${message.source}`,
  rows: [row(fields)],
  send: when({}, condition, values, names === undefined ? {} : { ExpressionAttributeNames: names }),
  fails: refused(message),
  leaves: [row(fields)],
});

export const conditions: readonly Case[] = [
  ...holding.map(line(true)),
  ...failing.map(line(false)),
  refusal(
    'phase = :missing',
    { ':p': 1 },
    /attribute value used in expression is not defined; attribute value: :missing/,
  ),
  refusal(
    '#n = :p',
    { ':p': 1 },
    /attribute name used in the document path is not defined; attribute name: #n/,
  ),
  refusal(
    'phase = :p',
    { ':p': 'x', ':q': 1 },
    /ExpressionAttributeValues unused in expressions: keys: \{:q\}/,
  ),
  refusal('phase = :p', { ':p': 'x' }, /ExpressionAttributeNames unused in expressions: keys: \{#u\}/, {
    '#u': 'unused',
  }),
  refusal('plan = :p', { ':p': 'x' }, /reserved keyword: plan/),
  refusal('phase == :p', { ':p': 'x' }, /Invalid ConditionExpression: Syntax error/),
  refusal('phase = :p AND', { ':p': 'x' }, /Invalid ConditionExpression: Syntax error/),
  refusal('(phase = :p', { ':p': 'x' }, /Invalid ConditionExpression: Syntax error/),
  refusal('starts_with(phase, :p)', { ':p': 'x' }, /Invalid function name; function: starts_with/),
  refusal('begins_with(phase)', {}, /Incorrect number of operands/),
  refusal(
    'begins_with(phase, :p)',
    { ':p': 1 },
    /Incorrect operand type for operator or function; operator or function: begins_with, operand type: N/,
  ),
  refusal('attribute_exists(:p)', { ':p': 1 }, /requires a document path/),
  refusal('attribute_type(phase, :t)', { ':t': 'STRING' }, /Invalid attribute type name found/),
  refusal(
    'epoch BETWEEN :h AND :l',
    { ':l': 1, ':h': 5 },
    /upper bound to be greater than or equal to lower bound/,
  ),
  refusal(
    'epoch < :m',
    { ':m': { a: 1 } },
    /Incorrect operand type for operator or function; operator: <, operand type: M/,
  ),
  refusal('phase = phase', {}, /first operand must be distinct/),
  refusal('((phase = :p))', { ':p': 'x' }, /redundant parentheses/),
  refusal(' ', {}, /The expression can not be empty/),
];

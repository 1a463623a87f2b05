/**
 * What the engines are measured with: definitions, and how many state transitions a run of each has. `share` makes
 * loops and Maps smaller for an engine that would take minutes.
 */

export interface Program {
  readonly name: string;
  readonly definition: object;
  readonly input: unknown;
  readonly transitions: number;
}

const whole = { turns: 500, items: 1000 };
const branches = 50;

const each = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });

const parallel = {
  Type: 'Parallel',
  Branches: Array.from({ length: branches }, (_, n) => each(`B${n}`)),
  End: true,
};

export function programs(share: number): readonly Program[] {
  const turns = whole.turns * share;
  const items = whole.items * share;
  return [...jsonPath(turns, items), ...jsonata(turns)];
}

const jsonPath = (turns: number, items: number): readonly Program[] => [
  {
    name: `a loop of Pass and Choice, ${whole.turns} turns`,
    definition: {
      StartAt: 'Count',
      States: {
        Count: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'Enough' },
        Enough: {
          Type: 'Choice',
          Choices: [{ Variable: '$.n', NumericLessThan: turns, Next: 'Count' }],
          Default: 'Done',
        },
        Done: { Type: 'Succeed' },
      },
    },
    input: { n: 0 },
    transitions: 2 * turns + 1,
  },
  {
    name: `a Map of ${whole.items.toLocaleString('en')} items`,
    definition: {
      StartAt: 'Each',
      States: { Each: { Type: 'Map', ItemsPath: '$.items', ItemProcessor: each('One'), End: true } },
    },
    input: { items: Array.from({ length: items }, (_, index) => index) },
    transitions: items + 1,
  },
  {
    name: `a Parallel of ${branches} branches`,
    definition: { StartAt: 'All', States: { All: parallel } },
    input: {},
    transitions: branches + 1,
  },
];

const jsonata = (turns: number): readonly Program[] => [
  {
    name: 'the loop in JSONata',
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Count',
      States: {
        Count: { Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' }, Next: 'Enough' },
        Enough: {
          Type: 'Choice',
          Choices: [{ Condition: `{% $states.input.n < ${turns} %}`, Next: 'Count' }],
          Default: 'Done',
        },
        Done: { Type: 'Succeed' },
      },
    },
    input: { n: 0 },
    transitions: 2 * turns + 1,
  },
  {
    name: 'the loop in JSONata with functions',
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Count',
      States: {
        Count: { Type: 'Pass', Output: { n: '{% $sum([$states.input.n, 1]) %}' }, Next: 'Enough' },
        Enough: {
          Type: 'Choice',
          Choices: [{ Condition: `{% $not($states.input.n >= ${turns}) %}`, Next: 'Count' }],
          Default: 'Done',
        },
        Done: { Type: 'Succeed' },
      },
    },
    input: { n: 0 },
    transitions: 2 * turns + 1,
  },
];

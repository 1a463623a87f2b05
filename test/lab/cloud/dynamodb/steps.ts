/** Updates generated together with the JavaScript that does the same to a plain object. */
import fc from 'fast-check';
import type { Item } from '../../../../lab/cloud/dynamodb/value.ts';

/** A row as plain JavaScript, and the ways in which a test changes it. */
export interface Model {
  n?: number;
  journal?: string[];
  map?: Record<string, number>;
  tags?: Set<string>;
}

export interface Step {
  readonly expression: string;
  readonly values?: Item | undefined;
  readonly usesMap?: boolean;
  /** False where DynamoDB has to refuse. */
  readonly change: (model: Model) => boolean;
}

const done = (_changed: unknown) => true;
const cents = fc.integer({ min: -500, max: 500 }).map((value) => value / 100);
export const letter = fc.constantFrom('x', 'y', 'z');

export const step: fc.Arbitrary<Step> = fc.oneof<fc.Arbitrary<Step>[]>(
  cents.map((by) => ({
    expression: 'SET n = if_not_exists(n, :zero) + :by',
    values: { ':zero': 0, ':by': by },
    change: (model: Model) => done((model.n = Math.round(((model.n ?? 0) + by) * 100) / 100)),
  })),
  cents.map((by) => ({
    expression: 'ADD n :by',
    values: { ':by': by },
    change: (model: Model) => done((model.n = Math.round(((model.n ?? 0) + by) * 100) / 100)),
  })),
  letter.map((text) => ({
    expression: 'SET journal = list_append(journal, :text)',
    values: { ':text': [text] },
    change: (model: Model) => model.journal !== undefined && model.journal.push(text) > 0,
  })),
  fc.constant({
    expression: 'SET journal = :none',
    values: { ':none': [] },
    change: (model: Model) => done((model.journal = [])),
  }),
  fc.nat(3).map((index) => ({
    expression: `REMOVE journal[${index}]`,
    change: (model: Model) => model.journal !== undefined && done(model.journal.splice(index, 1)),
  })),
  fc.tuple(letter, cents).map(([name, value]) => ({
    expression: `SET #map.${name} = :value`,
    values: { ':value': value },
    usesMap: true,
    change: (model: Model) => model.map !== undefined && done((model.map[name] = value)),
  })),
  fc.constant({
    expression: 'SET #map = :none',
    values: { ':none': {} },
    usesMap: true,
    change: (model: Model) => done((model.map = {})),
  }),
  fc.uniqueArray(letter, { minLength: 1 }).map((list) => ({
    expression: 'ADD tags :tags',
    values: { ':tags': new Set(list) },
    change: (model: Model) => done((model.tags = (model.tags ?? new Set()).union(new Set(list)))),
  })),
  fc.uniqueArray(letter, { minLength: 1 }).map((list) => ({
    expression: 'DELETE tags :tags',
    values: { ':tags': new Set(list) },
    change: (model: Model) => {
      const left = (model.tags ?? new Set<string>()).difference(new Set(list));
      if (left.size > 0) model.tags = left;
      else delete model.tags;
      return true;
    },
  })),
  fc.constantFrom('n', 'journal', 'tags').map((name) => ({
    expression: `REMOVE ${name}`,
    change: (model: Model) => done(delete model[name as keyof Model]),
  })),
);

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { planJsonSchema } from '../../../core/plan/schema.ts';
import { aPlan } from './a-plan.ts';

const events = new URL('../../../events/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, events), 'utf8');

type Node = Record<string, unknown>;

/** Every property of the schema, by its path. */
function properties(node: Node, path = ''): [string, Node][] {
  const own = Object.entries((node['properties'] ?? {}) as Record<string, Node>);
  const branches = ['anyOf', 'oneOf'].flatMap((key) => (node[key] ?? []) as Node[]);
  const nested = [...branches, ...(node['items'] === undefined ? [] : [node['items'] as Node])];
  return [
    ...own.flatMap(([key, child]): [string, Node][] => [
      [`${path}.${key}`, child],
      ...properties(child, `${path}.${key}`),
    ]),
    ...nested.flatMap((child) => properties(child, path)),
  ];
}

describe('the schema for editors', () => {
  it("is the parser's (if not: npm run plan-schema)", () => {
    expect(JSON.parse(read('plan.schema.json'))).toEqual(planJsonSchema());
  });

  it('describes every field of the plan', () => {
    const described = properties(planJsonSchema()).filter(([path]) => !path.includes('.taskDefinition.'));
    expect(described.length).toBeGreaterThan(40);
    expect(
      described.filter(([, { description }]) => description === undefined).map(([path]) => path),
    ).toEqual([]);
  });

  const asEditorsDo = z.fromJSONSchema(planJsonSchema());

  it('takes the sample and the least that a plan can say', () => {
    expect(asEditorsDo.safeParse(parse(read('plan.yml'))).error).toBeUndefined();
    expect(asEditorsDo.safeParse(aPlan()).error).toBeUndefined();
  });

  it.each([{ staging: {} }, { extra: 1 }, { watch: 5 }, { watch: '5' }, { ramp: { step: 25 } }])(
    'marks %j',
    (changes) => {
      expect(asEditorsDo.safeParse(aPlan(changes)).success).toBe(false);
    },
  );
});

it('the sample begins with the line by which editors find the schema', () => {
  expect(read('plan.yml').split('\n')[0]).toBe('# yaml-language-server: $schema=./plan.schema.json');
});

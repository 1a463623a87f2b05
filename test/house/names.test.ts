import { describe, expect, test } from 'vitest';
import { functions as labFunctions } from '../../lab/functions.ts';
import type { Handler } from '../../aws/lambda.ts';
import { statesOf } from './machine/graph.ts';
import {
  camel,
  definition,
  deployedKeys,
  exists,
  filesIn,
  kebab,
  outsideKeys,
  read,
} from './machine/repository.ts';
import { functionKey, isService, passed } from './machine/rules.ts';

const tasks = statesOf(definition())
  .filter(({ state }) => state.Type === 'Task' && !isService(state))
  .map(({ name, state }) => ({ name, key: functionKey(state) ?? '', state }));
const outside = outsideKeys();
const keys = [...tasks.map(({ key }) => key), ...outside].toSorted();

interface Module {
  readonly handler?: Handler;
  readonly [name: string]: unknown;
}

const load = (key: string) => import(`../../functions/${kebab(key)}.ts`) as Promise<Module>;
const eventOf = (key: string) => JSON.parse(read(`events/${kebab(key)}.json`)) as Record<string, unknown>;

/** A world in which nothing answers: what a function makes of its input shows before it asks anything. */
const nothing = () => Promise.reject(new Error('nothing answers here'));
const client = { send: nothing, config: {} };
let elapsed = 0;
const deadWorld = {
  clients: new Proxy({}, { get: () => client }),
  http: nothing,
  clock: { now: () => (elapsed += 1_000), sleep: () => Promise.resolve() },
  random: { hex: () => '00' },
  settings: { ledgerTable: 'ledger' },
  log: { info: () => {}, error: () => {} },
};

/** Why the function's own door refused an input; undefined where it let it in, whatever came then. */
async function refusal(key: string, event: unknown): Promise<string | undefined> {
  const { handler } = await load(key);
  try {
    await handler?.(event, { world: deadWorld as never });
  } catch (error) {
    if (error instanceof Error && error.name === 'InputRejected') return error.message;
  }
  return undefined;
}

describe.each(tasks)('one name in five places: $name', ({ name, key, state }) => {
  test('state, key and file', () => {
    expect(camel(name)).toBe(key);
    expect(exists(`functions/${kebab(key)}.ts`)).toBe(true);
  });

  test('the function in the file, and the handler that is made of it', async () => {
    const module = await load(key);
    expect(Object.keys(module).toSorted()).toEqual([key, 'handler'].toSorted());
    expect((module[key] as { readonly name?: string }).name).toBe(key);
    expect(labFunctions[key]).toBe(module.handler);
  });

  test('a real input, which the function takes and which is what the state passes', async () => {
    const event = eventOf(key);
    expect(Object.keys(event).toSorted()).toEqual(Object.keys(passed(state)).toSorted());
    expect(await refusal(key, event)).toBeUndefined();
  });

  test('and no other', async () => {
    const event = eventOf(key);
    expect(await refusal(key, { ...event, cutover: { id: 7 } })).toMatch(/cutover\.id: .*; cutover\.live: /);
    for (const field of Object.keys(event).filter((one) => one !== 'plan')) {
      const { [field]: _gone, ...rest } = event;
      expect(await refusal(key, rest)).toContain(`${field}: `);
    }
  });
});

describe.each(outside)('outside the state machine: %s', (key) => {
  test('file, function and handler', async () => {
    const module = await load(key);
    expect(Object.keys(module).toSorted()).toEqual([key, 'handler'].toSorted());
    expect((module[key] as { readonly name?: string }).name).toBe(key);
    expect(labFunctions[key]).toBe(module.handler);
  });

  test('a real input, which the function takes', async () => {
    expect(await refusal(key, eventOf(key))).toBeUndefined();
  });
});

test('a snapshot in an event has everything that a snapshot has', () => {
  const full = ['canary', 'loadBalancer', 'rules', 'stable', 'takenAt'];
  const carriers = keys.filter((key) => 'snapshot' in eventOf(key));
  expect(carriers.length).toBeGreaterThan(0);
  for (const key of carriers)
    expect(Object.keys(eventOf(key)['snapshot'] as object).toSorted()).toEqual(full);
});

describe('nothing beside the five places', () => {
  test('every function file serves a state, an event or a URL', () => {
    expect(filesIn('functions').toSorted()).toEqual(
      keys.map((key) => `functions/${kebab(key)}.ts`).toSorted(),
    );
  });

  test('every deployed function does', () => {
    expect(deployedKeys().toSorted()).toEqual(keys);
  });

  test('every function of the lab does', () => {
    expect(Object.keys(labFunctions).toSorted()).toEqual(keys);
  });

  test('every JSON event is for a function, or is part of the plan', () => {
    const others = ['plan.schema', 'rendered_task_def', 'start-execution'].map(
      (name) => `events/${name}.json`,
    );
    const events = filesIn('events').filter((file) => file.endsWith('.json') && !others.includes(file));
    expect(events.toSorted()).toEqual(keys.map((key) => `events/${kebab(key)}.json`).toSorted());
  });

  test('no function serves two states', () => {
    expect(keys).toEqual([...new Set(keys)]);
  });
});

test.each([
  ['core/decide/look.ts', true],
  ['test/lab/clock.test.ts', true],
  ['test/house/machine/asl-validator.d.ts', true],
  ['lab/scenarios/bad-at-26.yml', true],
  ['core/decideLook.ts', false],
  ['core/decide_look.ts', false],
  ['core/Decide/look.ts', false],
  ['core/decide/Look.ts', false],
])('%s is written as files are: %s', (path, expected) => {
  expect(kebabPath.test(path)).toBe(expected);
});

const kebabPath =
  /^([a-z0-9]+(-[a-z0-9]+)*\/)+[a-z0-9]+(-[a-z0-9]+)*(\.(test|d|asl|schema|fixture))*(\.[a-z0-9]+)?$/;

test.each(['core', 'aws', 'web', 'functions', 'lab', 'cli', 'test', 'scripts', 'statemachine'])(
  'files in %s are in kebab case',
  (folder) => {
    const files = filesIn(folder);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((path) => !kebabPath.test(path))).toEqual([]);
  },
);

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { onlyCutover } from '../../aws/inputs.ts';
import { lambda, type Report } from '../../aws/lambda.ts';
import type { Service, World } from '../../aws/world.ts';
import { Failure } from '../../core/failures.ts';
import { start } from '../core/evidence/some-minutes.ts';

type Line = readonly [level: string, message: string, fields: Readonly<Record<string, unknown>>];

/** A world whose ledger keeps what is put there, or has an outage. */
function world(ledgerWorks = true) {
  const items: Readonly<Record<string, unknown>>[] = [];
  const lines: Line[] = [];
  const send = async (command: unknown) => {
    if (!ledgerWorks) throw new Error('the ledger does not answer');
    if (command instanceof PutCommand) items.push(command.input.Item ?? {});
    return Promise.resolve({});
  };
  const log =
    (level: string) =>
    (message: string, fields: Line[2] = {}) =>
      void lines.push([level, message, fields]);
  const made = {
    clients: { dynamodb: { send } },
    clock: { now: () => start },
    settings: { ledgerTable: 'ledger' },
    log: { info: log('info'), error: log('error') },
  };
  return { world: made as unknown as World<Service>, items, lines };
}

const noClient = () => {
  throw new Error('the lab brings its own world');
};

const schema = z.extend(onlyCutover, { rung: z.int().check(z.gte(0)) });
type RungInput = z.infer<typeof schema>;
const event = { cutover: { id: 'c1', live: true }, rung: 1 };

/** Runs a function through the wrapper; its name is the one that the log and the story show. */
async function call(
  run: (world: World, input: RungInput) => Promise<Report>,
  input: unknown,
  ledgerWorks = true,
) {
  const around = world(ledgerWorks);
  const handler = lambda(run, { input: schema, clients: { dynamodb: noClient } });
  const outcome = await handler(input, { world: around.world }).then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error: error as Error }),
  );
  return { ...outcome, ...around };
}

async function judgeRung(_world: object, { rung }: RungInput) {
  return Promise.resolve({ decision: 'advance', rung, facts: { many: 1 }, story: ['Going on', 'to 26 %'] });
}

describe('a function that works', () => {
  test('reports its words, and not its story', async () => {
    const { value } = await call(judgeRung, event);
    expect(value).toEqual({ decision: 'advance', rung: 1, facts: { many: 1 } });
  });

  test('logs one line in and one out, with the cutover, the function, and no whole facts', async () => {
    const { lines } = await call(judgeRung, event);
    const fields = { cutoverId: 'c1', function: 'judgeRung' };
    expect(lines).toEqual([
      ['info', 'in', fields],
      ['info', 'out', { ...fields, decision: 'advance', rung: 1 }],
    ]);
  });

  test('tells its story in order, under its name and time', async () => {
    const { items } = await call(judgeRung, event);
    const at = '2026-12-01T22:00:00.000Z';
    const entry = { pk: 'CUTOVER#c1', at, actor: 'judgeRung' };
    expect(items).toEqual([
      { ...entry, sk: `STORY#${at}#judgeRung#0`, text: 'Going on' },
      { ...entry, sk: `STORY#${at}#judgeRung#1`, text: 'to 26 %' },
    ]);
  });

  test('tells the story of a dry run under a key of its own', async () => {
    const { items } = await call(judgeRung, { ...event, cutover: { id: 'c1', live: false } });
    expect(items.map(({ pk }) => pk)).toEqual(['DRY#c1', 'DRY#c1']);
  });

  test('works as well when the ledger does not: the sentences are in the log', async () => {
    const { value, lines } = await call(judgeRung, event, false);
    expect(value).toMatchObject({ decision: 'advance' });
    const lost = lines.filter(([level]) => level === 'error');
    expect(lost.map(([, message, { text, cutoverId }]) => [message, text, cutoverId])).toEqual([
      ['story not written', 'Going on', 'c1'],
      ['story not written', 'to 26 %', 'c1'],
    ]);
  });
});

describe('an input that the function does not take', () => {
  test.each([
    ['nothing', undefined, 'cutover: '],
    ['no cutover', { rung: 1 }, 'cutover: '],
    ['a cutover without a name', { ...event, cutover: { id: '', live: true } }, 'cutover.id: '],
    ['a cutover that is neither live nor dry', { ...event, cutover: { id: 'c1' } }, 'cutover.live: '],
    ['a rung below the first', { ...event, rung: -1 }, 'rung: '],
    ['half a rung', { ...event, rung: 0.5 }, 'rung: '],
  ])('is refused by its path before anything runs: %s', async (_title, input, path) => {
    let hasRun = false;
    const { error, items } = await call(async function judgeRungs() {
      hasRun = true;
      return Promise.resolve({ story: ['ran'] });
    }, input);
    expect(error?.name).toBe('InputRejected');
    expect(error?.message).toContain(
      `the state machine passed an input that this function does not take: ${path}`,
    );
    expect({ hasRun, items }).toEqual({ hasRun: false, items: [] });
  });

  test('is refused with all of its problems', async () => {
    const { error } = await call(judgeRung, { cutover: { id: 7 }, rung: 'x' });
    expect(error?.message).toMatch(/cutover\.id: .*; cutover\.live: .*; rung: /);
  });
});

describe('a function that fails', () => {
  const throttled = Object.assign(new Error('Rate exceeded'), {
    name: 'ThrottlingException',
    $fault: 'client',
  });
  test.each([
    ['our own', new Failure('Superseded', 'epoch 1 is over'), 'Superseded', 'epoch 1 is over'],
    ["the cloud's", throttled, 'CloudBusy', 'ThrottlingException: Rate exceeded'],
    ['a fault of ours', new TypeError('x is not a function'), 'TypeError', 'x is not a function'],
  ])('lets the error out under its name, and logs it: %s', async (_title, thrown, name, message) => {
    const { error, lines, items } = await call(async function judgeRungs() {
      return Promise.reject(thrown);
    }, event);
    expect(error).toMatchObject({ name, message });
    expect(lines.at(-1)).toEqual([
      'error',
      'failed',
      { cutoverId: 'c1', function: 'judgeRungs', error: name, reason: message },
    ]);
    expect(items).toEqual([]);
  });
});

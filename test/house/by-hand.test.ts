/** What docs/operating.md tells people to do to the ledger by hand does, on the lab's ledger, what it says. */
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { lockKey, openGateKey, openKey, recordKey, storyPrefix } from '../../aws/ledger/keys.ts';
import { TableName } from '../lab/cloud/dynamodb/cases/case.ts';
import { simulation } from '../lab/cloud/dynamodb/worlds.ts';
import { consoleBlocks } from './run-docs.ts';

const cutover = { id: 'claude-proxy-2.4.0', live: true };
const rule = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/n/1/2/3';
const lock = { cutoverId: cutover.id, epoch: 3, phase: 'releasing' };

const commands = consoleBlocks('docs/operating.md')
  .flatMap(({ runs }) => runs.map(({ command }) => command))
  .filter((command) => command.startsWith('aws dynamodb '));

let world: ReturnType<typeof simulation>;

beforeEach(async () => {
  world = simulation();
  for (const key of [recordKey(cutover), openKey(cutover.id), openKey('another'), openGateKey('gate')])
    await put(key);
  await put({ ...lockKey(rule), ...lock });
  const story = { pk: recordKey(cutover).pk, sk: `${storyPrefix}1`, text: 'Took the lock' };
  await put(story);
});

describe('by hand', () => {
  test('every key that is asked for is one of the ledger’s', async () => {
    const asked = commands.filter((command) => command.includes('--key '));
    expect(asked.length).toBeGreaterThan(4);
    for (const command of asked) {
      const Key = item(command, 'key');
      expect({ command, found: await read(Key) }).toMatchObject({ found: { pk: Key['pk'] } });
    }
  });

  test('the query of OPEN finds every cutover that reconcile is at', async () => {
    const found = await query('":open"');
    expect(found).toEqual([openGateKey('gate').sk, 'another', cutover.id]);
  });

  test('the query of the story finds its sentences and nothing else', async () => {
    expect(await query('":story"')).toEqual([`${storyPrefix}1`]);
  });

  test('taking over deletes this cutover’s row and no other', async () => {
    await remove('"OPEN"');
    expect(await query('":open"')).not.toContain(cutover.id);
    expect(await query('":open"')).toContain('another');
  });

  test('moving the epoch fences whoever still writes, of this cutover alone', async () => {
    await move();
    expect(await row()).toMatchObject({ epoch: 4, phase: 'rollingBack' });
    await put({ ...lockKey(rule), ...lock, cutoverId: 'another' });
    await expect(move()).rejects.toThrow(/conditional request failed/);
  });

  test('a lock row is deleted where it is this cutover’s', async () => {
    await put({ ...lockKey(rule), ...lock, cutoverId: 'another' });
    await expect(remove('LOCK#')).rejects.toThrow(/conditional request failed/);
    await put({ ...lockKey(rule), ...lock });
    await remove('LOCK#');
    expect(await row()).toBeUndefined();
  });
});

function put(Item: object) {
  return world.settle(world.client.send(new PutCommand({ TableName, Item: { ...Item } })));
}

async function read(Key: Record<string, unknown>) {
  return (await world.settle(world.client.send(new GetCommand({ TableName, Key })))).Item;
}

function row() {
  return read({ ...lockKey(rule) });
}

async function query(named: string): Promise<string[]> {
  const command = one('query', named);
  const input = {
    TableName,
    KeyConditionExpression: flag(command, 'key-condition-expression'),
    ExpressionAttributeValues: item(command, 'expression-attribute-values'),
  };
  const { Items = [] } = await world.settle(world.client.send(new QueryCommand(input)));
  return Items.map(({ sk }) => String(sk));
}

function remove(named: string) {
  const command = one('delete-item', named);
  const condition = command.includes('--condition-expression') && {
    ConditionExpression: flag(command, 'condition-expression'),
    ExpressionAttributeValues: item(command, 'expression-attribute-values'),
  };
  const input = { TableName, Key: item(command, 'key'), ...condition };
  return world.settle(world.client.send(new DeleteCommand(input)));
}

function move() {
  const command = one('update-item', 'LOCK#');
  const input = {
    TableName,
    Key: item(command, 'key'),
    UpdateExpression: flag(command, 'update-expression'),
    ConditionExpression: flag(command, 'condition-expression'),
    ExpressionAttributeValues: item(command, 'expression-attribute-values'),
  };
  return world.settle(world.client.send(new UpdateCommand(input)));
}

/** The page's command, of which there may be several that say the same. */
function one(verb: string, named: string): string {
  const found = commands.find(
    (command) => command.startsWith(`aws dynamodb ${verb}`) && command.includes(named),
  );
  if (found === undefined) throw new Error(`docs/operating.md has no ${verb} with ${named}`);
  return found;
}

/** What stands in single quotes after a flag, with the page's placeholders filled in. */
function flag(command: string, name: string): string {
  const [, text] = new RegExp(`--${name} '([^']+)'`).exec(command) ?? [];
  if (text === undefined) throw new Error(`no --${name} in: ${command}`);
  return text.replace(/\b(FIRST_RULE|RULE_OR_SERVICE_ARN)\b/, rule).replace(/(?<=["#])ID(?=")/, cutover.id);
}

function item(command: string, name: string) {
  return unmarshall(JSON.parse(flag(command, name)));
}

/**
 * The rows of gates. A gate is replaced as a whole, under the condition that nobody has replaced it since it was read:
 * of all writes that could decide it, one does. Its task token is kept here and nowhere else, until it is answered.
 */
import { GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Gate } from '../../core/gate/gate.ts';
import type { SentLink } from '../../core/gate/people.ts';
import { isNamed } from '../failures.ts';
import type { World } from '../world.ts';
import { gateKey, openGateKey } from './keys.ts';

export interface GateRow {
  readonly gate: Gate;
  /** Counts the writes. */
  readonly version: number;
  /** Of every attempt: an old link must be known to be told that it is old. */
  readonly links: readonly SentLink[];
  /** Absent once it was answered. */
  readonly token?: string;
}

/** What the reconciler and newer cutovers find of a gate that is open, or whose token nobody has answered yet. */
export interface OpenGate {
  readonly gateId: string;
  readonly cutoverId: string;
  readonly executionArn: string;
  readonly gate: Gate['gate'];
  readonly service: string;
  readonly leadingArn: string;
  /** When its cutover started: the newer one stays. */
  readonly startedAt: string;
}

export async function readGate(world: World<'dynamodb'>, id: string): Promise<GateRow | undefined> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key: gateKey(id), ConsistentRead: true }),
  );
  return Item as GateRow | undefined;
}

/** Opens a gate, or asks again at one that was read before. `lost`: somebody else has written it since. */
export async function putGate(
  world: World<'dynamodb'>,
  before: GateRow | undefined,
  row: Omit<GateRow, 'version'>,
  open: OpenGate,
): Promise<'written' | 'lost'> {
  const TableName = world.settings.ledgerTable;
  const version = (before?.version ?? 0) + 1;
  const put = {
    TableName,
    Item: { ...gateKey(open.gateId), ...row, version },
    ...(before === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'version = :before',
          ExpressionAttributeValues: { ':before': before.version },
        }),
  };
  const listed = { TableName, Item: { ...openGateKey(open.gateId), ...open } };
  return unlessLost(
    world.clients.dynamodb.send(new TransactWriteCommand({ TransactItems: [{ Put: put }, { Put: listed }] })),
  );
}

/** The one write that counts an answer, or closes the gate; with `links`, the one that adds some. */
export async function replaceGate(
  world: World<'dynamodb'>,
  before: Pick<GateRow, 'version'>,
  gate: Gate,
  links?: readonly SentLink[],
): Promise<'written' | 'lost'> {
  return unlessLost(
    world.clients.dynamodb.send(
      new UpdateCommand({
        TableName: world.settings.ledgerTable,
        Key: gateKey(gate.id),
        UpdateExpression: `SET gate = :gate, version = :next${links === undefined ? '' : ', links = :links'}`,
        ConditionExpression: 'version = :before',
        ExpressionAttributeValues: {
          ':gate': gate,
          ':before': before.version,
          ':next': before.version + 1,
          ...(links && { ':links': links }),
        },
      }),
    ),
  );
}

/**
 * Its token is of no more use, and nobody has to look after it any more: both or neither, since whoever asks again in
 * between writes both anew. Safe to repeat.
 */
export async function settleGate(world: World<'dynamodb'>, { gate, version }: GateRow): Promise<void> {
  const TableName = world.settings.ledgerTable;
  const forgetToken = {
    Update: {
      TableName,
      Key: gateKey(gate.id),
      UpdateExpression: 'REMOVE #token',
      ConditionExpression: 'version = :version',
      ExpressionAttributeNames: { '#token': 'token' },
      ExpressionAttributeValues: { ':version': version },
    },
  };
  const unlist = { Delete: { TableName, Key: openGateKey(gate.id) } };
  await unlessLost(
    world.clients.dynamodb.send(new TransactWriteCommand({ TransactItems: [forgetToken, unlist] })),
  );
}

async function unlessLost(write: Promise<unknown>): Promise<'written' | 'lost'> {
  try {
    await write;
    return 'written';
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return 'lost';
    const { CancellationReasons = [] } = error as { CancellationReasons?: readonly { Code?: string }[] };
    if (CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return 'lost';
    throw error;
  }
}

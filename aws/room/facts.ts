/**
 * What the control room shows, read from the ledger and from nowhere else, and no more of it than is shown: task tokens
 * and the canary's door stay where they are. A container reads what it has read before only once, and nothing twice
 * within two seconds: however many look on, the ledger hardly notices.
 */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Gate, gateId } from '../../core/gate/gate.ts';
import type { Phase } from '../../core/record.ts';
import type { LookKept } from '../../core/report/looks.ts';
import type { RoomFacts } from '../../core/room/room.ts';
import { gateKey, type Key, lockKey, recordKey, reportKey } from '../ledger/keys.ts';
import { lockedArns } from '../ledger/lock.ts';
import { readLooks } from '../ledger/looks.ts';
import { type CutoverRef, readEntries } from '../ledger/story.ts';
import type { World } from '../world.ts';

type Reader = World<'dynamodb'>;
type Entries = Awaited<ReturnType<typeof readEntries>>;

export interface RoomRead {
  readonly facts: Omit<RoomFacts, 'now'>;
  readonly hasReport: boolean;
}

interface Kept extends RoomRead {
  readonly readAt: number;
  readonly entries: Entries;
}

const freshMilliseconds = 2_000;
/** Functions write side by side, each by its own clock: what is written late may stand before what was read. */
const overlapMilliseconds = 120_000;
const cutoversMax = 8;

/** By world, of which a container has one. */
const memories = new WeakMap<Reader, Map<string, Kept>>();

export async function readRoom(world: Reader, cutover: CutoverRef): Promise<RoomRead> {
  const memory = memories.get(world) ?? new Map<string, Kept>();
  memories.set(world, memory);
  const key = recordKey(cutover).pk;
  const before = memory.get(key);
  if (before !== undefined && world.clock.now() - before.readAt < freshMilliseconds) return before;
  const read = await readOn(world, cutover, before);
  memory.delete(key);
  memory.set(key, read);
  for (const oldest of memory.keys()) if (memory.size > cutoversMax) memory.delete(oldest);
  return read;
}

async function readOn(world: Reader, cutover: CutoverRef, before: Kept | undefined): Promise<Kept> {
  const readAt = world.clock.now();
  const [record, newEntries, newLooks, report] = await Promise.all([
    get(world, recordKey(cutover), recordShown) as Promise<RoomFacts['record']>,
    readEntries(world, cutover, since(before?.entries)),
    readLooks(world, cutover, since(before?.facts.looks)),
    get(world, reportKey(cutover), { '#outcome': 'outcome' }),
  ]);
  const [phase, gates] =
    record === undefined
      ? [undefined, []]
      : await Promise.all([readPhase(world, cutover, record.plan), readGates(world, cutover, record.plan)]);
  const entries = merged(before?.entries, newEntries, ({ id }) => id);
  const looks = merged<LookKept>(before?.facts.looks, newLooks, ({ at }) => at);
  const story = entries.map(({ at, actor, text }) => ({ at, actor, text }));
  return {
    readAt,
    entries,
    facts: { cutover, record, phase, gates, looks, story },
    hasReport: report !== undefined,
  };
}

function since(known: readonly { readonly at: string }[] = []): string | undefined {
  const newest = known.at(-1)?.at;
  return newest === undefined ? undefined : new Date(Date.parse(newest) - overlapMilliseconds).toISOString();
}

function merged<T>(known: readonly T[] = [], found: readonly T[], keyOf: (one: T) => string): T[] {
  const all = new Map([...known, ...found].map((one) => [keyOf(one), one]));
  return [...all.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Of the record; of what it waits for, not the token. */
const shown = [
  'plan',
  'planDigest',
  'startedAt',
  'firstShareAt',
  'rung',
  'rungs',
  'verifySince',
  'wentBackAt',
  'canaryStartedAt',
  'hold',
  'outcome',
  'reason',
] as const;
const recordShown: Readonly<Record<string, string>> = {
  ...Object.fromEntries(shown.map((name) => [`#${name}`, name])),
  '#wait.#for': 'wait.for',
  '#wait.#until': 'wait.until',
};

async function readPhase(
  world: Reader,
  { id }: CutoverRef,
  plan: NonNullable<RoomFacts['record']>['plan'],
): Promise<Phase | undefined> {
  const row = await get(world, lockKey(lockedArns(plan)[0]), {
    '#cutoverId': 'cutoverId',
    '#phase': 'phase',
  });
  return row?.['cutoverId'] === id ? (row['phase'] as Phase) : undefined;
}

/** Those that the plan asks for; one that has not opened has no row. */
async function readGates(
  world: Reader,
  { id, live }: CutoverRef,
  { approvals = {} }: NonNullable<RoomFacts['record']>['plan'],
): Promise<Gate[]> {
  if (!live) return [];
  const names = (['waive', 'go-live', 'sign-off'] as const).filter((name) => approvals[name] !== undefined);
  const ids = [
    ...names.map((name) => gateId(id, name)),
    ...(approvals.ramp?.atPercents ?? []).map((percent) => gateId(id, 'ramp', percent)),
  ];
  const rows = await Promise.all(ids.map((one) => get(world, gateKey(one), { '#gate': 'gate' })));
  return rows
    .flatMap((row) => (row?.['gate'] as Gate | undefined) ?? [])
    .toSorted((a, b) => a.openedAt - b.openedAt);
}

/** `paths`: what is wanted of the row, as the projection has it, with the attributes' own names. */
async function get(
  world: Reader,
  Key: Key,
  paths: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const names = Object.entries(paths).flatMap(([path, name]) => {
    const parts = name.split('.');
    return path.split('.').map((one, index) => [one, parts[index] ?? ''] as const);
  });
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({
      TableName: world.settings.ledgerTable,
      Key,
      ProjectionExpression: Object.keys(paths).join(', '),
      ExpressionAttributeNames: Object.fromEntries(names),
    }),
  );
  return Item;
}

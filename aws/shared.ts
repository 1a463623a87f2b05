/**
 * One reader for many guards: AWS counts some reads for a whole account (nine `DescribeAlarms` a second, ten of ELB's
 * `Describe*`), and every guard looks every 30 seconds. Whoever finds what is kept too old reads for everybody, as many
 * names a call as fit; the others go by that. Nobody goes by anything old: what is not fresh enough after a moment's wait
 * each guard reads itself.
 */
import { attempt } from './attempt.ts';
import { type Kept, keepSeen, type Kind, readKept, readWanted, takeReadingTurn } from './ledger/shared.ts';
import type { Service, World } from './world.ts';

/** What is read for everybody, by names that one account knows once. */
export interface Shared<T extends { readonly name: string }, S extends Service> {
  readonly kind: Kind;
  /** So many fit one call. */
  readonly namesMax: number;
  /** While somebody reads, or cannot, what is at most this old will do. */
  readonly oldMillisecondsMax: number;
  /** Of `namesMax` at most, those that are there, in the order of the names. */
  read(world: World<S>, names: readonly string[]): Promise<readonly T[]>;
}

/** Half of a guard's pause: whoever finds it older has it read again. */
const freshMilliseconds = 15_000;
/** Longer than somebody else's reading takes, shorter than a look may. */
const waitMilliseconds = 2_000;
/** Rows that are written side by side. */
const writesMax = 25;

/** In the order of the names. */
export async function readShared<T extends { readonly name: string }, S extends Service>(
  world: World<'dynamodb' | S>,
  shared: Shared<T, S>,
  names: readonly string[],
): Promise<readonly T[]> {
  if (names.length === 0) return [];
  // Sharing saves calls; where the ledger does not take part, AWS is asked all the same.
  const arranged = await attempt(() => arrange(world, shared, names));
  const turn = 'seen' in arranged ? arranged.seen : 'self';
  if (typeof turn !== 'string') return turn;
  const own = await readAndKeep(world, shared, names, true);
  if (turn === 'everybody') await attempt(() => readOthers(world, shared, names));
  return own;
}

/** What somebody has just seen; or for whom to look. */
async function arrange<T extends { readonly name: string }, S extends Service>(
  world: World<'dynamodb'>,
  { kind, oldMillisecondsMax }: Shared<T, S>,
  names: readonly string[],
): Promise<readonly T[] | 'everybody' | 'self'> {
  const kept = await readAllKept<T>(world, kind, names);
  const fresh = youngOf(world, kept, freshMilliseconds);
  if (fresh !== undefined) return fresh;
  if (await takeReadingTurn(world, kind)) return 'everybody';
  // Of what nobody has asked for yet, nobody else brings news.
  if (kept.includes(undefined)) return 'self';
  await world.clock.sleep(waitMilliseconds);
  return youngOf(world, await readAllKept<T>(world, kind, names), oldMillisecondsMax) ?? 'self';
}

function readAllKept<T>(
  world: World<'dynamodb'>,
  kind: Kind,
  names: readonly string[],
): Promise<(Kept<T> | undefined)[]> {
  return Promise.all(names.map((name) => readKept<T>(world, kind, name)));
}

/** All of them, or none. */
function youngOf<T>(
  world: World,
  kept: readonly (Kept<T> | undefined)[],
  millisecondsMax: number,
): readonly T[] | undefined {
  const now = world.clock.now();
  const young = kept.flatMap((one) =>
    one !== undefined && Math.abs(now - one.seenAt) <= millisecondsMax ? [one.value] : [],
  );
  return young.length === kept.length ? young : undefined;
}

/** One part that cannot be read leaves the others theirs: a name that is gone may fail a whole call. */
async function readOthers<T extends { readonly name: string }, S extends Service>(
  world: World<'dynamodb' | S>,
  shared: Shared<T, S>,
  names: readonly string[],
): Promise<void> {
  const others = (await readWanted(world, shared.kind)).filter((name) => !names.includes(name));
  for (let from = 0; from < others.length; from += shared.namesMax)
    await attempt(() => readAndKeep(world, shared, others.slice(from, from + shared.namesMax), false));
}

async function readAndKeep<T extends { readonly name: string }, S extends Service>(
  world: World<'dynamodb' | S>,
  shared: Shared<T, S>,
  names: readonly string[],
  isOurs: boolean,
): Promise<readonly T[]> {
  const seenAt = world.clock.now();
  const values = await shared.read(world, names);
  for (let from = 0; from < values.length; from += writesMax) {
    const some = values.slice(from, from + writesMax);
    const kept = await attempt(() =>
      Promise.all(some.map((value) => keepSeen(world, shared.kind, value.name, { value, seenAt }, isOurs))),
    );
    // Not kept is read again, by whoever needs it.
    if ('error' in kept) world.log.error(`${shared.kind} not kept`, { error: kept.error });
  }
  return values;
}

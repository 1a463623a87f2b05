/**
 * The team's alarms for many guards: `DescribeAlarms` has nine calls a second for a whole account, and every guard looks
 * every 30 seconds. Whoever finds what is kept too old reads for everybody, a hundred names a call; the others go by
 * that. Nobody goes by anything old: what is not fresh after a moment's wait each guard reads itself.
 */
import type { AlarmSeen } from '../core/triggers/team-alarms.ts';
import { attempt } from './attempt.ts';
import { type KeptAlarm, keepSeen, readKept, readWanted, takeReadingTurn } from './ledger/team-alarms.ts';
import { namesMax, readTeamAlarms } from './team-alarms.ts';
import type { World } from './world.ts';

type Needs = World<'dynamodb' | 'cloudwatch'>;

/** Half of a guard's pause: no look goes by what is older. */
export const freshMilliseconds = 15_000;
/** Longer than somebody else's reading takes, shorter than a look may. */
const waitMilliseconds = 2_000;
/** Rows that are written side by side. */
const writesMax = 25;

/** In the order of the names. */
export async function readSharedAlarms(
  world: Needs,
  names: readonly string[],
): Promise<readonly AlarmSeen[]> {
  if (names.length === 0) return [];
  // Sharing saves calls; where the ledger does not take part, the alarms are read all the same.
  const arranged = await attempt(() => arrange(world, names));
  const turn = 'seen' in arranged ? arranged.seen : 'self';
  if (typeof turn !== 'string') return turn;
  const own = await readAndKeep(world, names, true);
  if (turn === 'everybody') await attempt(() => readOthers(world, names));
  return own;
}

/** What somebody has just seen; or for whom to look. */
async function arrange(
  world: Needs,
  names: readonly string[],
): Promise<readonly AlarmSeen[] | 'everybody' | 'self'> {
  const kept = await readAllKept(world, names);
  const fresh = freshOf(world, kept);
  if (fresh !== undefined) return fresh;
  if (await takeReadingTurn(world)) return 'everybody';
  // Of what nobody has asked for yet, nobody else brings news.
  if (kept.includes(undefined)) return 'self';
  await world.clock.sleep(waitMilliseconds);
  return freshOf(world, await readAllKept(world, names)) ?? 'self';
}

function readAllKept(world: Needs, names: readonly string[]): Promise<(KeptAlarm | undefined)[]> {
  return Promise.all(names.map((name) => readKept(world, name)));
}

/** All of them, or none. */
function freshOf(world: World, kept: readonly (KeptAlarm | undefined)[]): readonly AlarmSeen[] | undefined {
  const now = world.clock.now();
  const fresh = kept.flatMap((one) =>
    one !== undefined && Math.abs(now - one.seenAt) <= freshMilliseconds ? [one.alarm] : [],
  );
  return fresh.length === kept.length ? fresh : undefined;
}

async function readOthers(world: Needs, names: readonly string[]): Promise<void> {
  const others = (await readWanted(world)).filter((name) => !names.includes(name));
  for (let from = 0; from < others.length; from += namesMax)
    await readAndKeep(world, others.slice(from, from + namesMax), false);
}

async function readAndKeep(
  world: Needs,
  names: readonly string[],
  isOurs: boolean,
): Promise<readonly AlarmSeen[]> {
  const seenAt = world.clock.now();
  const alarms = await readTeamAlarms(world, names);
  for (let from = 0; from < alarms.length; from += writesMax) {
    const some = alarms.slice(from, from + writesMax);
    const kept = await attempt(() =>
      Promise.all(some.map((alarm) => keepSeen(world, { alarm, seenAt }, isOurs))),
    );
    // Not kept is read again, by whoever needs it.
    if ('error' in kept) world.log.error("the team's alarms not kept", { error: kept.error });
  }
  return alarms;
}

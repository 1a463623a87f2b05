/**
 * Moving weights, the one dangerous thing: intend on the ledger, write, read back, confirm on the ledger. The only
 * file that changes the division of production traffic.
 */
import { Failure } from '../core/failures.ts';
import type { Snapshot } from '../core/record.ts';
import { type Action, sameActions } from '../core/traffic/actions.ts';
import { actionsUnder, type Division, type Pair, shareOf } from '../core/traffic/division.ts';
import type { Haste } from './balancer/patience.ts';
import { readRules, writeActions } from './balancer/rules.ts';
import { isNamed } from './failures.ts';
import { type Pass, storeConfirmed, storeIntended } from './ledger/fence.ts';
import { readLock } from './ledger/lock.ts';
import { assertPass } from './ledger/pass.ts';
import type { World } from './world.ts';

export function pairOf(snapshot: Snapshot): Pair {
  return { stable: snapshot.stable.targetGroupArn, canary: snapshot.canary.targetGroupArn };
}

/**
 * Divides traffic under the fence. Safe to repeat: what is live already is not written again. A writer whose epoch
 * or phase has been overtaken puts back what the ledger says by then and fails with `Superseded`. `seen`: the rules,
 * read a moment ago; what has changed since is found when all of them are read back.
 */
export async function divideTraffic(
  world: World<'elbv2' | 'dynamodb'>,
  pass: Pass,
  snapshot: Snapshot,
  division: Division,
  seen?: readonly Meant[],
): Promise<void> {
  const manner = { ...mannerOf(world, pass), ...(seen && { seen }) };
  await storeIntended(world, pass, division);
  try {
    await writeUnder(world, pass, snapshot, division, manner);
    await storeConfirmed(world, pass, division);
  } catch (error) {
    if (isNamed(error, 'Superseded')) await restoreIntended(world, pass, snapshot);
    throw error;
  }
}

/**
 * Longer than any function lives that raises the share. A laptop sleeps for as long as it likes, and the fence knows
 * nothing of what is written when it wakes up.
 */
const freshMilliseconds = 60_000;

/**
 * Whoever reads something else back may have been overtaken between two rules: one says what the newer writer wants,
 * the other what we have just written, and the newer writer may have looked before that.
 */
async function writeUnder(
  world: World<'elbv2' | 'dynamodb'>,
  pass: Pass,
  snapshot: Snapshot,
  division: Division,
  manner: Manner,
): Promise<void> {
  try {
    await writeDivision(world, snapshot, division, manner);
  } catch (error) {
    if (isNamed(error, 'WriteNotSeen')) await assertPass(world, pass);
    throw error;
  }
}

/** `until`: no write begins after it. `seen`: the rules, read a moment ago. */
interface Manner {
  readonly until?: number;
  readonly haste?: Haste;
  readonly seen?: readonly Meant[];
}

function mannerOf({ clock }: World, { phase }: Pass): Manner {
  if (phase === 'rollingBack') return { haste: 'wayBack' };
  return phase === 'releasing' ? { until: clock.now() + freshMilliseconds } : {};
}

/** Writes the rules that differ and reads all of them back. Fails with `WriteNotSeen` where one still differs. */
export async function writeDivision(
  world: World<'elbv2'>,
  snapshot: Snapshot,
  division: Division,
  { until = Infinity, haste, seen }: Manner = {},
): Promise<void> {
  const live = seen ?? (await readRules(world, arnsOf(snapshot), haste));
  for (const { arn, actions } of differingOf(live, snapshot, division)) {
    if (world.clock.now() > until)
      throw new Failure('Unwatched', `${division} was written down too long ago to be written now`);
    await writeActions(world, arn, actions);
  }
  const wrong = await differing(world, snapshot, division, haste);
  if (wrong.length === 0) return;
  throw new Failure(
    'WriteNotSeen',
    `after writing ${division}, ${wrong.map((rule) => rule.arn).join(', ')} says something else`,
  );
}

/** Rules that do not say what a division wants, with the actions that they should have. */
export async function differing(
  world: World<'elbv2'>,
  snapshot: Snapshot,
  division: Division,
  haste?: Haste,
): Promise<readonly Meant[]> {
  const live = await readRules(world, arnsOf(snapshot), haste);
  return differingOf(live, snapshot, division);
}

/** A rule, and the actions that it should have. */
export interface Meant {
  readonly arn: string;
  readonly actions: readonly Action[];
}

/** The same of rules that somebody has read. One that was not found says nothing, and so differs. */
export function differingOf(
  live: readonly Meant[],
  snapshot: Snapshot,
  division: Division,
): readonly Meant[] {
  const pair = pairOf(snapshot);
  return snapshot.rules.flatMap((rule) => {
    const actions = actionsUnder(division, rule.actions, pair);
    const seen = live.find((candidate) => candidate.arn === rule.arn)?.actions ?? [];
    return sameActions(seen, actions) ? [] : [{ arn: rule.arn, actions }];
  });
}

export function arnsOf(snapshot: Snapshot): string[] {
  return snapshot.rules.map((rule) => rule.arn);
}

/** Whether any rule gives the canary a share now. */
export async function canaryServes(world: World<'elbv2'>, snapshot: Snapshot): Promise<boolean> {
  const live = await readRules(world, arnsOf(snapshot));
  return live.some(({ actions }) => (shareOf(snapshot.canary.targetGroupArn, actions) ?? 0) > 0);
}

/** A straggler's last act. With the lock gone or another cutover's, nothing is ours to put back. */
async function restoreIntended(
  world: World<'elbv2' | 'dynamodb'>,
  pass: Pass,
  snapshot: Snapshot,
): Promise<void> {
  const row = await readLock(world, pass.leadingArn);
  if (row?.cutoverId === pass.cutoverId) await writeDivision(world, snapshot, row.intended);
}

/**
 * Rollback by hand: the state machine's own way back, for the day when Step Functions itself is what is broken. It
 * needs the balancer alone; whatever else it could not do, it says.
 */
import { fenceCommand, healthCommand, readCommand, writeCommand } from '../../core/by-hand/shell.ts';
import { stragglerSeconds } from '../../core/release/home.ts';
import { countHealthy } from '../balancer/groups.ts';
import { dynamodb } from '../clients/dynamodb.ts';
import { elbv2 } from '../clients/elbv2.ts';
import type { Snapshot } from '../../core/record.ts';
import { isNamed, named } from '../failures.ts';
import { startRollingBack } from '../ledger/fence.ts';
import { leadingArn } from '../ledger/pass.ts';
import { tell } from '../ledger/story.ts';
import { differing, writeDivision } from '../traffic.ts';
import { goBack, unfenced } from '../way-back.ts';
import type { World } from '../world.ts';
import type { Known } from './known.ts';

export const rollbackClients = { dynamodb, elbv2 };
type Needs = World<keyof typeof rollbackClients>;

export interface Prepared extends Known {
  readonly healthy: number;
  /** In the order in which they would be typed. */
  readonly commands: readonly string[];
  /** Rules that do not send everybody to stable alone. */
  readonly moves: readonly string[];
}

export async function prepareRollback(world: Needs, known: Known): Promise<Prepared> {
  const { snapshot, row } = known;
  const moves = await differing(world, snapshot, 'stable alone');
  const { targetGroupArn } = snapshot.stable;
  const fence = row && fenceCommand(world.settings.ledgerTable, leadingArn(snapshot), row.cutoverId);
  const commands = [
    healthCommand(targetGroupArn),
    ...(fence === undefined || row?.phase === 'rollingBack' ? [] : [fence]),
    ...moves.map(({ arn, actions }) => writeCommand(arn, actions)),
    ...moves.map(({ arn }) => readCommand(arn)),
  ];
  const healthy = await countHealthy(world, targetGroupArn);
  return { ...known, healthy, commands, moves: moves.map(({ arn }) => arn) };
}

/** Sends everybody to stable. What it returns is what it could not do. */
export async function rollBackByHand(
  world: Needs,
  { snapshot, row, isAnswered }: Prepared,
): Promise<string[]> {
  if (row === undefined) {
    await writeDivision(world, snapshot, 'stable alone');
    if (isAnswered) return [];
    return [
      'the epoch was not moved, since no lock is known: a function of a cutover that still runs could write again',
    ];
  }
  // A person may go back where the machine may not any more: after watching has ended.
  if (row.phase === 'promoting' && !(await overtake(world, row.cutoverId, snapshot))) {
    await writeDivision(world, snapshot, 'stable alone');
    return ['the epoch could not be moved: a function that finishes the cutover could write again'];
  }
  const cutover = { id: row.cutoverId, live: true };
  const { epoch, how } = await goBack(world, cutover, snapshot);
  await tell(world, cutover, 'by hand', [`Rolled back by hand. ${how}`]);
  if (epoch !== unfenced) return [];
  return ['the ledger did not answer, so the epoch was not moved: a late function could write again'];
}

async function overtake(world: Needs, cutoverId: string, snapshot: Snapshot): Promise<boolean> {
  try {
    await startRollingBack(world, { cutoverId, leadingArn: leadingArn(snapshot) }, 'promoting');
    return true;
  } catch (error) {
    if (isNamed(error, 'Superseded')) throw error;
    return false;
  }
}

/** Looks again until no late writer can be left, and puts right what one has written. Returns how often it had to. */
export async function outwaitStragglers(world: Needs, { snapshot }: Known): Promise<number> {
  const until = world.clock.now() + stragglerSeconds * 1000;
  let mended = 0;
  while (world.clock.now() < until) {
    await world.clock.sleep(pauseMilliseconds);
    if (await mend(world, snapshot)) mended += 1;
  }
  return mended;
}

const pauseMilliseconds = 5_000;

async function mend(world: Needs, snapshot: Snapshot): Promise<boolean> {
  try {
    if ((await differing(world, snapshot, 'stable alone')).length === 0) return false;
    await writeDivision(world, snapshot, 'stable alone');
    return true;
  } catch (error) {
    // A look that fails is followed by another.
    world.log.error('look failed', { error: named(error).message });
    return false;
  }
}

/**
 * Brings home a cutover whose execution is dead: a stopped or timed-out execution runs no Catch. It takes the same steps
 * as the state machine, a few at each turn, and reads from the ledger how far it is. After `promoting` home lies ahead.
 */
import type { Ending, Snapshot } from '../core/record.ts';
import { decideHome, homeSecondsMax, type Homeward } from '../core/release/homeward.ts';
import { neglectOf } from '../core/release/neglect.ts';
import { whyDeserted } from './executions.ts';
import { isNamed } from './failures.ts';
import { tendGates } from './gate/tend.ts';
import { type LockRow, readLock } from './ledger/lock.ts';
import { endTurn, type OpenCutover, readOpen, renewTurn, takeTurn } from './ledger/open.ts';
import { type CutoverRecord, note, readRecord } from './ledger/record.ts';
import { type CutoverRef, tell } from './ledger/story.ts';
import type { World } from './world.ts';

/** The state machine's own functions, handed in by the one that may call them all. */
export interface Steps<W> {
  rollBack(
    world: W,
    input: { cutover: CutoverRef; snapshot: Snapshot; error: { Error: string; Cause: string } },
  ): Promise<Told>;
  confirmRollback(
    world: W,
    input: {
      cutover: CutoverRef;
      snapshot: Snapshot;
      epoch: number;
      backAt: number;
    },
  ): Promise<Told>;
  retireCanary(world: W, input: { cutover: CutoverRef; snapshot: Snapshot }): Promise<Told>;
  promote(world: W, input: { cutover: CutoverRef; epoch: number }): Promise<Told>;
  retireStable(world: W, input: { cutover: CutoverRef; epoch: number }): Promise<Told>;
  tidyUp(world: W, input: { cutover: CutoverRef; ending: Ending }): Promise<Told>;
  releaseLock(world: W, input: { cutover: CutoverRef }): Promise<Told>;
  writeReport(world: W, input: { cutover: CutoverRef; ending: Ending }): Promise<Told>;
}

interface Told {
  readonly story?: readonly string[];
  readonly outcome?: string;
  readonly decision?: string;
}

/**
 * Everything that is open and whose execution is dead, and what a living one has neglected. What fails is tried again
 * in a minute, and fails nobody else. `ended`: an execution whose end was told; the others have their minute, and five
 * hundred that end would not ask Step Functions five hundred times for all.
 */
export async function bringAllHome<W extends World<'dynamodb' | 'sfn'>>(
  world: W,
  steps: Steps<W>,
  ended?: string,
): Promise<number> {
  const open = await readOpen(world);
  const isMeant = ({ executionArn }: { readonly executionArn: string }) =>
    ended === undefined || executionArn === ended;
  const cutovers = open.cutovers.filter(isMeant);
  const gates = open.gates.filter(isMeant);
  const errors: unknown[] = [];
  for (const one of cutovers) {
    try {
      await tendOne(world, one, steps);
    } catch (error) {
      world.log.error('not brought home yet', { cutoverId: one.cutoverId, error: String(error) });
      errors.push(error);
    }
  }
  errors.push(...(await tendGates(world, gates)));
  // Fails loudly, so that the function's own error metric shows it.
  if (errors.length > 0) throw errors[0];
  return cutovers.length + gates.length;
}

async function tendOne<W extends World<'dynamodb' | 'sfn'>>(
  world: W,
  one: OpenCutover,
  steps: Steps<W>,
): Promise<void> {
  let deserted: string | undefined;
  try {
    deserted = await whyDeserted(world, one);
  } catch (error) {
    // Step Functions itself may be what is ill. Whether somebody guards the release, the ledger knows without it.
    await relieve(world, one, steps);
    throw error;
  }
  await (deserted === undefined ? relieve(world, one, steps) : bringHome(world, one, deserted, steps));
}

/** An execution that runs and that nobody guards: users go back now, and it finds that out when it comes to itself. */
async function relieve<W extends World<'dynamodb'>>(
  world: W,
  open: OpenCutover,
  steps: Steps<W>,
): Promise<void> {
  const row = await readLock(world, open.leadingArn);
  if (row === undefined || row.cutoverId !== open.cutoverId) return;
  const neglect = neglectOf(row, world.clock.now());
  if (neglect === undefined) return;
  const cutover = { id: open.cutoverId, live: true };
  const { snapshot } = await readRecord(world, cutover);
  if (snapshot === undefined) return;
  const error = { Error: 'Neglected', Cause: neglect };
  const { story = [] } = await steps.rollBack(world, { cutover, snapshot, error });
  await tell(world, cutover, 'reconcile', story);
}

/** One turn. `deserted` says why nobody else does it. */
export async function bringHome<W extends World<'dynamodb'>>(
  world: W,
  open: OpenCutover,
  deserted: string,
  steps: Steps<W>,
): Promise<void> {
  const turn = await takeTurn(world, open.cutoverId);
  if (turn === undefined) return;
  const cutover = { id: open.cutoverId, live: true };
  const record = await readRecord(world, cutover);
  const row = await readLock(world, open.leadingArn);
  try {
    await go(
      world,
      { cutover, record, row: row?.cutoverId === cutover.id ? row : undefined, turn, deserted },
      steps,
    );
  } finally {
    await endTurn(world, cutover.id);
  }
}

interface Case {
  readonly cutover: CutoverRef;
  readonly record: CutoverRecord;
  /** Absent where the lock is free or somebody else's. */
  readonly row: LockRow | undefined;
  readonly turn: OpenCutover;
  readonly deserted: string;
}

async function go<W extends World<'dynamodb'>>(world: W, found: Case, steps: Steps<W>): Promise<void> {
  const { cutover, record, row, turn, deserted } = found;
  const now = world.clock.now();
  const next = decideHome({ ...record, now, phase: row?.phase, deserted });
  const say = async (told: Promise<Told>) => {
    const { story = [], ...rest } = await told;
    await tell(world, cutover, 'reconcile', story);
    await renewTurn(world, cutover.id);
    return rest;
  };
  try {
    await step(world, found, next, say, steps);
  } catch (error) {
    const reason = `${(error as Error).name}: ${(error as Error).message}; ${next.reason}`;
    const ending = { outcome: 'needsPerson', reason } as const;
    if (isNamed(error, 'RangLate')) {
      await tell(world, cutover, 'reconcile', [`A person is needed: ${reason}`]);
      return close(world, say, steps, cutover, ending);
    }
    const since = now - (turn.orphanedAt ?? now);
    if (since > homeSecondsMax * 1000 && record.outcome === undefined) {
      const told = `A person is needed: ${reason}; it is tried again every minute, and the lock stays`;
      await note(world, cutover, {
        ending: record.ending ?? ending,
        unfinished: record.ending === undefined,
      });
      await tell(world, cutover, 'reconcile', [told]);
      await steps.writeReport(world, { cutover, ending: record.ending ?? ending });
    }
    throw error;
  }
}

type Say = (told: Promise<Told>) => Promise<Told>;

async function step<W extends World<'dynamodb'>>(
  world: W,
  { cutover, record, row }: Case,
  next: Homeward,
  say: Say,
  steps: Steps<W>,
): Promise<void> {
  const now = world.clock.now();
  const { snapshot, backAt = now } = record;
  const epoch = row?.epoch ?? 0;
  if (next.does === 'back' && snapshot !== undefined) {
    const error = { Error: 'ExecutionEnded', Cause: next.reason };
    await say(steps.rollBack(world, { cutover, snapshot, error }));
    await note(world, cutover, { backAt: now }, { once: true });
  } else if (next.does === 'confirm' && snapshot !== undefined) {
    const { decision } = await say(steps.confirmRollback(world, { cutover, snapshot, epoch, backAt }));
    if (decision !== 'home') return;
    await say(steps.retireCanary(world, { cutover, snapshot }));
    await close(world, say, steps, cutover, record.ending ?? { outcome: 'rolledBack', reason: next.reason });
  } else if (next.does === 'forward') {
    await say(steps.promote(world, { cutover, epoch }));
    await note(world, cutover, { aloneAt: now }, { once: true });
  } else if (next.does === 'end') {
    if (next.after === 'forward') await say(steps.retireStable(world, { cutover, epoch }));
    await close(world, say, steps, cutover, next.ending);
  }
}

async function close<W>(
  world: W,
  say: Say,
  steps: Steps<W>,
  cutover: CutoverRef,
  ending: Ending,
): Promise<void> {
  await say(steps.tidyUp(world, { cutover, ending }));
  await say(steps.releaseLock(world, { cutover }));
  await say(steps.writeReport(world, { cutover, ending }));
}

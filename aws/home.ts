/**
 * Brings home a cutover whose execution is dead: a stopped or timed-out execution runs no Catch. It takes the same steps
 * as the state machine, a few at each turn, and reads from the ledger how far it is. After `promoting` home lies ahead.
 */
import type { Ending, Snapshot } from '../core/record.ts';
import { decideHome, homeSecondsMax, type Homeward } from '../core/release/homeward.ts';
import { runs, statusOf } from './executions.ts';
import { isNamed } from './failures.ts';
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

/** Everything that is open and whose execution is dead. What fails is tried again in a minute, and fails nobody else. */
export async function bringAllHome<W extends World<'dynamodb' | 'sfn'>>(
  world: W,
  steps: Steps<W>,
): Promise<number> {
  const open = await readOpen(world);
  const errors: unknown[] = [];
  for (const one of open) {
    try {
      const status = await statusOf(world, one.executionArn);
      if (!runs(status)) await bringHome(world, one, status, steps);
    } catch (error) {
      world.log.error('not brought home yet', { cutoverId: one.cutoverId, error: String(error) });
      errors.push(error);
    }
  }
  // Fails loudly, so that the function's own error metric shows it.
  if (errors.length > 0) throw errors[0];
  return open.length;
}

/** One turn. `status` is what Step Functions says of the execution. */
async function bringHome<W extends World<'dynamodb'>>(
  world: W,
  open: OpenCutover,
  status: string,
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
      { cutover, record, row: row?.cutoverId === cutover.id ? row : undefined, turn, status },
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
  readonly status: string;
}

async function go<W extends World<'dynamodb'>>(world: W, found: Case, steps: Steps<W>): Promise<void> {
  const { cutover, record, row, turn, status } = found;
  const now = world.clock.now();
  const next = decideHome({ ...record, now, phase: row?.phase, status });
  const say = async (told: Promise<Told>) => {
    const { story = [], ...rest } = await told;
    await tell(world, cutover, 'reconcile', story);
    await renewTurn(world, cutover.id);
    return rest;
  };
  try {
    await step(world, found, next, say, steps);
  } catch (error) {
    const since = now - (turn.orphanedAt ?? now);
    const isFinal = isNamed(error, 'RangLate') || since > homeSecondsMax * 1000;
    if (!isFinal || record.ending !== undefined) throw error;
    const reason = `${(error as Error).name}: ${(error as Error).message}; ${next.reason}`;
    await tell(world, cutover, 'reconcile', [`A person is needed: ${reason}`]);
    await close(world, say, steps, cutover, { outcome: 'needsPerson', reason });
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
    await close(world, say, steps, cutover, { outcome: 'rolledBack', reason: next.reason });
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

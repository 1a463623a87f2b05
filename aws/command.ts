/** Does what people say to a running cutover. What a word comes to is decided in `core/command`. */
import { type CommandWord, decideCommand } from '../core/command/command.ts';
import { type LockRow, lockedArns, readLock } from './ledger/lock.ts';
import { markRow } from './ledger/mark.ts';
import { type CutoverRecord, findRecord, note } from './ledger/record.ts';
import { type CutoverRef, tell } from './ledger/story.ts';
import { withdrawGate } from './gate/tend.ts';
import { endWait, failWait } from './tokens.ts';
import type { World } from './world.ts';

export interface Obeyed {
  readonly does: 'abort' | 'skip' | 'hold' | 'resume' | 'nothing' | 'unknown';
  readonly told: string;
}

export async function obey(
  world: World<'dynamodb' | 'sfn'>,
  cutoverId: string,
  word: CommandWord,
  principal: string,
): Promise<Obeyed> {
  const cutover = { id: cutoverId, live: true };
  const record = await findRecord(world, cutover);
  if (record === undefined)
    return { does: 'unknown', told: `there is no cutover ${cutoverId} that runs live` };
  const by = nameOf(principal);
  const row = await ownRow(world, cutover, record);
  const decided = decideCommand(word, by, {
    now: world.clock.now(),
    outcome: record.outcome ?? record.ending?.outcome,
    phase: row?.phase,
    wait: record.wait?.for,
    hold: record.hold,
  });
  const done = await act(world, cutover, record, row, decided);
  if (done.does !== 'nothing') await tell(world, cutover, by, [done.told]);
  return done;
}

type Decided = ReturnType<typeof decideCommand>;

async function act(
  world: World<'dynamodb' | 'sfn'>,
  cutover: CutoverRef,
  record: CutoverRecord,
  row: LockRow | undefined,
  decided: Decided,
): Promise<Obeyed> {
  const { does, told } = decided;
  if (does === 'abort') return abort(world, cutover, record, row, told);
  if (does === 'skip' && (await endWait(world, record.wait?.token)) === 'nobody')
    return { does: 'nothing', told: 'nothing to skip: the wait has just ended by itself' };
  if (does === 'hold' || does === 'resume') await note(world, cutover, { hold: decided.hold });
  // Who waits because people hold goes on at once; a rung's own time is not cut short by a resume.
  if (does === 'resume' && record.wait?.for === 'people') await endWait(world, record.wait.token);
  return { does, told };
}

/** The mark first: should nobody wait for the token, the guard and "Stop watching" still find it. */
async function abort(
  world: World<'dynamodb' | 'sfn'>,
  cutover: CutoverRef,
  record: CutoverRecord,
  row: LockRow | undefined,
  told: string,
): Promise<Obeyed> {
  if (row === undefined) {
    const noted = await note(world, cutover, { abortedBy: told });
    await withdrawGate(world, noted, told);
    await failWait(world, noted.wait?.token, { name: 'Aborted', reason: told });
    return { does: 'abort', told: `${told} before it has begun` };
  }
  const leadingArn = lockedArns(record.plan)[0];
  const mark = { kind: 'abort', reason: told, at: world.clock.now() } as const;
  const marked = await markRow(world, { cutoverId: cutover.id, leadingArn }, mark);
  if (marked === 'late' || marked === 'over')
    return { does: 'nothing', told: 'too late: the cutover has just ended watching, or goes back already' };
  // A token may have been stored since the record was read.
  const { listenToken } = (await findRecord(world, cutover)) ?? record;
  try {
    await failWait(world, listenToken, { name: 'Aborted', reason: told });
  } catch (error) {
    // The mark is what counts: the guard reads it at its next look.
    world.log.error('the waiting state was not told', { cutoverId: cutover.id, error: String(error) });
  }
  return marked === 'marked'
    ? { does: 'abort', told }
    : { does: 'nothing', told: 'it is going back already' };
}

async function ownRow(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  record: CutoverRecord,
): Promise<LockRow | undefined> {
  const row = await readLock(world, lockedArns(record.plan)[0]);
  return row?.cutoverId === cutover.id ? row : undefined;
}

/** `arn:aws:sts::1:assumed-role/Admin/robin` → robin: the last part is what people are called by. */
function nameOf(principal: string): string {
  return principal.slice(principal.lastIndexOf('/') + 1);
}

/**
 * The way back of a release by hand: the state machine's own function first, then what the reconciler does for a dead
 * execution, from here. Both take turns, so that the reconciler goes on where this hand dies.
 */
import { isNamed, named } from '../../aws/failures.ts';
import { bringHome } from '../../aws/home.ts';
import { drop } from '../../aws/by-hand/grip.ts';
import { readLock } from '../../aws/ledger/lock.ts';
import { isOpen } from '../../aws/ledger/open.ts';
import { leadingArn, passOf } from '../../aws/ledger/pass.ts';
import { note } from '../../aws/ledger/record.ts';
import { findReport } from '../../aws/ledger/report.ts';
import { canaryServes, writeDivision } from '../../aws/traffic.ts';
import { unfenced } from '../../aws/way-back.ts';
import type { Ending } from '../../core/record.ts';
import { handArn } from '../../core/by-hand/plan.ts';
import { timeText } from '../../core/evidence/minutes.ts';
import { rollBack } from '../../functions/roll-back.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts';
import { lacksCredentials, type Run, step, Stopped } from './desk.ts';
import { pause } from './guard.ts';
import { stepsAloud } from './steps.ts';

/** How a command by hand ended. */
export interface Told {
  readonly code: ExitCode;
  /** What there is to say at last, in whole sentences. */
  readonly told: readonly string[];
  readonly ending?: Ending;
  /** Let go of with this share, to be taken up until then. */
  readonly left?: { readonly percent: number; readonly until: number };
}

/** Everybody to stable, then everything as the snapshot says. */
export async function goHome(run: Run, error: unknown): Promise<Told> {
  const { world, cutover, snapshot, say, guard } = run;
  const { name, message } = named(error);
  const why = { Error: name, Cause: message };
  say(`Going back: ${message}`);
  const backAt = world.clock.now();
  try {
    const { epoch } = await step(run, 'rollBack', () => rollBack(world, { cutover, snapshot, error: why }));
    guard.percent = 0;
    if (epoch !== unfenced) await note(world, cutover, { backAt }, { once: true }).catch(() => undefined);
  } catch (failure) {
    // It came home without this hand, which had slept or was cut off.
    if (isNamed(failure, 'Superseded')) return mended(run);
    return notBack(run, failure);
  }
  return finish(run, `it went back by hand: ${message}`, true);
}

/** It could not even be said whether users are back: whoever types must not believe that they are. */
async function notBack(run: Run, failure: unknown): Promise<Told> {
  const { world, cutover, snapshot, epoch, hand } = run;
  const pass = passOf(cutover, snapshot, epoch, 'releasing');
  // So that the reconciler need not wait for the lease, where the ledger can be told at all.
  await drop(world, pass, hand).catch(() => undefined);
  const { message } = named(failure);
  const fresh = lacksCredentials(failure) ? 'AWS takes these credentials no more; with fresh ones, ' : '';
  const again = `npx cutover rollback ${cutover.id} --live`;
  return {
    code: exitCodes.needsPerson,
    told: [
      `It is not known to be back: ${message}`,
      `${fresh}go back by hand: ${again}`,
      isNamed(failure, 'NobodyHealthy')
        ? `Without you reconcile goes back with the first target of ${snapshot.stable.name} that is healthy.`
        : 'Without you reconcile goes back when the lease has run out, within four minutes.',
    ],
  };
}

const againMilliseconds = 10_000;
/** With a ledger that stays silent, users are where they belong, and the rest is the reconciler's. */
const finishMilliseconds = 10 * 60_000;

/** Turn by turn until nothing of it is left on the ledger. */
export async function finish(run: Run, because: string, isHome = false): Promise<Told> {
  const { world, cutover, snapshot, say } = run;
  const arn = leadingArn(snapshot);
  const executionArn = handArn(arn, world.settings.ledgerTable, cutover.id);
  const open = { cutoverId: cutover.id, executionArn, leadingArn: arn };
  const until = world.clock.now() + finishMilliseconds;
  let told = '';
  while (world.clock.now() < until) {
    try {
      if (!(await isOpen(world, cutover.id))) return await ended(run);
      await bringHome(world, open, because, stepsAloud(run));
    } catch (error) {
      const { message } = named(error);
      if (message !== told) say(`Not finished yet: ${message}`);
      told = message;
    }
    try {
      await pause(run, world.clock.now() + againMilliseconds);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      break;
    }
  }
  return left(run, isHome);
}

async function ended({ world, cutover }: Run): Promise<Told> {
  const report = await findReport(world, cutover);
  if (report === undefined)
    return { code: exitCodes.needsPerson, told: [`${cutover.id} is over, and no report says how`] };
  const { outcome, reason } = report;
  return { code: exitCodeOf(outcome), told: [], ending: { outcome, reason } };
}

/** Not finished; whether users are safe is what the lock row says. */
async function left({ world, cutover, snapshot }: Run, isHome: boolean): Promise<Told> {
  const row = await readLock(world, leadingArn(snapshot)).catch(() => undefined);
  const home = isHome || row?.confirmed === 'stable alone' || row?.confirmed === 'snapshot';
  return {
    code: home ? exitCodes.rolledBack : exitCodes.needsPerson,
    told: [
      home
        ? `Users are on ${snapshot.stable.name}; what is left to clear away, reconcile does by the minute.`
        : `reconcile goes on by the minute; see it: npx cutover watch ${cutover.id}`,
    ],
  };
}

/**
 * It is over, and brought home by somebody else. What a laptop had on its way when it fell asleep may still have come
 * after that; with the lock free, nobody else would put it right. Where another holds it, his guard sees it as drift.
 */
async function mended(run: Run): Promise<Told> {
  const { world, snapshot, say } = run;
  const row = await readLock(world, leadingArn(snapshot));
  const told = await ended(run);
  const isBack = told.ending?.outcome === 'rolledBack' || told.ending?.outcome === 'refused';
  if (row === undefined && isBack && (await canaryServes(world, snapshot))) {
    await writeDivision(world, snapshot, 'stable alone');
    say(`What this machine wrote too late is put right: everything goes to ${snapshot.stable.name}`);
  }
  return told;
}

/** Somebody else wrote on the lock row: a hand, the reconciler, an alarm. The row says who. */
export async function overtaken(run: Run, error: unknown): Promise<Told> {
  const { world, cutover, snapshot, epoch, say } = run;
  const row = await readLock(world, leadingArn(snapshot));
  if (row?.cutoverId !== cutover.id) return mended(run);
  if (row.mark !== undefined && row.epoch === epoch && row.phase === 'releasing')
    return goHome(run, new Error(row.mark.reason));
  if (row.phase !== 'releasing') {
    say(`Somebody else has begun: it is ${row.phase === 'promoting' ? 'promoting' : 'going back'}`);
    return finish(run, 'it was overtaken by hand');
  }
  if (row.epoch === epoch) return goHome(run, error);
  const until = timeText(row.leaseUntil);
  return {
    code: exitCodes.refused,
    told: [`${row.byHand?.name ?? 'Somebody else'} has taken ${cutover.id} up, and holds it until ${until}.`],
  };
}

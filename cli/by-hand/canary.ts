/** A canary by hand: the state machine's functions in the state machine's order, up to its first share. */
import { drop, letGo } from '../../aws/by-hand/grip.ts';
import { isNamed, named } from '../../aws/failures.ts';
import { leadingArn, passOf } from '../../aws/ledger/pass.ts';
import { createRecord, findRecord } from '../../aws/ledger/record.ts';
import { tell } from '../../aws/ledger/story.ts';
import { planDigestOf } from '../../aws/plan-digest.ts';
import { handArn, planByHand } from '../../core/by-hand/plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Snapshot } from '../../core/record.ts';
import { armAlarms } from '../../functions/arm-alarms.ts';
import { checkCanary } from '../../functions/check-canary.ts';
import { checkTriggers } from '../../functions/check-triggers.ts';
import { openDoor } from '../../functions/open-door.ts';
import { raiseFloors } from '../../functions/raise-floors.ts';
import { registerTaskDefinition } from '../../functions/register-task-definition.ts';
import { releaseLock } from '../../functions/release-lock.ts';
import { shiftTraffic } from '../../functions/shift-traffic.ts';
import { smokeTest } from '../../functions/smoke-test.ts';
import { startCanary } from '../../functions/start-canary.ts';
import { takeLock } from '../../functions/take-lock.ts';
import { takeSnapshot } from '../../functions/take-snapshot.ts';
import { tidyUp } from '../../functions/tidy-up.ts';
import { writeReport } from '../../functions/write-report.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Desk, isOutage, lacksCredentials, type Run, step, Stopped } from './desk.ts';
import { besideGuard, waitGuarded } from './guard.ts';
import { goHome, overtaken, type Told } from './home.ts';

export interface CanaryAsked {
  readonly cutoverId: string;
  readonly plan: Plan;
  readonly percent: number;
  /** Whether the canary and production are asked by HTTP, too: from here they may not be within reach. */
  readonly smoke: boolean;
  /** Hears what "back" means as soon as it is known, for a day without a ledger. */
  readonly keep?: (snapshot: Snapshot) => Promise<void>;
}

export async function runCanary(desk: Desk, asked: CanaryAsked): Promise<Told> {
  const here = { ...desk, cutover: { id: asked.cutoverId, live: true } };
  let run: Run;
  try {
    await open(here, asked);
  } catch (error) {
    // What is under this name may be another's: it is left alone.
    return refused(error);
  }
  try {
    run = await begin(here, asked);
  } catch (error) {
    return refuse(here, error);
  }
  return guarded(run, () => stand(run, asked));
}

type Here = Desk & Pick<Run, 'cutover'>;

function open({ world, hand, cutover }: Here, { plan, percent }: CanaryAsked): Promise<void> {
  return createRecord(world, cutover, {
    executionArn: arnOf(world, cutover.id, plan),
    plan: planByHand(plan, [percent]),
    planDigest: planDigestOf(plan),
    startedAt: new Date(world.clock.now()).toISOString(),
    byHand: hand,
  });
}

function arnOf({ settings }: Desk['world'], cutoverId: string, { target }: Plan): string {
  return handArn(target.rules[0] ?? '', settings.ledgerTable, cutoverId);
}

/** Nothing of production is touched in here. */
async function begin(here: Here, { plan, keep }: CanaryAsked): Promise<Run> {
  const { world, cutover } = here;
  const executionArn = arnOf(world, cutover.id, plan);
  await tell(world, cutover, here.hand, [
    `${here.hand} releases by hand: nobody is asked, and the checklist is not run`,
  ]);
  const { epoch } = await step(here, 'takeLock', () => takeLock(world, { cutover, executionArn }));
  const lookedAt = world.clock.now();
  const { snapshot } = await step(here, 'takeSnapshot', () => takeSnapshot(world, { cutover }));
  await keep?.(snapshot);
  await step(here, 'checkTriggers', () => checkTriggers(world, { cutover }));
  return { ...here, snapshot, epoch, guard: { percent: 0, lookedAt } };
}

async function stand(run: Run, { smoke }: CanaryAsked): Promise<void> {
  const { world, cutover, epoch, guard } = run;
  const fenced = { cutover, epoch };
  const fresh = { ...fenced, redrives: 0 };
  await step(run, 'openDoor', () => openDoor(world, fenced));
  await step(run, 'raiseFloors', () => raiseFloors(world, fenced));
  await step(run, 'armAlarms', () => armAlarms(world, fenced));
  await step(run, 'registerTaskDefinition', () => registerTaskDefinition(world, fenced));
  await step(run, 'startCanary', () => startCanary(world, fresh));
  await steady(run);
  const { bakeUntil } = await step(run, 'shiftTraffic', () => shiftTraffic(world, { ...fresh, rung: 0 }));
  guard.percent = await percentAt(run);
  await waitGuarded(run, Date.parse(bakeUntil));
  if (smoke) await smokePatiently(run);
}

async function steady(run: Run): Promise<void> {
  const { world, cutover, epoch } = run;
  for (;;) {
    const { decision, reason, ...more } = await step(run, 'checkCanary', () =>
      checkCanary(world, { cutover, epoch }),
    );
    if (decision === 'steady') return;
    if (decision !== 'starting') throw renamed('CanaryDidNotStart', reason);
    const { waitSeconds = 0 } = more as { waitSeconds?: number };
    await waitGuarded(run, world.clock.now() + waitSeconds * 1000);
  }
}

const smokePauses = [5_000, 10_000];

/** As often as its state tries it. */
async function smokePatiently(run: Run): Promise<void> {
  const { world, cutover, epoch } = run;
  const ask = () => step(run, 'smokeTest', () => smokeTest(world, { cutover, epoch }));
  for (const milliseconds of smokePauses) {
    try {
      return void (await besideGuard(run, ask()));
    } catch (error) {
      if (!isNamed(error, 'SmokeFailed')) throw error;
      run.say(`${named(error).message}; trying again`);
      await waitGuarded(run, world.clock.now() + milliseconds);
    }
  }
  await besideGuard(run, ask());
}

/** The share that the ledger says users are given. */
export async function percentAt({ world, cutover }: Run): Promise<number> {
  const record = await findRecord(world, cutover);
  return record?.rung === undefined ? 0 : (record.plan.rungs[record.rung.index] ?? 0);
}

/** Does the work, and then lets go of it, unless it came to an end. Whatever goes wrong goes back, but for somebody else's doing. */
export async function guarded(run: Run, work: () => Promise<Told | void>): Promise<Told> {
  try {
    try {
      const told = await work();
      if (told !== undefined) return told;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      return await putDown(run, true);
    }
    return await putDown(run, false);
  } catch (error) {
    if (error instanceof Error && error.name === 'Superseded') return overtaken(run, error);
    return goHome(run, error);
  }
}

/** Leaves it standing for whoever takes it up; without a share there is nothing to leave. */
async function putDown(run: Run, isStopped: boolean): Promise<Told> {
  const { world, cutover, snapshot, epoch, hand, guard } = run;
  const pass = passOf(cutover, snapshot, epoch, 'releasing');
  const left = guard.percent === 0 ? await drop(world, pass, hand) : await letGo(world, pass, hand);
  if (left === undefined) throw renamed('Superseded', `the lock on ${leadingArn(snapshot)} has changed`);
  const code = isStopped ? exitCodes.interrupted : exitCodes.ok;
  if (guard.percent === 0)
    return { code, told: ['No user was on the canary; reconcile clears it away within minutes.'] };
  return { code, told: [], left: { percent: guard.percent, until: left.leaseUntil } };
}

function renamed(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** What was locked is free again, and the record says why. What cannot be cleared away is the reconciler's. */
async function refuse(desk: Here, error: unknown): Promise<Told> {
  const { world, cutover } = desk;
  const { ending } = refused(error);
  try {
    await tidyUp(world, { cutover, ending });
    await releaseLock(world, { cutover });
    await writeReport(world, { cutover, ending });
  } catch (failure) {
    desk.say(`Not cleared away yet: ${named(failure).message}`);
  }
  return refused(error);
}

export function refused(error: unknown) {
  const { name, message } = named(error);
  const ending = { outcome: 'refused', reason: `${name}: ${message}` } as const;
  return { code: exitCodes.refused, told: outageWords(error), ending };
}

/** Where AWS does not answer, nothing is begun: what goes on without a ledger is the way back alone. */
function outageWords(error: unknown): string[] {
  if (lacksCredentials(error)) return ['AWS takes no credentials of this machine: log in, and say it again.'];
  if (!isOutage(error)) return [];
  return ['Without the ledger nobody moves traffic towards a canary. npx cutover rollback needs none.'];
}

/** A ramp by hand: takes up the canary that stands, and climbs rung by rung as the state machine does. */
import { takeUp } from '../../aws/by-hand/grip.ts';
import { lockedArns, type LockRow, readLock } from '../../aws/ledger/lock.ts';
import { note, readSnapshot } from '../../aws/ledger/record.ts';
import { tell } from '../../aws/ledger/story.ts';
import { planDigestOf } from '../../aws/plan-digest.ts';
import type { ClimbAsked } from '../../core/by-hand/climb.ts';
import { outOfHand } from '../../core/by-hand/hand.ts';
import { planByHand } from '../../core/by-hand/plan.ts';
import { timeText } from '../../core/evidence/minutes.ts';
import { Failure } from '../../core/failures.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { judgeRung } from '../../functions/judge-rung.ts';
import { prepareNextRung } from '../../functions/prepare-next-rung.ts';
import { shiftTraffic } from '../../functions/shift-traffic.ts';
import { guarded, refused } from './canary.ts';
import { type Desk, type Run, step } from './desk.ts';
import { look, waitGuarded } from './guard.ts';
import type { Told } from './home.ts';
import { promoteByHand } from './promote.ts';

export interface RampAsked extends ClimbAsked {
  readonly plan: Plan;
  /** Whether it is taken from a hand that still looks. */
  readonly takeOver: boolean;
  /** At 100 %: watch, verify and finish. */
  readonly promote: boolean;
}

export async function runRamp(desk: Desk, asked: RampAsked): Promise<Told> {
  let climbing: Climbing;
  try {
    climbing = await begin(desk, asked);
  } catch (error) {
    return refused(error);
  }
  const { run, plan, index } = climbing;
  return guarded(run, async () => {
    const { world, cutover, hand, guard } = run;
    await look(run);
    await note(world, cutover, { plan, byHand: hand });
    await tell(world, cutover, hand, [`${hand} has taken it up at ${guard.percent} %`]);
    await climbOn(run, plan, index);
    if (asked.promote) return promoteByHand(run);
    // The last rung is watched as long as any other.
    await waitGuarded(run, world.clock.now() + plan.rungHoldSeconds * 1000);
    return undefined;
  });
}

interface Climbing {
  readonly run: Run;
  /** With what has been climbed, and what is to be. */
  readonly plan: Plan;
  /** Of the rung on which users are. */
  readonly index: number;
}

/** The canary's share and its record, once it is ours. Nothing of production is touched in here. */
async function begin(desk: Desk, asked: RampAsked): Promise<Climbing> {
  const { world, hand } = desk;
  const [leading] = lockedArns(asked.plan);
  const row = await readLock(world, leading);
  const why = whyNot(row, asked, world.clock.now());
  if (row === undefined || why !== undefined) throw new Failure('AlreadyLocked', why ?? '');
  const cutover = { id: row.cutoverId, live: true };
  const record = await readSnapshot(world, cutover);
  if (record.planDigest !== planDigestOf(asked.plan))
    throw new Failure(
      'PlanRejected',
      `${cutover.id} was begun with another plan: give the ramp that very file`,
    );
  const { rung, plan, snapshot } = record;
  const percent = rung && plan.rungs[rung.index];
  if (rung === undefined || percent === undefined)
    throw new Failure(
      'WorldRejected',
      `the canary of ${cutover.id} has no share yet: npx cutover rollback ${cutover.id}`,
    );
  const end = asked.rungs.at(-1) ?? 100;
  if (end < percent)
    throw new Failure(
      'PlanRejected',
      `${cutover.id} has ${percent} % already, and a ramp only climbs: --end ${end}% lies below; npx cutover rollback goes back`,
    );
  const taken = await takeUp(world, leading, row, hand);
  if (taken === undefined)
    throw new Failure('AlreadyLocked', `the lock of ${cutover.id} changed hands just now; look again`);
  const rungs = [...plan.rungs.slice(0, rung.index + 1), ...asked.rungs.filter((one) => one > percent)];
  const guard = { percent, lookedAt: world.clock.now() };
  const run = { ...desk, cutover, snapshot, epoch: taken.epoch, guard };
  return { run, plan: planByHand(plan, rungs, asked.intervalSeconds), index: rung.index };
}

/** Why the row that leads lets nobody ramp, as a sentence. */
export function whyNot(
  row: LockRow | undefined,
  { plan, takeOver }: Pick<RampAsked, 'plan' | 'takeOver'>,
  now: number,
): string | undefined {
  const { service } = plan;
  if (row === undefined) return `no canary of ${service} stands: npx cutover canary PLAN --live puts one up`;
  const { cutoverId, byHand, mark, leaseUntil } = row;
  if (byHand === undefined)
    return `cutover ${cutoverId} holds these rules, and its execution climbs by itself: abort it, or npx cutover rollback ${cutoverId}`;
  const over = mark?.reason ?? outOfHand({ ...row, byHand }, now);
  if (over !== undefined) return `${cutoverId} goes back: ${over}`;
  if (byHand.isLetGo || takeOver) return undefined;
  return (
    `${byHand.name} has ${cutoverId} in hand, and was there until ${timeText(leaseUntil)} at least: ` +
    'Ctrl-C there lets go of it, and --take-over takes it'
  );
}

async function climbOn(run: Run, { rungs }: Plan, from: number): Promise<void> {
  const { world, cutover, epoch, guard } = run;
  const fresh = { cutover, epoch, redrives: 0 };
  for (let index = from; index < rungs.length - 1; index += 1) {
    const { holdUntil } = await step(run, 'prepareNextRung', () =>
      prepareNextRung(world, { ...fresh, rung: index }),
    );
    await waitGuarded(run, Date.parse(holdUntil));
    await untilJudged(run, index);
    await step(run, 'shiftTraffic', () => shiftTraffic(world, { ...fresh, rung: index + 1 }));
    guard.percent = rungs[index + 1] ?? guard.percent;
  }
}

/** The share rises on evidence of this rung, or not at all. */
async function untilJudged(run: Run, rung: number): Promise<void> {
  const { world, cutover, epoch } = run;
  for (;;) {
    const { decision, reason, until } = await step(run, 'judgeRung', () =>
      judgeRung(world, { cutover, epoch, rung }),
    );
    if (decision === 'advance') return;
    if (decision !== 'hold') throw Object.assign(new Error(reason), { name: 'RungFailed' });
    await waitGuarded(run, Date.parse(until));
  }
}

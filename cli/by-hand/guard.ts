/** The guard's looks between the steps of a release by hand. Whatever waits, waits here. */
import { passOf, assertPass } from '../../aws/ledger/pass.ts';
import { named } from '../../aws/failures.ts';
import { handLeaseMilliseconds, handLookSeconds } from '../../core/by-hand/hand.ts';
import { Failure } from '../../core/failures.ts';
import { lookAtTriggers } from '../../functions/look-at-triggers.ts';
import { isOutage, type Run, step, Stopped } from './desk.ts';

/** With a minute to spare, it is still this hand that goes back and not the reconciler. */
const blindMilliseconds = handLeaseMilliseconds - 60_000;
const againMilliseconds = 5_000;

/** Waits until then, and looks every half minute; at least once, however short it is. */
export async function waitGuarded(run: Run, until: number): Promise<void> {
  const { clock } = run.world;
  for (;;) {
    if (run.stop.isAsked) throw new Stopped();
    if (clock.now() >= nextLookAt(run)) await look(run);
    if (clock.now() >= until) return;
    await pause(run, Math.min(until, nextLookAt(run)));
  }
}

/** Looks as well while something goes on that may take longer than a lease. */
export async function besideGuard<R>(run: Run, work: Promise<R>): Promise<R> {
  const { clock } = run.world;
  const state = { isOver: false };
  const over = () => void (state.isOver = true);
  const settled = work.then(over, over);
  while (!state.isOver) {
    if (clock.now() >= nextLookAt(run)) await look(run);
    await Promise.race([settled, clock.sleep(1_000)]);
  }
  return work;
}

/** Ends by Ctrl-C within a second. */
export async function pause(
  { world: { clock }, stop }: Pick<Run, 'world' | 'stop'>,
  until: number,
): Promise<void> {
  while (clock.now() < until) {
    if (stop.isAsked) throw new Stopped();
    await clock.sleep(Math.min(1_000, until - clock.now()));
  }
}

function nextLookAt({ guard }: Run): number {
  return guard.lookedAt + handLookSeconds * 1000;
}

/** One look, whatever time it is. AWS may be silent for as long as the lease lasts; then it goes back. */
export async function look(run: Run): Promise<void> {
  const { world, guard, say } = run;
  const since = world.clock.now();
  let isTold = false;
  for (;;) {
    try {
      await lookOnce(run);
      guard.lookedAt = since;
      return;
    } catch (error) {
      const isLate = world.clock.now() + againMilliseconds > guard.lookedAt + blindMilliseconds;
      if (!isOutage(error) || isLate) throw error;
      if (!isTold) say(`A look failed, and is tried again: ${named(error).message}`);
      isTold = true;
      await world.clock.sleep(againMilliseconds);
    }
  }
}

async function lookOnce(run: Run): Promise<void> {
  const { world, cutover, snapshot, epoch, guard, say } = run;
  await assertPass(world, passOf(cutover, snapshot, epoch, 'releasing'));
  const turn = { redrives: 0, retries: 0, pollSeconds: handLookSeconds };
  const { decision, reason } = await step(run, 'lookAtTriggers', () =>
    lookAtTriggers(world, { cutover, ...turn }),
  );
  if (decision === 'ringing') throw new Failure('TriggerRang', reason);
  if (decision !== 'quiet') throw new Failure('Superseded', reason);
  say(`${guard.percent} %, quiet: ${reason}`);
}

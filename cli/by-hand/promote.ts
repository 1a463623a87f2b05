/** The end of a release by hand: watched and verified as the plan says, and then finished as the reconciler would. */
import { judgeWatch } from '../../functions/judge-watch.ts';
import { stopWatching } from '../../functions/stop-watching.ts';
import { verify } from '../../functions/verify.ts';
import { type Report, type Run, step } from './desk.ts';
import { waitGuarded } from './guard.ts';
import { finish, type Told } from './home.ts';

export async function promoteByHand(run: Run): Promise<Told> {
  const { world, cutover, epoch, hand } = run;
  await until(run, 'finish', 'judgeWatch', () => judgeWatch(world, { cutover }));
  await until(run, 'finish', 'verify', () => verify(world, { cutover }));
  await until(run, 'over', 'stopWatching', () => stopWatching(world, { cutover, epoch, redrives: 0 }));
  // From here on only forward; where this hand dies, the reconciler finishes it.
  return finish(run, `${hand} promoted it`);
}

async function until(run: Run, word: string, name: string, work: () => Promise<Report>): Promise<void> {
  for (;;) {
    const { decision, reason, waitSeconds } = (await step(run, name, work)) as Report & Judged;
    if (decision === word) return;
    if (decision !== 'hold') throw Object.assign(new Error(reason), { name: 'VerificationFailed' });
    await waitGuarded(run, run.world.clock.now() + waitSeconds * 1000);
  }
}

interface Judged {
  readonly decision: string;
  readonly reason: string;
  readonly waitSeconds: number;
}

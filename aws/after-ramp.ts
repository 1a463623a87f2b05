/** Watching and verification read the same evidence over different times, against different limits. */
import { decideVerify, stage } from '../core/decide/verify.ts';
import { underHold } from '../core/command/command.ts';
import { canaryTasks } from '../core/traffic/capacity.ts';
import { countHealthy } from './balancer/groups.ts';
import { holdPollSeconds, verifyPollSeconds } from '../core/plan/budget.ts';
import type { Snapshot } from '../core/record.ts';
import type { Verdict } from '../core/verdict.ts';
import { type CutoverRecord, note } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { attempt } from './attempt.ts';
import { readPoints } from './metrics.ts';
import type { World } from './world.ts';

const evidence = ['canaryRequests', 'canaryErrors', 'canaryRefused', 'canaryP95'] as const;

/** What is looked at beside requests, in the time that is judged. */
type LookAround = (time: {
  readonly now: number;
  readonly since: number;
  readonly until: number;
}) => Promise<readonly Verdict[]>;

export async function judgeAfterRamp(
  world: World<'dynamodb' | 'cloudwatch' | 'elbv2'>,
  cutover: CutoverRef,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  which: 'watch' | 'verify',
  lookAround: LookAround = async () => [],
) {
  const now = world.clock.now();
  const { rules, seconds } = stage(record.plan, which);
  if (!cutover.live)
    return {
      decision: 'finish',
      reason: 'dry run',
      waitSeconds: 0,
      story: [`Would ${which} for ${seconds / 60} min`],
    };
  const since = (which === 'watch' ? record.rung?.liveAt : record.verifySince) ?? now;
  const until = since + seconds * 1000;
  const points = await attempt(() => readPoints(world, record, evidence, since, now));
  const capacity = await attempt(async () => ({
    healthyTargets: await countHealthy(world, record.snapshot.canary.targetGroupArn),
    neededTargets: canaryTasks(100, record.snapshot.stable.desiredCount),
  }));
  const surroundings = await lookAround({ now, since, until });
  const decided = decideVerify({ now, since, until, points, capacity, surroundings }, rules);
  const { decision, reason } = underHold(decided, record.hold, now);
  if (which === 'watch' && decision === 'finish')
    await note(world, cutover, { verifySince: now }, { once: true });
  return {
    decision,
    reason,
    waitSeconds: waitSeconds(now, until),
    story: told(which, decision, now - until).map((what) => `${what}: ${reason}`),
  };
}

/** That it takes longer is news once, when its time is over. */
function told(which: 'watch' | 'verify', decision: string, overMilliseconds: number): string[] {
  if (decision === 'finish') return [which === 'watch' ? 'Watched' : 'Verified'];
  if (decision === 'ask') return ['Cannot verify, and asks'];
  const isNews = decision === 'hold' && overMilliseconds >= 0 && overMilliseconds < holdPollSeconds * 1000;
  return isNews ? [`${which === 'watch' ? 'Watching' : 'Verifying'} for longer`] : [];
}

/** Judged every five minutes, at the end of the time, and every half minute while it is extended. */
function waitSeconds(now: number, until: number): number {
  const leftSeconds = Math.ceil((until - now) / 1000);
  return leftSeconds > 0 ? Math.min(verifyPollSeconds, leftSeconds) : holdPollSeconds;
}

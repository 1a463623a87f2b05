/** The guard's own requests through the canary's door, round after round, for as long as one look lasts. */
import type { Snapshot } from '../core/record.ts';
import { groupsOf } from '../core/traffic/actions.ts';
import {
  judgeProbe,
  lastRoundMilliseconds,
  mayProbe,
  type ProbeAnswer,
  type Probed,
  type ProbeRule,
  repeatsDue,
  roundMilliseconds,
} from '../core/triggers/probe.ts';
import { attempt } from './attempt.ts';
import { readRules } from './balancer/rules.ts';
import { isNamed } from './failures.ts';
import { unanswered } from './http.ts';
import type { LockRow } from './ledger/lock.ts';
import { type CutoverRecord, note } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import type { World } from './world.ts';

/** Of the look that probes: how late it is, and how often it was begun. */
export interface Turn {
  readonly startedAt: number;
  readonly pollSeconds: number;
  readonly retries: number;
}

export interface Probing {
  /** Absent where this look does not probe. */
  readonly rule: ProbeRule | undefined;
  readonly done: Promise<Probed | undefined>;
  /** No round begins any more: something else has decided. */
  stop(): void;
}

/** Begins at once and goes on beside whatever else the look reads. `done` never rejects. */
export function startProbing(
  world: World<'elbv2'>,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  row: LockRow,
  turn: Turn,
): Probing {
  const going = { on: true };
  const { probe } = record.plan.triggers;
  const { firstShareAt } = record;
  const may = mayProbe({ ...turn, firstShareAt, phase: row.phase, isMarked: row.mark !== undefined });
  const rule = may ? probe : undefined;
  const stop = () => {
    going.on = false;
  };
  if (rule === undefined) return { rule, done: Promise.resolve(undefined), stop };
  return { rule, done: probeCanary(world, record, rule, turn, () => going.on), stop };
}

async function probeCanary(
  world: World<'elbv2'>,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  rule: ProbeRule,
  { startedAt, pollSeconds }: Turn,
  isWanted: () => boolean,
): Promise<Probed> {
  const begunAt = world.clock.now();
  const unable = await attempt(() => doorTrouble(world, record));
  if ('error' in unable) return { unable: `the canary's door could not be read: ${unable.error}` };
  if (unable.seen !== undefined) return { unable: unable.seen };
  const answers: ProbeAnswer[] = [];
  const ask = (round: number) => askOnce(world, record, rule, round);
  const until = startedAt + lastRoundMilliseconds(pollSeconds);
  for (let round = 0, at = begunAt; at <= until && isWanted(); round += 1, at += roundMilliseconds) {
    answers.push(await ask(round));
    const repeats = Array.from({ length: repeatsDue(rule, answers) }, () => ask(round));
    answers.push(...(await Promise.all(repeats)));
    const next = at + roundMilliseconds;
    if (judgeProbe(rule, { answers }).outcome === 'fail' || next > until) break;
    // Waiting for so long belongs to the state machine, but for this: a state for each round would fill the history.
    await world.clock.sleep(Math.max(0, next - world.clock.now()));
  }
  return { answers };
}

/** Through a door that is gone, or leads elsewhere, requests would meet whoever production is: nothing is learnt of the canary. */
async function doorTrouble(
  world: World<'elbv2'>,
  { door, snapshot }: CutoverRecord & { readonly snapshot: Snapshot },
): Promise<string | undefined> {
  const arn = door?.ruleArn ?? door?.testRule?.arn;
  if (arn === undefined) return "the canary's door is not open";
  const [rule] = await readRules(world, [arn]);
  const groups = rule?.actions.flatMap(groupsOf).filter(({ weight }) => weight > 0) ?? [];
  const isOurs = groups.length === 1 && groups[0]?.arn === snapshot.canary.targetGroupArn;
  return isOurs ? undefined : `the canary's door ${arn} does not lead to the canary`;
}

async function askOnce(
  world: World,
  { plan, door }: CutoverRecord,
  { path, headers, withinMilliseconds }: ProbeRule,
  round: number,
): Promise<ProbeAnswer> {
  try {
    const { status, tookMilliseconds } = await world.http({
      url: new URL(path, plan.target.productionUrl).href,
      method: 'GET',
      // So that access logs tell ours from the users'.
      headers: { 'user-agent': 'cutover-probe', ...headers, ...door?.headers },
      timeoutMilliseconds: withinMilliseconds,
      bodyBytesMax: 0,
    });
    return { round, status, tookMilliseconds };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return isNamed(error, unanswered) ? { round, unanswered: why } : { round, unsent: why };
  }
}

/** Tells once when the probe cannot tell, and once when it can again. */
export async function noteProbe(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  { probeUnsureSince = 0 }: CutoverRecord,
  rule: ProbeRule,
  probed: Probed,
): Promise<readonly string[]> {
  const { outcome, sampleCount = 0, reason } = judgeProbe(rule, probed);
  const isUnsure = outcome === 'inconclusive' && sampleCount === 0;
  if (isUnsure === probeUnsureSince > 0) return [];
  await note(world, cutover, { probeUnsureSince: isUnsure ? world.clock.now() : 0 });
  const began = reason.charAt(0).toUpperCase() + reason.slice(1);
  return [isUnsure ? `${began}. The other triggers go on` : 'The probe can tell again'];
}

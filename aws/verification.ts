/** What verification looks at beside requests: the log, and the queue. */
import {
  addLines,
  isLoud,
  judgeErrorLines,
  type LogsSeen,
  type LogTimes,
  nextSlices,
  summedByMinute,
  trafficTimes,
} from '../core/decide/logs.ts';
import { judgeQueue, queueMilliseconds } from '../core/decide/queue.ts';
import type { Snapshot } from '../core/record.ts';
import { logPlacesOf, taskOfStream, usualPlacesOf } from '../core/release/references.ts';
import { queueName } from '../core/triggers/queue-depth.ts';
import type { Verdict } from '../core/verdict.ts';
import { attempt } from './attempt.ts';
import { readTaskDefinition, readTaskIds } from './containers.ts';
import { isWrittenTo, type LogLine, readErrorLines } from './error-lines.ts';
import { type CutoverRecord, note } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { readPoints } from './metrics.ts';
import type { World } from './world.ts';

type Verified = CutoverRecord & { readonly snapshot: Snapshot };
type Time = Omit<LogTimes, 'startedAt'>;

export async function judgeSurroundings(
  world: World<'dynamodb' | 'cloudwatch' | 'ecs' | 'logs'>,
  cutover: CutoverRef,
  record: Verified,
  time: Time,
): Promise<Verdict[]> {
  return [...(await judgeLog(world, cutover, record, time)), ...(await judgeDepth(world, record, time))];
}

/** The log groups that the checklist has seen lines in; none where the plan leaves that check out. */
async function judgeLog(
  world: World<'dynamodb' | 'cloudwatch' | 'ecs' | 'logs'>,
  cutover: CutoverRef,
  { plan, logs: seen, startedAt, snapshot }: Verified,
  time: Time,
): Promise<Verdict[]> {
  if (plan.checks.logs === undefined) return [];
  const times = { ...time, startedAt: Date.parse(startedAt) };
  const { groups } = plan.checks.logs;
  const versions = {
    next: plan.release.taskDefinition,
    running: snapshot.stable.taskDefinition,
    stable: { cluster: plan.target.cluster, name: snapshot.stable.name },
  };
  const read = await attempt(() => readNext(world, { groups, ...versions }, seen, times));
  if ('error' in read) return [judgeErrorLines(seen, times, { groups, error: read.error })];
  if (read.seen !== undefined) await note(world, cutover, { logs: read.seen });
  const newest = read.seen ?? seen;
  const isAsked = newest !== undefined && isLoud(newest);
  const traffic = isAsked ? await readTraffic(world, snapshot, newest.until, times) : undefined;
  return [judgeErrorLines(newest, times, { groups, traffic })];
}

/** How many times as many requests came as in the counterpart; undefined where that cannot be read. */
async function readTraffic(
  world: World<'cloudwatch'>,
  snapshot: Snapshot,
  readUntil: number,
  { since, until, startedAt }: LogTimes,
): Promise<number | undefined> {
  const earlier = until - startedAt;
  const count = async (from: number, to: number) => {
    const points = await readPoints(world, { snapshot }, ['stableRequests', 'canaryRequests'], from, to);
    return summedByMinute(points.values());
  };
  const read = await attempt(() =>
    Promise.all([count(since - earlier, readUntil - earlier), count(since, readUntil)]),
  );
  return 'error' in read ? undefined : trafficTimes(...read.seen);
}

/** Who writes, and where. */
interface Written {
  readonly groups: readonly string[];
  /** What is released. */
  readonly next: Readonly<Record<string, unknown>>;
  /** The ARN of what ran before. */
  readonly running: string;
  /** The service that carried the traffic when the cutover began: what its tasks still write is not the new version's. */
  readonly stable: { readonly cluster: string; readonly name: string };
}

/** Undefined where nothing is new. */
async function readNext(
  world: World<'ecs' | 'logs'>,
  { groups, next, running, stable }: Written,
  seen: LogsSeen | undefined,
  times: LogTimes,
): Promise<LogsSeen | undefined> {
  const slices = nextSlices(seen, times);
  if (slices === undefined) return undefined;
  const { before, after } = slices;
  const found = { before: [] as string[], after: [] as string[], alive: [] as string[] };
  // The version before may have written elsewhere, or under another prefix.
  const stableTasks = await readTaskIds(world, stable.cluster, stable.name);
  // A stream of nobody that is known counts: ECS forgets a task about an hour after it has stopped.
  const isOurs = ({ stream }: LogLine) => !stableTasks.has(taskOfStream(stream));
  const definition = { ...(await readTaskDefinition(world, running)) };
  for (const place of usualPlacesOf(definition, groups))
    found.before.push(...textsOf(await readErrorLines(world, place, before)));
  for (const place of logPlacesOf(next, groups)) {
    found.after.push(...textsOf((await readErrorLines(world, place, after)).filter(isOurs)));
    if (await isWrittenTo(world, place, after)) found.alive.push(place.group);
  }
  return addLines(seen, { to: after.to, ...found });
}

function textsOf(lines: readonly LogLine[]): string[] {
  return lines.map(({ text }) => text);
}

async function judgeDepth(
  world: World<'cloudwatch'>,
  { plan, snapshot }: Verified,
  { now, since, until }: Time,
): Promise<Verdict[]> {
  const queueUrl = plan.triggers.queueDepth?.queueUrl;
  if (queueUrl === undefined) return [];
  const from = Math.min(since, until - queueMilliseconds);
  const read = await attempt(() => readPoints(world, { snapshot, queueUrl }, ['queueDepth'], from, now));
  if ('error' in read)
    return [{ outcome: 'error', reason: `the queue's depth could not be read: ${read.error}` }];
  return [judgeQueue(queueName(queueUrl), read.seen.get('queueDepth'), from, Math.min(now, until))];
}

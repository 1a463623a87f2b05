/** What verification looks at beside requests: the log, and the queue. */
import { addLines, judgeErrorLines, type LogsSeen, type LogTimes, nextSlices } from '../core/decide/logs.ts';
import { judgeQueue, queueMilliseconds } from '../core/decide/queue.ts';
import type { Snapshot } from '../core/record.ts';
import { type LogPlace, logPlacesOf } from '../core/release/references.ts';
import { queueName } from '../core/triggers/queue-depth.ts';
import type { Verdict } from '../core/verdict.ts';
import { attempt } from './attempt.ts';
import { isWrittenTo, readErrorLines } from './error-lines.ts';
import { type CutoverRecord, note } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { readPoints } from './metrics.ts';
import type { World } from './world.ts';

type Verified = CutoverRecord & { readonly snapshot: Snapshot };
type Time = Omit<LogTimes, 'startedAt'>;

export async function judgeSurroundings(
  world: World<'dynamodb' | 'cloudwatch' | 'logs'>,
  cutover: CutoverRef,
  record: Verified,
  time: Time,
): Promise<Verdict[]> {
  return [...(await judgeLog(world, cutover, record, time)), ...(await judgeDepth(world, record, time))];
}

/** The log groups that the checklist has seen lines in; none where the plan leaves that check out. */
async function judgeLog(
  world: World<'dynamodb' | 'logs'>,
  cutover: CutoverRef,
  { plan, logs: seen, startedAt }: Verified,
  time: Time,
): Promise<Verdict[]> {
  if (plan.checks.logs === undefined) return [];
  const places = logPlacesOf(plan.release.taskDefinition, plan.checks.logs.groups);
  const times = { ...time, startedAt: Date.parse(startedAt) };
  const read = await attempt(() => readNext(world, places, seen, times));
  if ('error' in read) return [judgeErrorLines(seen, times, read.error)];
  if (read.seen !== undefined) await note(world, cutover, { logs: read.seen });
  return [judgeErrorLines(read.seen ?? seen, times, undefined)];
}

/** Undefined where nothing is new. */
async function readNext(
  world: World<'logs'>,
  places: readonly LogPlace[],
  seen: LogsSeen | undefined,
  times: LogTimes,
): Promise<LogsSeen | undefined> {
  const slices = nextSlices(seen, times);
  if (slices === undefined) return undefined;
  const { before, after } = slices;
  const found = { before: [] as string[], after: [] as string[], isAlive: false };
  for (const place of places) {
    found.before.push(...(await readErrorLines(world, place, before)));
    found.after.push(...(await readErrorLines(world, place, after)));
    found.isAlive ||= await isWrittenTo(world, place, after);
  }
  return addLines(seen, { to: after.to, ...found });
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

/** Reads what the page shows. Each part by itself: one that cannot be read is said to be so, and the others are shown. */
import type { Gate } from '../../core/gate/gate.ts';
import { errorPercent, type Minute, minutesOf } from '../../core/evidence/minutes.ts';
import { endings } from '../../core/messages/messages.ts';
import type { Snapshot } from '../../core/record.ts';
import { differencesOf } from '../../core/release/difference.ts';
import type { GateFacts, MinutePair, MinuteTraffic, RampFacts, Unknown } from '../../core/visit/facts.ts';
import { metricsOf } from '../../core/triggers/triggers.ts';
import { attempt } from '../attempt.ts';
import { readTaskDefinition } from '../containers.ts';
import { type CutoverRecord, readRecord } from '../ledger/record.ts';
import { readStory } from '../ledger/story.ts';
import { readPoints } from '../metrics.ts';
import type { World } from '../world.ts';

type Reader = World<'dynamodb' | 'cloudwatch' | 'ecs'>;

const entriesMax = 12;
/** The whole ramp of the runbook, and its watch. */
const windowMilliseconds = 3 * 3600_000;

export async function readGateFacts(world: Reader, gate: Gate): Promise<GateFacts> {
  const cutover = { id: gate.cutoverId, live: true };
  const [record, story] = await Promise.all([
    readRecord(world, cutover),
    attempt(() => readStory(world, cutover)),
  ]);
  const definition = record.pinned?.definition ?? record.plan.release.taskDefinition;
  const [differences, ramp] = await Promise.all([
    readDifferences(world, record, definition),
    readRamp(world, record),
  ]);
  const { snapshot, canaryTaskDefinition } = record;
  return {
    now: world.clock.now(),
    gate,
    containers: (definition['containerDefinitions'] ?? []) as GateFacts['containers'],
    ...(snapshot && { from: revisionOf(snapshot.stable.taskDefinition) }),
    ...(canaryTaskDefinition !== undefined && { to: revisionOf(canaryTaskDefinition) }),
    differences,
    ...(ramp && { ramp }),
    checks: record.checks ?? [],
    ...sinceOf(record),
    story:
      'seen' in story
        ? story.seen.slice(-entriesMax)
        : [
            {
              at: new Date(world.clock.now()).toISOString(),
              text: `The story could not be read: ${story.error}`,
            },
          ],
  };
}

function sinceOf({ outcome, reason, ending, backFor }: CutoverRecord): { readonly since?: string } {
  const ended = outcome === undefined ? ending : { outcome, reason: reason ?? 'no reason was noted' };
  if (ended !== undefined) return { since: `${endings[ended.outcome]}: ${ended.reason}` };
  return backFor === undefined ? {} : { since: `Going back: ${backFor}` };
}

async function readDifferences(
  world: World<'ecs'>,
  { snapshot }: CutoverRecord,
  definition: Readonly<Record<string, unknown>>,
): Promise<GateFacts['differences']> {
  if (snapshot === undefined) return { unknown: 'what runs now is written down when the release begins' };
  const running = await attempt(() => readTaskDefinition(world, snapshot.stable.taskDefinition));
  if ('error' in running) return { unknown: running.error };
  return differencesOf({ ...running.seen }, definition);
}

async function readRamp(world: World<'cloudwatch'>, record: CutoverRecord): Promise<RampFacts | undefined> {
  const { snapshot, firstShareAt, plan, rung } = record;
  if (snapshot === undefined || firstShareAt === undefined) return undefined;
  return {
    rungs: plan.rungs,
    percentNow: rung === undefined ? plan.canaryPercent : (plan.rungs[rung.index] ?? 100),
    minutes: await readMinutes(world, { ...record, snapshot }, firstShareAt),
    errorPercentLimit: plan.triggers.http5xx.abovePercent,
    p95MillisecondsLimit: plan.triggers.latencyP95.aboveMilliseconds,
  };
}

async function readMinutes(
  world: World<'cloudwatch'>,
  { plan, snapshot }: CutoverRecord & { readonly snapshot: Snapshot },
  firstShareAt: number,
): Promise<readonly MinutePair[] | Unknown> {
  const now = world.clock.now();
  const since = Math.max(firstShareAt, now - windowMilliseconds);
  const of = { snapshot, queueUrl: plan.triggers.queueDepth?.queueUrl };
  const read = await attempt(() => readPoints(world, of, metricsOf(plan), since, now));
  if ('error' in read) return { unknown: read.error };
  const canary = byMinute(minutesOf(read.seen, 'canary'));
  const stable = byMinute(minutesOf(read.seen, 'stable'));
  const ats = [...new Set([...canary.keys(), ...stable.keys()])].toSorted((a, b) => a - b);
  return ats.map((at) => ({ at, canary: traffic(canary.get(at)), stable: traffic(stable.get(at)) }));
}

function byMinute(minutes: readonly Minute[]): Map<number, Minute> {
  return new Map(minutes.map((minute) => [minute.at, minute]));
}

function traffic(minute: Minute | undefined): MinuteTraffic {
  if (minute === undefined) return { requests: 0 };
  const { requests, p95Milliseconds } = minute;
  return {
    requests,
    errorPercent: errorPercent(minute),
    ...(p95Milliseconds !== undefined && { p95Milliseconds }),
  };
}

/** `arn:…:task-definition/claude-proxy:42` → `claude-proxy:42`. */
function revisionOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

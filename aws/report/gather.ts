/** Everything that a report is made of. What cannot be read is said to be so: a report must not wait for what is broken. */
import { type Gate, gateId } from '../../core/gate/gate.ts';
import type { Ending } from '../../core/record.ts';
import { reportMinutes } from '../../core/report/minutes.ts';
import type { ReportFacts } from '../../core/report/report.ts';
import { metricsOf } from '../../core/triggers/triggers.ts';
import { type Attempt, attempt } from '../attempt.ts';
import { readFacts } from '../ledger/evidence.ts';
import { readGate } from '../ledger/gates.ts';
import { readLooks } from '../ledger/looks.ts';
import type { CutoverRecord } from '../ledger/record.ts';
import { type CutoverRef, readStory } from '../ledger/story.ts';
import { readPoints } from '../metrics.ts';
import type { World } from '../world.ts';

/** CloudWatch has so long: by now users are where they belong, and an ending must not wait for a picture. */
const patienceMilliseconds = 6_000;
/** What was usual before users met the canary. */
const beforeMilliseconds = 10 * 60_000;
/** A day of minutes fits one round of GetMetricData. */
const windowMilliseconds = 24 * 3600_000;

export async function gather(
  world: World<'dynamodb' | 'cloudwatch'>,
  cutover: CutoverRef,
  record: CutoverRecord | undefined,
  ending: Ending,
): Promise<ReportFacts> {
  const [kept, minutes] = await Promise.all([
    readKept(world, cutover, record),
    readMinutes(world, cutover, record),
  ]);
  return { cutover, ending, record, ...kept, minutes, endedAt: new Date(world.clock.now()).toISOString() };
}

/** Of a cutover that wrote no report: what its ledger has. Its last word is as near as anybody knows to when it ended. */
export async function gatherKept(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  record: CutoverRecord | undefined,
  ending: Ending,
): Promise<ReportFacts> {
  const kept = await readKept(world, cutover, record);
  const minutes = { error: 'this report was made from the ledger, since the cutover wrote none' };
  const now = new Date(world.clock.now()).toISOString();
  return { cutover, ending, record, ...kept, minutes, endedAt: kept.story.at(-1)?.at ?? now };
}

async function readKept(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  record: CutoverRecord | undefined,
): Promise<Pick<ReportFacts, 'story' | 'looks' | 'gates' | 'load'>> {
  const [story, looks, gates, load] = await Promise.all([
    readStory(world, cutover),
    attempt(() => readLooks(world, cutover)),
    attempt(() => readGates(world, cutover, record)),
    attempt(() => readFacts(world, cutover, 'load')),
  ]);
  return {
    story,
    gates: 'seen' in gates ? gates.seen : [],
    looks: 'seen' in looks ? looks.seen : [],
    ...('seen' in load && { load: load.seen }),
  };
}

/** The gates that this cutover could have asked at; one that never opened has no row. */
async function readGates(
  world: World<'dynamodb'>,
  cutover: CutoverRef,
  record: CutoverRecord | undefined,
): Promise<Gate[]> {
  if (record === undefined || !cutover.live) return [];
  const percents = record.plan.approvals?.ramp?.atPercents ?? [];
  const ids = [
    ...(['waive', 'go-live', 'sign-off'] as const).map((name) => gateId(cutover.id, name)),
    ...percents.map((percent) => gateId(cutover.id, 'ramp', percent)),
  ];
  const rows = await Promise.all(ids.map((id) => readGate(world, id)));
  return rows.flatMap((row) => row?.gate ?? []);
}

/** The whole cutover once more: the guard's last look is older than the last requests that failed. */
async function readMinutes(
  world: World<'cloudwatch'>,
  { live }: CutoverRef,
  record: CutoverRecord | undefined,
): Promise<ReportFacts['minutes']> {
  const { snapshot, firstShareAt } = record ?? {};
  if (!live || record === undefined || snapshot === undefined || firstShareAt === undefined)
    return { seen: [] };
  const { plan } = record;
  const now = world.clock.now();
  const since = Math.max(firstShareAt - beforeMilliseconds, now - windowMilliseconds);
  const of = { snapshot, queueUrl: plan.triggers.queueDepth?.queueUrl };
  const read = attempt(async () =>
    reportMinutes(await readPoints(world, of, metricsOf(plan), since, now), since),
  );
  return Promise.race([read, givenUp(world)]);
}

async function givenUp(world: World): Promise<Attempt<never>> {
  await world.clock.sleep(patienceMilliseconds);
  return { error: `no answer within ${patienceMilliseconds / 1000} s` };
}

/** What people who look on are shown of a cutover, or of all. Reads only. */
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { standingOf, type Standing, type StandingFacts } from '../core/report/standing.ts';
import { makeReport, type Report } from '../core/report/report.ts';
import { runs, statusOf, whyDeserted } from './executions.ts';
import { readGate } from './ledger/gates.ts';
import { lockedArns } from './ledger/lock.ts';
import { isOpen, readOpen } from './ledger/open.ts';
import { type CutoverRecord, findRecord } from './ledger/record.ts';
import { findReport } from './ledger/report.ts';
import { wasSigned } from './ledger/starter.ts';
import { type CutoverRef, readStory, type StoryEntry } from './ledger/story.ts';
import { gatherKept } from './report/gather.ts';
import { makeLink, type RoomLink } from './room/links.ts';
import type { World } from './world.ts';

export interface Shown extends Standing {
  readonly cutoverId: string;
  readonly live: boolean;
  readonly service?: string | undefined;
  readonly startedAt?: string | undefined;
  /** The canary's share, as it was last put down. */
  readonly percent: number;
}

type Reader = World<'dynamodb' | 'sfn'>;

/** With its story from `since` on; undefined where nobody knows it. */
export async function showOne(
  world: Reader,
  cutoverId: string,
  since: string | undefined,
): Promise<(Shown & { readonly story: readonly StoryEntry[] }) | undefined> {
  const found = await find(world, cutoverId);
  if (found === undefined) return undefined;
  // The story after the ending: what was told before it ended is in it.
  const standing = await standingAt(world, found);
  return { ...standing, story: await readStory(world, found.cutover, since) };
}

/** Its report, once it is over; undefined where nobody knows it. */
export async function reportOne(
  world: Reader,
  cutoverId: string,
): Promise<{ readonly told: string; readonly report?: Report } | undefined> {
  const found = await find(world, cutoverId);
  if (found === undefined) return undefined;
  const { cutover, record, report } = found;
  const { told, ended } = await standingAt(world, found);
  if (report !== undefined) return { told, report };
  if (ended === undefined) return { told };
  return { told, report: makeReport(await gatherKept(world, cutover, record, ended)) };
}

/** A link by which others look on; undefined where nobody knows the cutover. */
export async function shareOne(
  world: Reader,
  cutoverId: string,
  principal: string,
): Promise<RoomLink | undefined> {
  const found = await find(world, cutoverId);
  return found && makeLink(world, found.cutover, principal);
}

const shownMax = 20;

/** The newest first. */
export async function showAll(world: Reader): Promise<readonly Shown[]> {
  const { machineArn } = world.settings;
  if (machineArn === undefined) throw new Error('the setting MACHINE_ARN is missing; serverless.yml sets it');
  const byHand = await showHands(world);
  const { executions = [] } = await world.clients.sfn.send(
    new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: shownMax }),
  );
  const started = await Promise.all(
    executions.map(async ({ name = '', startDate }) => {
      const found = await find(world, name);
      const nothing = { cutoverId: name, live: false, percent: 0, told: 'nothing is known of it yet' };
      return {
        startedAt: startDate?.toISOString(),
        ...(found === undefined ? nothing : await standingAt(world, found)),
      };
    }),
  );
  return [...byHand, ...started];
}

/** Step Functions knows nothing of what is released by hand; the ledger does, as long as anything of it is left. */
async function showHands(world: Reader): Promise<readonly Shown[]> {
  const { cutovers } = await readOpen(world);
  const ids = cutovers.flatMap(({ cutoverId, byHand }) => (byHand === undefined ? [] : [cutoverId]));
  const found = await Promise.all(ids.map((id) => find(world, id)));
  return Promise.all(found.flatMap((one) => (one === undefined ? [] : [standingAt(world, one)])));
}

interface Found {
  readonly cutover: CutoverRef;
  readonly record: CutoverRecord | undefined;
  readonly report: Report | undefined;
}

/** The live one before the dry one of that name. A plan that was refused has a report alone; one that just begins, a signature. */
async function find(world: Reader, id: string): Promise<Found | undefined> {
  const both = [
    { id, live: true },
    { id, live: false },
  ];
  for (const cutover of both) {
    const [record, report] = await Promise.all([findRecord(world, cutover), findReport(world, cutover)]);
    if (record !== undefined || report !== undefined) return { cutover, record, report };
  }
  for (const cutover of both)
    if (await wasSigned(world, cutover)) return { cutover, record: undefined, report: undefined };
  return undefined;
}

async function standingAt(world: Reader, { cutover, record, report }: Found): Promise<Shown> {
  const { id, live } = cutover;
  const about = {
    cutoverId: id,
    live,
    service: record?.plan.service ?? report?.service,
    startedAt: record?.startedAt ?? report?.startedAt,
    percent: percentOf(record),
  };
  const { outcome, reason = '' } = report ?? record ?? {};
  if (outcome !== undefined) return { ...about, ...standingOf({ ...nobody, ending: { outcome, reason } }) };
  if (record === undefined) return { ...about, told: 'it has just been started' };
  const { asks, wait, snapshot } = record;
  const gate = asks === undefined ? undefined : (await readGate(world, asks))?.gate;
  const isEarly = wait?.for === 'window' || wait?.for === 'start';
  const standing = standingOf({
    execution: await lifeOf(world, id, record),
    isOpen: await isOpen(world, id),
    hasSnapshot: snapshot !== undefined,
    percent: about.percent,
    gate,
    ...(isEarly && Date.parse(wait.until) > world.clock.now() && { waitsUntil: wait.until }),
  });
  return { ...about, ...standing };
}

/** Of a release by hand the lease, where a cutover has an execution. */
async function lifeOf(
  world: Reader,
  cutoverId: string,
  { executionArn, byHand, plan }: CutoverRecord,
): Promise<StandingFacts['execution']> {
  if (byHand === undefined) {
    const status = await statusOf(world, executionArn);
    return { status, isRunning: runs(status) };
  }
  const deserted = await whyDeserted(world, {
    cutoverId,
    executionArn,
    byHand,
    leadingArn: lockedArns(plan)[0],
  });
  return { status: deserted ?? '', isRunning: deserted === undefined, byHand };
}

const nobody = { execution: { status: '', isRunning: false }, isOpen: false, hasSnapshot: false };

function percentOf(record: CutoverRecord | undefined): number {
  const { rung, plan, backAt } = record ?? {};
  if (rung === undefined || backAt !== undefined) return 0;
  return plan?.rungs[rung.index] ?? 0;
}

/** The record of a finished cutover as one document: the names of the public contract's result, and what explains them. */
import type { CheckResult } from '../checks/judge-checklist.ts';
import type { Gate, Starter } from '../gate/gate.ts';
import { moneyCost, type MoneyCost } from '../plan/money.ts';
import type { Plan } from '../plan/plan.ts';
import type { CutoverOutcome, Snapshot } from '../record.ts';
import { type CommandLine, commandLines, type DecisionLine, decisionLines } from './decisions.ts';
import type { LookKept } from './looks.ts';
import { type LoadPicture, loadPicture } from './load.ts';
import { type Lesson, lessonsOf } from './lessons.ts';
import { mergedMinutes, type ReportMinute, thinned } from './minutes.ts';
import { type PlannedLine, plannedLines } from './planned.ts';
import { type TriggerLine, triggerLines } from './triggers.ts';
import { type HurtUsers, hurtUsers } from './users.ts';
import { secondsBetween } from './words.ts';

export interface Report {
  readonly cutoverId: string;
  readonly service: string | undefined;
  readonly live: boolean;
  readonly outcome: CutoverOutcome;
  readonly reason: string;
  readonly planDigest: string | undefined;
  readonly startedAt: string | undefined;
  readonly endedAt: string;
  readonly seconds: number | undefined;
  readonly startedBy: Starter | undefined;
  /** The services by the roles that they had. */
  readonly stable: string | undefined;
  readonly canary: string | undefined;
  readonly taskDefinition: string | undefined;
  /** What shipped, or was to: in short, and each container's image. */
  readonly ships: string | undefined;
  readonly images: readonly string[];
  /** Every share of users, from 0 at the start on. AWS does not tell when a weight reaches users: there it is `written`. */
  readonly weights: readonly Share[];
  /** The same by the clock of who wrote the weights. */
  readonly written: readonly Share[];
  /** Absent where users never met the canary, or nothing was measured. */
  readonly users: HurtUsers | undefined;
  readonly timetable: readonly PlannedLine[];
  readonly triggers: readonly TriggerLine[];
  readonly checks: readonly CheckResult[];
  readonly approvals: readonly DecisionLine[];
  readonly commands: readonly CommandLine[];
  /** What did not go as the plan hoped. Absent in reports of older versions. */
  readonly lessons?: readonly Lesson[];
  readonly cost: MoneyCost | undefined;
  readonly limits: Limits | undefined;
  /** Absent where the plan puts no load on staging, and with k6, which keeps its own. */
  readonly load?: LoadPicture;
  readonly minutes: readonly ReportMinute[];
  /** Why the newest minutes are missing, where they are. */
  readonly minutesUnread?: string;
  readonly story: readonly StoryLine[];
}

export interface Share {
  readonly at: string;
  readonly canaryPercent: number;
}

export interface StoryLine {
  readonly at: string;
  readonly actor: string;
  readonly text: string;
}

/** What rings, for the pictures. */
export interface Limits {
  readonly errorPercent: number;
  readonly p95Milliseconds: number;
}

/** What the record says, as far as a report is made of it. */
export interface Recorded {
  readonly plan: Plan;
  readonly planDigest: string;
  readonly startedAt: string;
  readonly starter?: Starter;
  readonly snapshot?: Snapshot;
  readonly pinned?: { readonly definition: Readonly<Record<string, unknown>>; readonly text: string };
  readonly canaryTaskDefinition?: string;
  readonly checks?: readonly CheckResult[];
  readonly firstShareAt?: number;
  readonly rungs?: readonly { readonly index: number; readonly liveAt: number }[];
  readonly verifySince?: number;
  readonly wentBackAt?: number;
}

export interface ReportFacts {
  readonly cutover: { readonly id: string; readonly live: boolean };
  readonly ending: { readonly outcome: CutoverOutcome; readonly reason: string };
  /** Absent where the plan was refused before a record was made. */
  readonly record: Recorded | undefined;
  readonly gates: readonly Gate[];
  readonly looks: readonly LookKept[];
  /** What the check `load` kept; absent where it kept nothing, or it cannot be read. */
  readonly load?: unknown;
  /** Read once more at the end: the minutes that came after the guard's last look. */
  readonly minutes: { readonly seen: readonly ReportMinute[] } | { readonly error: string };
  readonly story: readonly StoryLine[];
  readonly endedAt: string;
}

export function makeReport(facts: ReportFacts): Report {
  const { cutover, ending, record, gates, looks, endedAt } = facts;
  const story = shortened(facts.story);
  const isRead = 'seen' in facts.minutes;
  const seen = 'seen' in facts.minutes ? facts.minutes.seen : [];
  const minutes = mergedMinutes([...looks.map((look) => look.minutes), seen]);
  const written = record === undefined ? [] : sharesOf(record);
  const load = record && loadPicture(facts.load, record.plan);
  return {
    cutoverId: cutover.id,
    service: record?.plan.service,
    live: cutover.live,
    outcome: ending.outcome,
    reason: ending.reason,
    planDigest: record?.planDigest,
    startedAt: record?.startedAt,
    endedAt,
    seconds: record && Math.round(secondsBetween(record.startedAt, endedAt)),
    startedBy: record?.starter,
    stable: record?.snapshot?.stable.name,
    canary: record?.snapshot?.canary.name,
    taskDefinition: record?.canaryTaskDefinition,
    ships: record?.pinned?.text ?? record?.plan.release.image,
    images: record === undefined ? [] : imagesOf(record),
    weights: written,
    written,
    users: hurtUsers(minutes, record?.firstShareAt),
    timetable: record === undefined ? [] : plannedLines(record.plan, happenedOf(record, facts)),
    triggers: triggerLines(looks),
    checks: record?.checks ?? [],
    approvals: decisionLines(gates),
    commands: commandLines(facts.story),
    lessons: lessonsOf({ checks: record?.checks ?? [], gates, story: facts.story }),
    cost: record && moneyCost(record.plan),
    limits: record && limitsOf(record.plan),
    ...(load !== undefined && { load }),
    minutes: thinned(minutes),
    ...(!isRead && 'error' in facts.minutes && { minutesUnread: facts.minutes.error }),
    story,
  };
}

/** As it is kept in a file: for machines, and read by people all the same. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

function happenedOf(record: Recorded, { story, endedAt }: ReportFacts) {
  const { startedAt, rungs = [], verifySince, wentBackAt } = record;
  return { startedAt, rungs, verifySince, wentBackAt, story, endedAt };
}

export function limitsOf({ triggers: { http5xx, latencyP95 } }: Plan): Limits {
  return { errorPercent: http5xx.abovePercent, p95Milliseconds: latencyP95.aboveMilliseconds };
}

export function sharesOf({ plan, startedAt, rungs = [], wentBackAt }: Recorded): Share[] {
  const up = rungs
    .toSorted((a, b) => a.liveAt - b.liveAt)
    .map(({ index, liveAt }) => ({
      at: new Date(liveAt).toISOString(),
      canaryPercent: plan.rungs[index] ?? 0,
    }));
  const isBack = wentBackAt !== undefined && up.length > 0;
  const back = isBack ? [{ at: new Date(wentBackAt).toISOString(), canaryPercent: 0 }] : [];
  return [{ at: startedAt, canaryPercent: 0 }, ...up, ...back];
}

function imagesOf({ plan, pinned }: Recorded): string[] {
  const { containerDefinitions } = (pinned?.definition ?? plan.release.taskDefinition) as {
    readonly containerDefinitions?: readonly { readonly name: string; readonly image: string }[];
  };
  return (containerDefinitions ?? []).map(({ name, image }) => `${name}: ${image}`);
}

/** One row of the ledger holds 400 KB; nobody reads more than this. The whole story stays on the ledger. */
const [entriesFirst, entriesLast] = [300, 700];

function shortened(story: readonly StoryLine[]): readonly StoryLine[] {
  const left = story.length - entriesFirst - entriesLast;
  const next = story[entriesFirst];
  if (left <= 0 || next === undefined) return story;
  const text = `(${left} entries are left out here: the ledger has them)`;
  return [
    ...story.slice(0, entriesFirst),
    { at: next.at, actor: 'writeReport', text },
    ...story.slice(-entriesLast),
  ];
}

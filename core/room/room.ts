/** The control room: what a cutover is doing now, made of what stands on the ledger and nothing else. */
import { isHeld, type Hold, skippable } from '../command/command.ts';
import type { Gate, Person } from '../gate/gate.ts';
import { peopleOf } from '../gate/people.ts';
import type { Ending, Phase, WaitFor } from '../record.ts';
import type { LookKept, RowKept } from '../report/looks.ts';
import { mergedMinutes, type ReportMinute, thinned } from '../report/minutes.ts';
import { type PlannedLine, plannedLines } from '../report/planned.ts';
import {
  type Limits,
  limitsOf,
  type Recorded,
  type Share,
  sharesOf,
  type StoryLine,
} from '../report/report.ts';
import { reachedOf } from '../report/triggers.ts';
import { phaseOf, type PhaseWords } from './phase.ts';

export interface RoomFacts {
  readonly now: number;
  readonly cutover: { readonly id: string; readonly live: boolean };
  /** Absent until the plan was read. */
  readonly record: (Recorded & RoomRecord) | undefined;
  /** Of its lock; absent before it is taken, and after. */
  readonly phase: Phase | undefined;
  readonly gates: readonly Gate[];
  readonly looks: readonly LookKept[];
  readonly story: readonly StoryLine[];
}

/** What the record says of the moment. */
export interface RoomRecord {
  readonly asks?: string;
  readonly canaryStartedAt?: number;
  readonly wait?: { readonly for: WaitFor; readonly until: string };
  readonly hold?: Hold;
  readonly rung?: { readonly index: number };
  readonly outcome?: Ending['outcome'];
  readonly reason?: string;
}

export interface Room {
  readonly cutoverId: string;
  readonly live: boolean;
  readonly service: string | undefined;
  readonly now: string;
  readonly phase: PhaseWords;
  readonly isOver: boolean;
  readonly percentNow: number;
  readonly weights: readonly Share[];
  readonly minutes: readonly ReportMinute[];
  readonly limits: Limits | undefined;
  readonly timetable: readonly PlannedLine[];
  readonly triggers: readonly TriggerNow[];
  /** When the guard looked last; absent before it has. */
  readonly lookedAt?: string;
  readonly gates: readonly GateNow[];
  readonly story: readonly StoryLine[];
  /** Which words would do something now. */
  readonly words: readonly ('skip' | 'hold' | 'resume' | 'abort')[];
}

export interface TriggerNow {
  readonly id: string;
  readonly scope: RowKept['scope'];
  readonly outcome: RowKept['outcome'];
  readonly seen: string;
  /** How much of its limit is reached, 1 being all of it. */
  readonly reached?: number;
}

export interface GateNow {
  readonly gate: string;
  readonly percent?: number;
  readonly status: Gate['status'];
  readonly expiresAt: string;
  readonly asked: readonly string[];
  readonly decided: readonly { readonly by: string; readonly decision: string }[];
}

/** So much of the story; all of it is in the report. */
const entriesMax = 60;

export function roomOf(facts: RoomFacts): Room {
  const { now, cutover, record, looks, story } = facts;
  const last = looks.at(-1);
  const weights = record === undefined ? [] : sharesOf(record);
  const isOver = record?.outcome !== undefined || isRefusedUnread(facts);
  return {
    cutoverId: cutover.id,
    live: cutover.live,
    service: record?.plan.service,
    now: new Date(now).toISOString(),
    phase: phaseOf(facts),
    isOver,
    percentNow: weights.at(-1)?.canaryPercent ?? 0,
    weights,
    minutes: thinned(mergedMinutes(looks.map(({ minutes }) => minutes))),
    limits: record && limitsOf(record.plan),
    timetable: record === undefined ? [] : ahead(record, facts),
    triggers: lookNow(looks).map(triggerNow),
    ...(last !== undefined && { lookedAt: last.at }),
    gates: facts.gates.map(gateNow),
    story: story.slice(-entriesMax),
    words: isOver || !cutover.live ? [] : wordsFor(facts),
  };
}

/** A plan that was refused has no record: its story says so, and nothing follows. */
function isRefusedUnread({ record, story }: RoomFacts): boolean {
  return record === undefined && story.some(({ actor }) => actor === 'refuse');
}

function ahead(record: Recorded, { story, now }: RoomFacts): readonly PlannedLine[] {
  const { startedAt, rungs = [], verifySince, wentBackAt } = record;
  const endedAt = new Date(now).toISOString();
  const lines = plannedLines(record.plan, { startedAt, rungs, verifySince, wentBackAt, story, endedAt });
  return lines.filter(({ what }) => what !== 'the cutover ends');
}

/** The newest whole look: an alarm's event brings a single line, which takes its place in it. */
function lookNow(looks: readonly LookKept[]): RowKept[] {
  const rows = new Map<string, RowKept>();
  const whole = looks.findLastIndex((look) => look.rows.length > 1);
  for (const look of looks.slice(Math.max(0, whole)))
    for (const row of look.rows) rows.set(`${row.id} ${row.scope}`, row);
  return [...rows.values()];
}

function triggerNow(row: RowKept): TriggerNow {
  const { id, scope, outcome, seen } = row;
  const reached = reachedOf(row);
  return { id, scope, outcome, seen, ...(reached !== undefined && { reached }) };
}

function gateNow(gate: Gate): GateNow {
  const { subject, status, expiresAt, decisions } = gate;
  const asked = peopleOf(gate).filter((person: Person) => decisions[person.id] === undefined);
  return {
    gate: gate.gate,
    ...(subject.percent !== undefined && { percent: subject.percent }),
    status,
    expiresAt: new Date(expiresAt).toISOString(),
    asked: status === 'pending' ? asked.map(({ id }) => id) : [],
    decided: Object.values(decisions).map(({ by, decision }) => ({ by, decision })),
  };
}

/** What a word comes to is decided when it arrives; these would not be refused as things stand. */
function wordsFor({ record, phase, now }: RoomFacts): Room['words'] {
  if (record === undefined || phase === 'rollingBack' || phase === 'promoting') return [];
  if (isHeld(record.hold)) return ['resume', 'abort'];
  const { wait } = record;
  const canSkip = wait !== undefined && skippable.includes(wait.for) && Date.parse(wait.until) > now;
  return canSkip ? ['skip', 'hold', 'abort'] : ['hold', 'abort'];
}

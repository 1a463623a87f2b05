/** The timetable, planned against what happened. Planned times count from T: what the plan says, or else the first share. */
import type { Plan } from '../plan/plan.ts';
import { type Moment, timetable } from '../plan/timetable.ts';
import { durationText } from '../plan/units.ts';

export interface PlannedLine {
  readonly what: string;
  /** Absent for what no plan foresees, and while there was no first share. */
  readonly plannedAt?: string;
  /** Absent where it did not happen. */
  readonly actualAt?: string;
  readonly lateSeconds?: number;
}

/** What a cutover's moments are known by. */
export interface Happened {
  readonly startedAt: string;
  readonly rungs: readonly { readonly index: number; readonly liveAt: number }[];
  readonly verifySince: number | undefined;
  readonly wentBackAt: number | undefined;
  readonly endedAt: string;
  readonly story: readonly { readonly at: string; readonly actor: string }[];
}

export function plannedLines(plan: Plan, happened: Happened): PlannedLine[] {
  const first = happened.rungs.find(({ index }) => index === 0)?.liveAt;
  const zero = plan.startAt === undefined ? first : Date.parse(plan.startAt);
  const rows = timetable(plan).filter(({ moment }) => moment !== 'settled');
  const lines = rows.map(({ atSeconds, moment }): PlannedLine => {
    const what = wordsOf(moment, plan);
    const actual = actualOf(moment, plan, happened);
    if (zero === undefined) return { what };
    const planned = zero + atSeconds * 1000;
    const plannedAt = iso(planned);
    if (actual === undefined) return { what, plannedAt };
    return {
      what,
      plannedAt,
      actualAt: iso(actual),
      lateSeconds: Math.round((actual - planned) / 1000),
    };
  });
  const { wentBackAt } = happened;
  const back =
    wentBackAt === undefined ? [] : [{ what: 'everybody back on stable', actualAt: iso(wentBackAt) }];
  const reached = lines.filter(({ actualAt }) => actualAt !== undefined);
  const missed = lines.filter(({ actualAt }) => actualAt === undefined);
  return [
    { what: 'the cutover starts', actualAt: happened.startedAt },
    ...reached,
    ...back,
    { what: 'the cutover ends', actualAt: happened.endedAt },
    ...missed,
  ];
}

function wordsOf(moment: Moment, plan: Plan): string {
  if (typeof moment === 'object') return `${moment.percent} % of users on the canary`;
  const words = {
    smoke: 'smoke test',
    settled: 'the ramp begins',
    watching: `watching, for ${durationText(plan.watchSeconds)}`,
    verifying: `verification, for ${durationText(plan.verify.seconds)}`,
    promoted: 'promoted',
  };
  return words[moment];
}

function actualOf(moment: Moment, plan: Plan, happened: Happened): number | undefined {
  const { rungs, verifySince, story } = happened;
  const liveAt = (at: number) => rungs.find(({ index }) => index === at)?.liveAt;
  const told = (actor: string) => {
    const entry = story.find((one) => one.actor === actor);
    return entry && Date.parse(entry.at);
  };
  if (typeof moment === 'object') return liveAt(plan.rungs.indexOf(moment.percent));
  if (moment === 'watching') return liveAt(plan.rungs.length - 1);
  if (moment === 'verifying') return verifySince;
  return told(moment === 'promoted' ? 'promote' : 'smokeTest');
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** When a cutover that names its time begins. */
import { Failure } from '../failures.ts';
import { timeText } from '../evidence/minutes.ts';
import { type Problem, problemText } from '../plan/problem.ts';

/** The runbook's own: staging is validated from T-30 min on. */
const beforeMilliseconds = 30 * 60_000;
/** Whoever is late by less begins at once; more, and the file is of another day. */
const lateMilliseconds = 60 * 60_000;
/** An image, an on-call schedule and a mind change within a month. */
const aheadMilliseconds = 30 * 24 * 60 * 60_000;

/** ISO times, as the state machine's waits take them; empty where nothing is waited for. */
export interface Window {
  readonly from: string;
  readonly start: string;
}

/** What is wrong with a plan's time now; undefined where nothing is. */
export function windowProblem(startAt: string | undefined, now: number): Problem | undefined {
  const at = startAt === undefined ? now : Date.parse(startAt);
  const says = (message: string): Problem => ({ path: 'startAt', value: startAt ?? '', message });
  if (at < now - lateMilliseconds)
    return says('has passed more than an hour ago: correct it, or leave it out to begin at once');
  if (at > now + aheadMilliseconds) return says('is more than 30 days ahead: start the cutover nearer to it');
  return undefined;
}

export function windowOf(
  startAt: string | undefined,
  { now, live }: { readonly now: number; readonly live: boolean },
): Window & { readonly story: readonly string[] } {
  const nothing = { from: '', start: '' };
  if (startAt === undefined) return { ...nothing, story: [] };
  const problem = windowProblem(startAt, now);
  if (problem !== undefined) throw new Failure('PlanRejected', problemText(problem));
  const at = Date.parse(startAt);
  const told = `startAt (${timeText(at)})`;
  if (!live) return { ...nothing, story: [`A live run would wait for ${told}`] };
  const story =
    at > now
      ? `Waits for ${told}; looks from ${timeText(at - beforeMilliseconds)} on`
      : `${told} has passed: begins at once`;
  return { from: iso(at - beforeMilliseconds), start: iso(at), story: [story] };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

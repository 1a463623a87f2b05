/** What people answer for: who is on call, who was told, and when changes are allowed. */
import type { Verdict } from '../verdict.ts';
import { enumerated, findings, timeText } from './findings.ts';
import type { Said } from './planned.ts';

/** The plan's word: nobody was asked, and the evidence says so. */
export function judgeSaid({ saidBy }: Said): Verdict {
  return { outcome: 'pass', reason: `${saidBy} says so, by the plan` };
}

export interface Duty {
  readonly who: string;
  /** Absent where the duty has no beginning or no end. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Somebody at every instant of the window. */
export function judgeDuties(
  duties: readonly Duty[],
  window: { readonly from: number; readonly to: number },
): Verdict {
  let covered = window.from;
  const sorted = duties.toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0));
  for (const { from = 0, to = Infinity } of sorted) if (from <= covered && to > covered) covered = to;
  const who = [...new Set(duties.map((duty) => duty.who))];
  if (covered >= window.to)
    return { outcome: 'pass', reason: `on call until ${timeText(window.to)}: ${enumerated(who)}` };
  const since = timeText(covered);
  return {
    outcome: 'fail',
    reason:
      who.length === 0
        ? 'nobody is on call'
        : `nobody is on call from ${since} on, and the release ends ${timeText(window.to)}`,
  };
}

export interface CalendarFacts {
  readonly at: number;
  readonly isOpen: boolean;
  /** When that changes; absent where nobody knows. */
  readonly next?: string | undefined;
}

/** Looks at the beginning and at the planned end; what closes in between shows in when the first one changes. */
export function judgeCalendar(looks: readonly CalendarFacts[], now: number): Verdict {
  const closed = looks
    .filter(({ isOpen }) => !isOpen)
    .map(({ at, next }) => {
      const when = at <= now ? 'closed now' : `closed at ${timeText(at)}, when the release is planned to end`;
      return `the change calendar is ${when}${next === undefined ? '' : ` (changes ${next})`}`;
    });
  const end = looks.at(-1)?.at ?? now;
  const [{ next } = {}] = looks;
  const isShut = looks[0]?.isOpen === true && next !== undefined && Date.parse(next) < end;
  const between = `the change calendar closes at ${next}, and the release is planned to end ${timeText(end)}`;
  return findings(
    [...closed.slice(0, 1), ...(isShut ? [between] : [])],
    `open until ${timeText(end)} at least`,
  );
}

import type { Plan } from './plan.ts';
import { durationText } from './units.ts';

export interface TimetableRow {
  /** Since T, the moment at which the canary gets its first share. */
  readonly atSeconds: number;
  readonly what: string;
  /** Which of the cutover's own moments it is, for whoever holds the plan against what happened. */
  readonly moment: Moment;
}

/** `settled`: the smoke test has passed and the ramp begins. A rung is named by its share. */
export type Moment =
  | { readonly percent: number }
  | 'smoke'
  | 'settled'
  | 'watching'
  | 'verifying'
  | 'promoted';

/**
 * The release by the clock, when nothing holds it.
 *
 * How the runbook is read: T is the canary's first share. Its smoke test is at T+5 (`bake`) and its ramp starts at
 * T+10 (`settle`). `canary_traffic_ramp.sh --start 1 --interval 5m` begins by holding 1 % for one more interval, so
 * 26 % comes at T+15 and 100 % at T+30: the minute at which the runbook's page says "watch". The last rung has no
 * hold of its own: watching begins there (T+30), then verification (T+60), and the cutover is promoted at T+2h.
 */
export function timetable(plan: Plan): TimetableRow[] {
  const smokeAt = plan.bakeSeconds;
  const rampAt = smokeAt + plan.settleSeconds;
  const [first = 0, ...rest] = plan.rungs;
  const hold = durationText(plan.rungHoldSeconds);
  const watchAt = rampAt + rest.length * plan.rungHoldSeconds;
  const verifyAt = watchAt + plan.watchSeconds;
  return [
    { atSeconds: 0, what: `${first} % to the canary`, moment: { percent: first } },
    {
      atSeconds: smokeAt,
      what: 'smoke test of the canary through its door, and of production',
      moment: 'smoke',
    },
    { atSeconds: rampAt, what: `the ramp begins: ${first} % is held for ${hold} more`, moment: 'settled' },
    ...rest.map((percent, index) => ({
      atSeconds: rampAt + (index + 1) * plan.rungHoldSeconds,
      what: `${percent} %`,
      moment: { percent },
    })),
    { atSeconds: watchAt, what: `watch for ${durationText(plan.watchSeconds)}`, moment: 'watching' },
    { atSeconds: verifyAt, what: `verify for ${durationText(plan.verify.seconds)}`, moment: 'verifying' },
    { atSeconds: verifyAt + plan.verify.seconds, what: 'promoted', moment: 'promoted' },
  ];
}

/** How long the release takes from T on when nothing holds it. */
export function calmSeconds(plan: Plan): number {
  return timetable(plan).at(-1)?.atSeconds ?? 0;
}

/** How long it goes on if nothing holds it and the next share comes now; `rungsLive` is how many came before. */
export function leftSeconds(plan: Plan, rungsLive: number): number {
  const percent = plan.rungs[rungsLive];
  const next = timetable(plan).find(({ moment }) =>
    typeof moment === 'string' ? percent === undefined && moment === 'watching' : moment.percent === percent,
  );
  return calmSeconds(plan) - (next?.atSeconds ?? 0);
}

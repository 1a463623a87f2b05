import type { Verdict } from '../verdict.ts';
import { errorPercent, type Minute, percentText, tellingMinutes, timeText, total } from './minutes.ts';

/** Rings when every one of the last `forSeconds` of telling minutes is above the limit. */
export interface Http5xxTrigger {
  readonly abovePercent: number;
  /** Whole minutes. */
  readonly forSeconds: number;
}

/**
 * Judges the 5xx share of the canary on settled minutes. `fail` means: ringing. Minutes must follow each
 * other: two bad minutes with a silent one between are not "for two minutes", and not health either.
 */
export function judgeHttp5xx(
  minutes: readonly Minute[],
  trigger: Http5xxTrigger,
  minRequestsPerMinute: number,
): Verdict {
  const needed = Math.max(1, Math.ceil(trigger.forSeconds / 60));
  const telling = tellingMinutes(minutes, minRequestsPerMinute);
  const last = telling.slice(-needed);
  const facts = { threshold: trigger.abovePercent, windowSeconds: needed * 60 };
  const first = last[0];
  if (last.length < needed || first === undefined || !consecutive(last)) {
    return {
      ...facts,
      outcome: 'inconclusive',
      sampleCount: total(last).requests,
      reason: `${last.length} of ${needed} consecutive minutes with at least ${minRequestsPerMinute} canary requests`,
    };
  }
  const { requests, errors } = total(last);
  const observed = errorPercent({ requests, errors });
  const ringing = last.every((minute) => errorPercent(minute) > trigger.abovePercent);
  const numbers =
    `${percentText(observed)} of the canary's requests failed (${errors} of ${requests}, ` +
    `${needed} min from ${timeText(first.at)}), limit ${percentText(trigger.abovePercent)}`;
  return {
    ...facts,
    outcome: ringing ? 'fail' : 'pass',
    observed,
    sampleCount: requests,
    reason: ringing ? `http5xx rings: ${numbers}` : numbers,
  };
}

function consecutive(minutes: readonly Minute[]): boolean {
  return minutes.every((minute, index) => {
    const before = minutes[index - 1];
    return before === undefined || minute.at - before.at === 60_000;
  });
}

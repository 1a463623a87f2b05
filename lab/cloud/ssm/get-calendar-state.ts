import type { GetCalendarStateRequest, GetCalendarStateResponse } from '@aws-sdk/client-ssm';
import type { VirtualClock } from '../../clock.ts';

export type CalendarFinding = 'open' | 'closed' | 'closesSoon';

/** `closesSoon`: an hour after the lab's start, in the middle of a release. */
const closesAfterMilliseconds = 3_600_000;

/** All calendars are alike. Not modelled: events, calendars that do not exist. */
export function getCalendarState(clock: VirtualClock, finding: CalendarFinding) {
  const closesAt = clock.now() + (finding === 'closed' ? 0 : closesAfterMilliseconds);
  return ({ AtTime }: GetCalendarStateRequest): GetCalendarStateResponse => {
    const at = AtTime === undefined ? clock.now() : Date.parse(AtTime);
    const isClosed = finding === 'closed' || (finding === 'closesSoon' && at >= closesAt);
    return {
      State: isClosed ? 'CLOSED' : 'OPEN',
      AtTime: new Date(at).toISOString(),
      ...(finding === 'closesSoon' && !isClosed && { NextTransitionTime: new Date(closesAt).toISOString() }),
    };
  };
}

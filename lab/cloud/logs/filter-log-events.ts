import type { FilterLogEventsRequest, FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { VirtualClock } from '../../clock.ts';
import type { ErrorLines, LogLine } from '../../users/error-lines.ts';

const lineEveryMilliseconds = 20_000;
/** As many as the service returns. */
const pageMax = 10_000;

/**
 * Every group exists and has a line each 20 s beside its errors, or none at all. As the service does, an empty page may
 * come first. Not modelled: patterns (any of them finds the errors), streams, groups with lines of their own.
 */
export function filterLogEvents(clock: VirtualClock, finding: 'flowing' | 'silent', errorLines: ErrorLines) {
  return (input: FilterLogEventsRequest): FilterLogEventsResponse => {
    const { startTime = 0, endTime = clock.now(), filterPattern, nextToken, limit = pageMax } = input;
    if (nextToken === undefined) return { events: [], searchedLogStreams: [], nextToken: 'page 0' };
    if (finding === 'silent') return { events: [], searchedLogStreams: [] };
    const end = Math.min(endTime + 1, clock.now());
    const all = filterPattern === undefined ? usualLine(startTime, end) : errorLines(startTime, end);
    const first = Number(nextToken.replace('page ', '')) * limit;
    const page = all.slice(first, first + limit);
    return {
      events: page.map(eventOf),
      searchedLogStreams: [],
      ...(first + limit < all.length && { nextToken: `page ${first / limit + 1}` }),
    };
  };
}

/** The newest, if it is not too old. */
function usualLine(start: number, end: number): LogLine[] {
  const at = end - 1 - ((end - 1) % lineEveryMilliseconds);
  return at >= start ? [{ at, text: 'GET /v1/messages 200' }] : [];
}

function eventOf({ at, text }: LogLine, index: number) {
  return { timestamp: at, ingestionTime: at, message: text, eventId: `${at}-${index}` };
}

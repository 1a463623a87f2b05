import type { FilterLogEventsRequest, FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { VirtualClock } from '../../clock.ts';

const lineEveryMilliseconds = 20_000;

/**
 * Every group exists and has a line each 20 s, or none at all. As the service does, an empty page may come first.
 * Not modelled: patterns, streams, what the lines say.
 */
export function filterLogEvents(clock: VirtualClock, finding: 'flowing' | 'silent') {
  return ({ startTime = 0, nextToken }: FilterLogEventsRequest): FilterLogEventsResponse => {
    if (nextToken === undefined) return { events: [], searchedLogStreams: [], nextToken: 'the next page' };
    const timestamp = clock.now() - (clock.now() % lineEveryMilliseconds);
    const isSeen = finding === 'flowing' && timestamp >= startTime;
    const event = {
      timestamp,
      ingestionTime: timestamp,
      message: 'GET /v1/messages 200',
      eventId: String(timestamp),
    };
    return { events: isSeen ? [event] : [], searchedLogStreams: [] };
  };
}

/** Lines of a log group that may be errors, page by page. */
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Slice } from '../core/decide/logs.ts';
import { errorFilter } from '../core/evidence/log-lines.ts';
import type { LogPlace } from '../core/release/references.ts';
import type { World } from './world.ts';

/** A page may be empty and still not be the last; of ten thousand lines each, more than these are no hour of a service. */
const pagesMax = 20;

export interface LogLine {
  readonly text: string;
  /** `prefix/container/task-id` where the container's driver is awslogs. */
  readonly stream: string;
}

export async function readErrorLines(
  world: World<'logs'>,
  place: LogPlace,
  slice: Slice,
): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  const seen = await eachPage(world, { ...asked(place, slice), filterPattern: errorFilter }, (found) => {
    lines.push(...found);
    return false;
  });
  if (!seen) throw new Error(`${place.group} filled more than ${pagesMax} pages`);
  return lines;
}

/** Whether there is any line at all; a log without errors is not a silent one. */
export async function isWrittenTo(world: World<'logs'>, place: LogPlace, slice: Slice): Promise<boolean> {
  let isWritten = false;
  const seen = await eachPage(
    world,
    { ...asked(place, slice), limit: 1 },
    (found) => (isWritten = found.length > 0),
  );
  if (!seen)
    throw new Error(`${place.group} answered with ${pagesMax} empty pages, and was not read to its end`);
  return isWritten;
}

/** The end of a time is the next one's beginning. */
function asked({ group, streamPrefix }: LogPlace, { from, to }: Slice) {
  return {
    logGroupName: group,
    ...(streamPrefix !== undefined && { logStreamNamePrefix: streamPrefix }),
    startTime: from,
    endTime: to - 1,
  };
}

/** Whether it came to the last page, or was told that it is enough. */
async function eachPage(
  world: World<'logs'>,
  input: ReturnType<typeof asked> & { readonly filterPattern?: string; readonly limit?: number },
  isEnough: (lines: readonly LogLine[]) => boolean,
): Promise<boolean> {
  let nextToken: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const answer = await world.clients.logs.send(
      new FilterLogEventsCommand({ ...input, ...(nextToken !== undefined && { nextToken }) }),
    );
    const lines = (answer.events ?? []).map(({ message = '', logStreamName = '' }) => {
      return { text: message, stream: logStreamName };
    });
    if (isEnough(lines)) return true;
    nextToken = answer.nextToken;
    if (nextToken === undefined) return true;
  }
  return false;
}

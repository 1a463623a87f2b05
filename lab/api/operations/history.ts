/** GetExecutionHistory: in pages, from either end, with or without the data. */
import type { HistoryEvent } from '../../states/history.ts';
import { checkArn } from '../arns.ts';
import * as kinds from '../kinds.ts';
import { flag, optional, required } from '../members.ts';
import { operation, seconds } from '../operation.ts';
import { page } from '../pages.ts';

export const GetExecutionHistory = operation(
  {
    executionArn: required(kinds.arn),
    maxResults: optional(kinds.pageSize),
    nextToken: optional(kinds.pageToken),
    reverseOrder: optional(flag),
    includeExecutionData: optional(flag),
  },
  (
    { executionArn, maxResults, nextToken, reverseOrder = false, includeExecutionData = true },
    { engine },
  ) => {
    checkArn(executionArn, 'execution');
    const events = engine.getExecutionHistory(executionArn);
    const about = `history/${executionArn}/${String(reverseOrder)}`;
    const { shown, ...rest } = page(reverseOrder ? events.toReversed() : events, ({ id }) => id, about, {
      maxResults,
      nextToken,
    });
    return { events: shown.map((event) => onWire(event, includeExecutionData)), ...rest };
  },
);

/** What people put in and took out; AWS leaves it away where it is not asked for. */
const data = new Set(['input', 'output', 'parameters', 'assignedVariables', 'error', 'cause']);

function onWire({ timestamp, ...event }: HistoryEvent, isWhole: boolean): object {
  const written = { timestamp: seconds(timestamp), ...event };
  if (isWhole) return written;
  return Object.fromEntries(
    Object.entries(written).map(([key, value]) => [key, key.endsWith('EventDetails') ? bare(value) : value]),
  );
}

function bare(details: unknown): unknown {
  return Object.fromEntries(Object.entries(details as object).filter(([key]) => !data.has(key)));
}

/** What the service has written, made out of what happened in each minute. */
import { type Minute, minuteMilliseconds, minuteOf } from './minutes.ts';

export interface LogLine {
  readonly at: number;
  readonly text: string;
}

/** From `start` to before `end`; of minutes that are over. */
export type ErrorLines = (start: number, end: number) => LogLine[];

/** Of the time before `firstMinute` nothing is kept: it was as in the `historyMinutes` from then on, again and again. */
export function errorLines(
  minute: (start: number) => Minute | undefined,
  firstMinute: number,
  historyMinutes: number,
): ErrorLines {
  const history = Math.max(1, historyMinutes) * minuteMilliseconds;
  const kept = (at: number) =>
    at >= firstMinute ? at : firstMinute + ((((at - firstMinute) % history) + history) % history);
  return (start, end) => {
    const lines: LogLine[] = [];
    for (let at = minuteOf(start); at < end; at += minuteMilliseconds) {
      const seen = minute(kept(at));
      if (seen !== undefined) lines.push(...linesOf(at, seen));
    }
    return lines.filter((line) => line.at >= start && line.at < end);
  };
}

function linesOf(start: number, minute: Minute): LogLine[] {
  let [usual, strange] = [0, 0];
  for (const group of minute.groups.values()) {
    usual += group.errors + group.errorLines;
    strange += group.newErrorLines;
  }
  return [...spread(start, usual, usualText), ...spread(start, strange, newText)].toSorted(
    (a, b) => a.at - b.at,
  );
}

function spread(start: number, count: number, text: (at: number) => string): LogLine[] {
  const lines = Math.round(count);
  return Array.from({ length: lines }, (_, index) => {
    const at = start + Math.floor((index * minuteMilliseconds) / lines);
    return { at, text: text(at) };
  });
}

/** Numbers, ids and secrets differ from line to line, as they do. */
const usualText = (at: number) =>
  `${new Date(at).toISOString()} ERROR upstream closed the stream after ${at % 9000} ms, request req_${at.toString(36)}`;

const newText = (at: number) =>
  JSON.stringify({
    level: 'error',
    time: at,
    msg: `TypeError: cannot read usage of undefined, api key sk-lab-${at.toString(36)}, organisation ${at % 977}`,
  });

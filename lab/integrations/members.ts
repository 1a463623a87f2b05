/** Members as Step Functions writes them, with a capital, and as the SDK's clients take and give them. */
import { isRecord } from '../states/document.ts';

/** What is in these are names that people gave. */
const MAPS = new Set(['dockerLabels', 'labels', 'options', 'DockerLabels', 'Labels', 'Options']);

type Rename = (name: string) => string;

const lower: Rename = (name) => `${name[0]?.toLowerCase() ?? ''}${name.slice(1)}`;
const upper: Rename = (name) => `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;

/** For a client whose members begin in lower case. */
export const asSent = (value: unknown): unknown => renamed(value, lower, String);

/** The SDK integration writes times as text, the optimised ones as milliseconds. */
export function asAnswered(value: unknown, kind: 'sdk' | 'optimised'): unknown {
  const time = (date: Date) => (kind === 'sdk' ? date.toISOString() : date.getTime());
  return renamed(value, upper, time);
}

function renamed(value: unknown, rename: Rename, time: (date: Date) => unknown): unknown {
  if (value instanceof Date) return time(value);
  if (Array.isArray(value)) return value.map((one) => renamed(one, rename, time));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([name, child]) => [rename(name), MAPS.has(name) ? child : renamed(child, rename, time)]),
  );
}

/** Whether an actual result is what was recorded: values with wildcards, and histories with concurrency. */

import { escapePattern, isPlaceholder, parseJson, PLACEHOLDER } from './normalise.ts';

export interface Wildcards {
  readonly literals: ReadonlySet<string>;
  readonly wild: readonly string[];
}

/** Headers and ids of the SDK's call: never the same twice. */
const IGNORED = new Set(['SdkHttpMetadata', 'SdkResponseMetadata']);

/** The first difference in words, or undefined. */
export function difference(
  recorded: unknown,
  actual: unknown,
  cards: Wildcards,
  path = '$',
): string | undefined {
  if (Array.isArray(recorded) && Array.isArray(actual)) {
    if (recorded.length !== actual.length) return `${path}.length: ${recorded.length} | ${actual.length}`;
    return first(recorded.keys(), (index) =>
      difference(recorded[index], actual[index], cards, `${path}[${index}]`),
    );
  }
  if (isObject(recorded) && isObject(actual)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(actual)]);
    return first(keys, (key) => {
      if (IGNORED.has(key)) return undefined;
      if (!(key in recorded) || !(key in actual)) return told(`${path}.${key}`, recorded[key], actual[key]);
      return difference(recorded[key], actual[key], cards, `${path}.${key}`);
    });
  }
  return isSame(recorded, actual, cards) ? undefined : told(path, recorded, actual);
}

function isSame(recorded: unknown, actual: unknown, cards: Wildcards): boolean {
  if (typeof recorded !== 'string') return recorded === actual;
  if (typeof actual === 'string') return isSameText(recorded, actual, cards);
  return (isPlaceholder(recorded) && !cards.literals.has(recorded)) || cards.wild.includes(recorded);
}

function isSameText(recorded: string, actual: string, cards: Wildcards): boolean {
  if (recorded === actual) return true;
  const left = parseJson(/^\s*[{[]/.test(recorded) ? recorded : undefined);
  const right = parseJson(/^\s*[{[]/.test(actual) ? actual : undefined);
  if (typeof left === 'object' && typeof right === 'object')
    return difference(left, right, cards) === undefined;
  const tokens = [
    ...(recorded.match(PLACEHOLDER) ?? []).filter((token) => !cards.literals.has(token)),
    ...cards.wild.filter((word) => recorded.includes(word)),
  ];
  if (tokens.length === 0) return false;
  const longestFirst = [...new Set(tokens)].toSorted((a, b) => b.length - a.length);
  const splitter = new RegExp(`(${longestFirst.map(escapePattern).join('|')})`);
  const parts = recorded.split(splitter).map((part) => (tokens.includes(part) ? '.*?' : escapePattern(part)));
  return new RegExp(`^${parts.join('')}$`, 's').test(actual);
}

export interface Event {
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const JSON_FIELDS = new Set([
  'input',
  'output',
  'cause',
  'parameters',
  'taskCredentials',
  'assignedVariables',
]);
const DROPPED = new Set([
  'inputDetails',
  'outputDetails',
  'assignedVariablesDetails',
  'roleArn',
  'mapRunArn',
]);

/** What is compared of an event. */
export function simplify(event: Readonly<Record<string, unknown>>): Event {
  let details: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(event)) {
    if (!key.endsWith('EventDetails') || !isObject(value)) continue;
    const kept = Object.entries(value).filter(([name, field]) => !DROPPED.has(name) && field !== null);
    details = Object.fromEntries(
      kept.map(([name, field]) => [name, JSON_FIELDS.has(name) ? parseJson(field) : field]),
    );
  }
  return { type: String(event['type']), details };
}

export function eventDifference(recorded: Event, actual: Event, cards: Wildcards): string | undefined {
  if (recorded.type !== actual.type) return `recorded ${recorded.type} | found ${actual.type}`;
  return difference(recorded.details, actual.details, cards, recorded.type);
}

type Same = (recorded: Event, actual: Event) => string | undefined;

const OPEN = /^(?:Parallel|Map)StateStarted$/;
const CLOSE = /^(?:Parallel|Map)State(?:Succeeded|Failed|Aborted)$/;

/** In a Parallel or Map the order of different branches is chance, so there only the set of events counts. */
export function compareHistory(
  recorded: readonly Event[],
  actual: readonly Event[],
  same: Same,
): string | undefined {
  const inOrder = firstDifference(recorded, actual, same);
  if (inOrder === undefined) return undefined;
  const left = sections(recorded);
  const right = sections(actual);
  if (left.length !== right.length || left.every((section) => section.length === 1)) return inOrder;
  return left.every((section, index) => isSameSet(section, right[index] ?? [], same)) ? undefined : inOrder;
}

/** For recordings of a Parallel that were shuffled and cut: what is left must be there, and the number right. */
export function compareShuffled(
  length: unknown,
  recorded: readonly Event[],
  actual: readonly Event[],
  same: Same,
): string | undefined {
  if (actual.length !== length) return `${String(length)} events recorded, ${actual.length} found`;
  const start =
    Math.max(
      0,
      recorded.findIndex(({ type }) => OPEN.test(type)),
    ) + 1;
  const wrong =
    firstDifference(recorded.slice(0, start), actual.slice(0, start), same) ??
    firstDifference(recorded.slice(-1), actual.slice(-1), same);
  if (wrong !== undefined) return wrong;
  const missing = without(recorded.slice(start), actual.slice(start), same).missing[0];
  return missing === undefined ? undefined : `not found: ${missing.type} ${JSON.stringify(missing.details)}`;
}

function sections(events: readonly Event[]): Event[][] {
  const result: Event[][] = [];
  let depth = 0;
  for (const event of events) {
    if (CLOSE.test(event.type)) depth -= 1;
    if (depth > 0) result.at(-1)?.push(event);
    else result.push([event]);
    if (OPEN.test(event.type)) {
      depth += 1;
      if (depth === 1) result.push([]);
    }
  }
  return result;
}

function isSameSet(recorded: readonly Event[], actual: readonly Event[], same: Same): boolean {
  const { missing, rest } = without(recorded, actual, same);
  return missing.length === 0 && rest.length === 0;
}

function without(recorded: readonly Event[], actual: readonly Event[], same: Same) {
  const rest = [...actual];
  const missing = recorded.filter((event) => {
    const index = rest.findIndex((other) => same(event, other) === undefined);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
  return { missing, rest };
}

function firstDifference(
  recorded: readonly Event[],
  actual: readonly Event[],
  same: Same,
): string | undefined {
  for (const [index, event] of recorded.entries()) {
    const other = actual[index];
    if (other === undefined) break;
    const wrong = same(event, other);
    if (wrong !== undefined) return `event ${index + 1}: ${wrong}`;
  }
  if (recorded.length === actual.length) return undefined;
  return `${recorded.length} events recorded, ${actual.length} found`;
}

function first<T>(items: Iterable<T>, tell: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = tell(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function told(path: string, recorded: unknown, actual: unknown): string {
  return `${path}: recorded ${brief(recorded)} | found ${brief(actual)}`;
}

function brief(value: unknown): string {
  return (JSON.stringify(value) ?? '<absent>').slice(0, 300);
}

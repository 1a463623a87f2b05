/**
 * Event patterns: which events a rule wants. Built are exact values and the content filters prefix, anything-but (values
 * and a prefix) and exists; whatever else a pattern says is refused when it is read, never taken for a match.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
 */

/** `undefined` stands for a field that the event does not have. */
export type Matcher = (value: unknown) => boolean;

export function compilePattern(pattern: unknown, path = 'pattern'): Matcher {
  if (Array.isArray(pattern)) return anyOf(pattern, path);
  if (!isRecord(pattern) || Object.keys(pattern).length === 0)
    throw new Error(`${path} must be a list of values or a mapping that is not empty`);
  const fields = Object.entries(pattern).map(([key, part]) => {
    if (key.startsWith('$')) throw notBuilt(`${path}.${key}`);
    return [key, compilePattern(part, `${path}.${key}`)] as const;
  });
  const matches = (value: unknown) =>
    fields.every(([key, matcher]) => matcher(isRecord(value) ? value[key] : undefined));
  return (value) => (Array.isArray(value) ? value.some(matches) : matches(value));
}

function anyOf(wanted: readonly unknown[], path: string): Matcher {
  if (wanted.length === 0) throw new Error(`${path} must not be empty`);
  const matchers = wanted.map((one) => oneOf(one, path));
  return (value) => matchers.some((matcher) => matcher(value));
}

function oneOf(wanted: unknown, path: string): Matcher {
  if (!isRecord(wanted)) {
    if (Array.isArray(wanted)) throw notBuilt(`a list in a list at ${path}`);
    return some((value) => value === wanted);
  }
  const [[filter, given] = ['', undefined], ...others] = Object.entries(wanted);
  if (others.length > 0) throw new Error(`${path}: a content filter has one key`);
  if (filter === 'exists' && typeof given === 'boolean')
    // Only leaves exist, in EventBridge's eyes.
    return (value) => (value !== undefined && !isRecord(value)) === given;
  if (filter === 'prefix' && typeof given === 'string')
    return some((value) => typeof value === 'string' && value.startsWith(given));
  if (filter === 'anything-but') return anythingBut(given, path);
  throw notBuilt(`${filter} at ${path}`);
}

function anythingBut(given: unknown, path: string): Matcher {
  const values = Array.isArray(given) ? given : [given];
  if (
    values.every((value) => typeof value === 'string') ||
    values.every((value) => typeof value === 'number')
  )
    return some((value) => !isRecord(value) && !values.includes(value as never));
  const prefix = isRecord(given) && Object.keys(given).length === 1 ? given['prefix'] : undefined;
  if (typeof prefix !== 'string') throw notBuilt(`anything-but ${JSON.stringify(given)} at ${path}`);
  return some((value) => typeof value === 'string' && !value.startsWith(prefix));
}

/** Of a list in the event one value is enough; a field that is not there matches nothing. */
function some(matches: (value: unknown) => boolean): Matcher {
  return (value) => {
    if (value === undefined) return false;
    return Array.isArray(value) ? value.some(matches) : matches(value);
  };
}

function notBuilt(what: string): Error {
  return new Error(`the lab's EventBridge does not know ${what}; add it in lab/cloud/events/pattern.ts`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 3339 timestamps as AWS accepts them: an upper-case T, a zone, any number of decimals. */

const RFC3339 = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the epoch, or undefined where the value is no timestamp. */
export function parseTimestamp(value: unknown): number | undefined {
  const day = typeof value === 'string' ? RFC3339.exec(value)?.[1] : undefined;
  if (day === undefined || !isDay(day)) return undefined;
  const milliseconds = Date.parse(String(value));
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** JavaScript takes the 30th of February for the 2nd of March. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** When something happens in a scenario: `+12m`, `weight>=26`, `weight>=26 +90s`. */

export interface Moment {
  /** The first instant at which users see this share; absent: the execution's start. */
  readonly weightPercent?: number;
  /** After that instant. */
  readonly afterSeconds: number;
}

const worth = { s: 1, m: 60, h: 3600 } as const;
const durationPart = /(\d{1,6})([smh])/g;
const shape = /^(?:weight\s*>=\s*(?<weight>\d{1,3}))?\s*(?:\+(?<after>(?:\d{1,6}[smh])+))?$/;

export function parseMoment(written: string): Moment | undefined {
  const groups = shape.exec(written.trim())?.groups;
  if (groups === undefined || (groups['weight'] === undefined && groups['after'] === undefined))
    return undefined;
  const afterSeconds = secondsOf(groups['after'] ?? '');
  if (groups['weight'] === undefined) return { afterSeconds };
  const weightPercent = Number(groups['weight']);
  return weightPercent > 100 ? undefined : { weightPercent, afterSeconds };
}

function secondsOf(written: string): number {
  let seconds = 0;
  for (const [, amount, unit] of written.matchAll(durationPart)) {
    seconds += Number(amount) * worth[unit as keyof typeof worth];
  }
  return seconds;
}

import { type Outcome, type Verdict, worst } from '../verdict.ts';

/** Passes with a sentence where nothing was found, else fails with all that was, bounded. */
export function findings(found: readonly string[], passed: string): Verdict {
  return combined(
    found.map((reason) => ({ outcome: 'fail', reason })),
    passed,
  );
}

/** The worst outcome, with the reason of everything that did not pass. */
export function combined(found: readonly Verdict[], passed: string): Verdict {
  const open = found.filter(({ outcome }) => outcome !== 'pass');
  if (open.length === 0) return { outcome: 'pass', reason: passed };
  const outcome: Outcome = worst(open).outcome;
  return {
    outcome,
    reason: enumerated(
      open.map(({ reason }) => reason),
      6,
      '; ',
    ),
  };
}

/** The first few of a list, and how many more there are. */
export function enumerated(all: readonly string[], most = 5, separator = ', '): string {
  const rest = all.length - most;
  return [...all.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])].join(separator);
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2026-12-01 22:00 UTC`. */
export function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** How long ago, in the largest unit that still says something. */
export function ageText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min`;
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

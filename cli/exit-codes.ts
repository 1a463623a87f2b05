import type { CutoverOutcome } from '../core/record.ts';

/** The public contract's exit codes. */
export const exitCodes = {
  ok: 0,
  ourFault: 1,
  badInput: 2,
  rolledBack: 10,
  refused: 20,
  needsPerson: 30,
  brokenInvariant: 40,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOf(outcome: CutoverOutcome): ExitCode {
  return outcome === 'promoted' ? exitCodes.ok : exitCodes[outcome];
}

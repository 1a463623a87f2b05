import type { CutoverOutcome, Phase, WaitFor } from '../record.ts';
import { timeText } from '../evidence/minutes.ts';

/** People's words to a running cutover. */
export const commandWords = ['skip', 'hold', 'resume', 'abort'] as const;
export type CommandWord = (typeof commandWords)[number];

export function isCommand(word: string): word is CommandWord {
  return (commandWords as readonly string[]).includes(word);
}

/** All that people may hold one cutover for: an hour, in as many pieces as they like. Nobody is watched for ever. */
export const heldSecondsMax = 3600;

export interface CommandFacts {
  readonly now: number;
  /** How it ended; absent while it runs. */
  readonly outcome: CutoverOutcome | undefined;
  /** Absent before the lock is taken. */
  readonly phase: Phase | undefined;
  /** The wait that is going on and can be ended. */
  readonly wait: WaitFor | undefined;
  readonly hold: Hold | undefined;
}

/** What people's hold has come to. */
export interface Hold {
  readonly by: string;
  readonly since: number;
  /** Until when; 0 where it was resumed. */
  readonly untilAt: number;
  /** Holds before this one. */
  readonly spentSeconds: number;
}

export type CommandDecision =
  /** `told`: what the person reads, and the story. */
  | { readonly does: 'abort' | 'skip'; readonly told: string }
  | { readonly does: 'hold' | 'resume'; readonly hold: Hold; readonly told: string }
  | { readonly does: 'nothing'; readonly told: string };

/**
 * The word that somebody has said, of what was told of it; undefined for what anybody else told. The story knows people
 * by the sentence that this module made of their word.
 */
export function wordTold({ actor, text }: { readonly actor: string; readonly text: string }) {
  return commandWords.find((word) => text.startsWith(`${actor} ${word}s the `));
}

/** Waits of the ramp: a person may end them. */
export const skippable: readonly WaitFor[] = ['bake', 'settle', 'rung', 'evidence'];

/** What a word comes to. Aborting wins over everything while watching, and is nothing where nothing runs. */
export function decideCommand(word: CommandWord, by: string, facts: CommandFacts): CommandDecision {
  const past = whyPast(facts);
  if (past !== undefined) return { does: 'nothing', told: past };
  if (word === 'abort') return { does: 'abort', told: `${by} aborts the cutover` };
  if (word === 'hold') return decideHold(by, facts);
  if (word === 'resume') return decideResume(by, facts);
  if (isHeld(facts.hold))
    return { does: 'nothing', told: `nothing to skip: ${facts.hold?.by} holds the cutover; resume it first` };
  if (facts.wait !== undefined && skippable.includes(facts.wait))
    return { does: 'skip', told: `${by} skips the rest of the ${waitText[facts.wait]}` };
  return {
    does: 'nothing',
    told: 'nothing to skip: no wait of the ramp is going on (startAt, watching and verification cannot be skipped)',
  };
}

const waitText: Readonly<Record<WaitFor, string>> = {
  bake: 'bake',
  settle: 'settling time',
  rung: 'hold at this rung',
  evidence: 'wait for evidence (the rung is judged at once)',
  people: "people's hold",
  window: 'wait for the window',
  start: 'wait for the start',
};

function whyPast({ outcome, phase }: CommandFacts): string | undefined {
  if (outcome !== undefined) return `nothing to do: the cutover has ended (${outcome})`;
  if (phase === 'rollingBack') return 'nothing to do: the cutover is going back already';
  if (phase === 'promoting')
    return 'too late: watching has ended and the cutover only finishes; `cutover rollback` takes it back by hand';
  return undefined;
}

function decideHold(by: string, { now, hold }: CommandFacts): CommandDecision {
  if (isHeld(hold))
    return {
      does: 'nothing',
      told: `held already, by ${hold?.by} until ${timeText(hold?.untilAt ?? now)}`,
    };
  const spentSeconds = spent(hold);
  const leftSeconds = heldSecondsMax - spentSeconds;
  if (leftSeconds < 60)
    return {
      does: 'nothing',
      told: `the ${heldSecondsMax / 60} min that people may hold a cutover are used up; abort it, or let it go on`,
    };
  const untilAt = now + leftSeconds * 1000;
  const told =
    `${by} holds the cutover: the share does not rise; the guard goes on watching. ` +
    `Without a resume by ${timeText(untilAt)} it goes back`;
  return { does: 'hold', hold: { by, since: now, untilAt, spentSeconds }, told };
}

function decideResume(by: string, { now, hold }: CommandFacts): CommandDecision {
  if (hold === undefined || !isHeld(hold))
    return { does: 'nothing', told: 'nothing to resume: nobody holds the cutover' };
  const seconds = Math.round((now - hold.since) / 1000);
  const resumed = { ...hold, untilAt: 0, spentSeconds: hold.spentSeconds + seconds };
  return { does: 'resume', hold: resumed, told: `${by} resumes the cutover` };
}

/** A hold that nobody ended keeps holding: past its time the release goes back, it does not go on. */
export function isHeld(hold: Hold | undefined): boolean {
  return hold !== undefined && hold.untilAt !== 0;
}

function spent(hold: Hold | undefined): number {
  return hold?.spentSeconds ?? 0;
}

/**
 * What people's hold makes of a decision to go on: it waits while they hold, and goes back when they have held for
 * longer than they may. A decision to go back stands.
 */
export function underHold<D extends { readonly decision: string; readonly reason: string }>(
  decided: D,
  hold: Hold | undefined,
  now: number,
):
  | (D & { readonly heldUntil?: undefined })
  | { readonly decision: 'hold' | 'rollBack'; readonly reason: string; readonly heldUntil?: number } {
  if (decided.decision === 'rollBack' || hold === undefined || hold.untilAt === 0) return decided;
  const since = `held by ${hold.by} since ${timeText(hold.since)}`;
  if (now >= hold.untilAt) return { decision: 'rollBack', reason: `${since} and not resumed in time` };
  return {
    decision: 'hold',
    reason: `${since}, at most until ${timeText(hold.untilAt)}`,
    heldUntil: hold.untilAt,
  };
}

/** The same before the first share: a steady canary counts as starting while people hold. */
export function beforeTraffic(
  decided: { readonly decision: string; readonly reason: string },
  hold: Hold | undefined,
  now: number,
): { readonly decision: string; readonly reason: string } {
  const held = decided.decision === 'steady' ? underHold(decided, hold, now) : decided;
  return held.decision === 'hold' ? { ...held, decision: 'starting' } : held;
}

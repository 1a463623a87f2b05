/**
 * A few requests of our own through the canary's door: what the guard sees where CloudWatch's minute is too long and
 * users are too few. How many are sent and when, and what their answers come to.
 */
import type { Verdict } from '../verdict.ts';

export interface ProbeRule {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What a canary that is alive answers. */
  readonly status: number;
  readonly withinMilliseconds: number;
}

/** What came of one request. Rounds are counted within one look. */
export type ProbeAnswer = { readonly round: number } & (
  | { readonly status: number; readonly tookMilliseconds: number }
  /** It was sent, and nothing came in time. */
  | { readonly unanswered: string }
  /** It may never have met the canary: our own network, a connection that broke. */
  | { readonly unsent: string }
);

/** What one look's probing brought; `unable` where it could not begin. */
export type Probed = { readonly answers: readonly ProbeAnswer[] } | { readonly unable: string };

/** From the beginning of one round to the next. Two requests after each other fit in, each with its full time. */
export const roundMilliseconds = 5_000;
/** The last round begins so long before the next look is due, or longer: its answers, and what a look does besides. */
const restSeconds = 8;
/** A request that fails is repeated at once by so many. */
export const repeatsPerRound = 2;
/** A canary that fails now and then is not to be asked more and more: in one look at most so many are repeats. */
export const repeatsPerLook = 4;
/** So many failures in a row ring, with no other answer between them, from at least two rounds. */
export const failuresThatRing = 6;
const roundsThatRing = 2;

/** How many requests of a look's probing can end within one minute, however badly they are answered. */
export const probesPerMinuteMax = 24;

/** When the last round of a look may begin, from the look's own beginning. */
export function lastRoundMilliseconds(pollSeconds: number): number {
  return (pollSeconds - restSeconds) * 1000;
}

/** How many rounds a look has that is not late. */
export function roundsPerLook(pollSeconds: number): number {
  return 1 + Math.floor(lastRoundMilliseconds(pollSeconds) / roundMilliseconds);
}

/** So long after probing looks have begun, the next one may: their own time counts, and the history grows no quicker. */
export function waitAfterProbing(pollSeconds: number, tookMilliseconds: number): number {
  return Math.max(1, Math.ceil(pollSeconds - tookMilliseconds / 1000));
}

/**
 * How long a canary that dies at the worst moment goes on at most until it rings, where nothing else is slow: it dies
 * after the round before the last, the next look begins late by its own overhead, and every answer takes its time.
 */
export function ringsWithinSeconds({ withinMilliseconds }: ProbeRule): number {
  const overheadSeconds = 1;
  const betweenLooksSeconds = 10;
  const rounds = (2 * roundMilliseconds) / 1000;
  return Math.ceil(betweenLooksSeconds + overheadSeconds + rounds + (2 * withinMilliseconds) / 1000);
}

/** How many more requests the newest round sends at once: a failure alone says too little, and a good answer enough. */
export function repeatsDue(rule: ProbeRule, answers: readonly ProbeAnswer[]): number {
  const newest = answers.at(-1);
  if (newest === undefined || !isFailure(newest)) return 0;
  const rounds = new Set(answers.map(({ round }) => round));
  const repeated = answers.length - rounds.size;
  const isRinging = judgeProbe(rule, { answers }).outcome === 'fail';
  return isRinging ? 0 : Math.min(repeatsPerRound, repeatsPerLook - repeated);
}

/** `fail` rings. What never met the canary, or answered otherwise than it should, neither rings nor is health. */
export function judgeProbe(rule: ProbeRule, probed: Probed): Verdict {
  if ('unable' in probed)
    return { outcome: 'inconclusive', reason: `the probe cannot tell: ${probed.unable}` };
  const { answers } = probed;
  const telling = answers.filter((answer) => isFailure(answer) || isGood(answer, rule));
  const failures = telling.slice(telling.findLastIndex((answer) => isGood(answer, rule)) + 1);
  const asked = `GET ${rule.path} through the canary's door`;
  const facts = { observed: failures.length, threshold: failuresThatRing, sampleCount: telling.length };
  if (telling.length === 0) {
    const why = answers.length === 0 ? 'nothing was sent in this look' : strangeText(answers.at(-1), rule);
    return { outcome: 'inconclusive', sampleCount: 0, reason: `the probe cannot tell: ${why}` };
  }
  if (failures.length === 0)
    return { ...facts, outcome: 'pass', reason: `${asked} was answered ${rule.status} last` };
  const newest = failureText(failures.at(-1));
  const numbers = `the last ${failures.length} of ${telling.length} failed (${newest}), limit ${failuresThatRing} in a row`;
  const rounds = new Set(failures.map(({ round }) => round)).size;
  const isRinging = failures.length >= failuresThatRing && rounds >= roundsThatRing;
  if (!isRinging) return { ...facts, outcome: 'inconclusive', reason: `${asked}: ${numbers}` };
  return { ...facts, outcome: 'fail', reason: `probe rings: of ${asked} ${numbers}` };
}

/** A dead target's answer is the balancer's: 502 where it refuses, 503 where there is none. A 4xx is no sign of death. */
function isFailure(answer: ProbeAnswer): boolean {
  return 'unanswered' in answer || ('status' in answer && answer.status >= 500);
}

function isGood(answer: ProbeAnswer, { status }: ProbeRule): boolean {
  return 'status' in answer && answer.status === status;
}

function failureText(answer: ProbeAnswer | undefined): string {
  if (answer === undefined || 'unsent' in answer) return 'nothing';
  return 'status' in answer ? `answered ${answer.status}` : answer.unanswered;
}

function strangeText(answer: ProbeAnswer | undefined, { path, status }: ProbeRule): string {
  if (answer === undefined || 'unanswered' in answer) return 'nothing';
  if ('unsent' in answer) return `its request may never have met the canary (${answer.unsent})`;
  return `GET ${path} answered ${answer.status}, and a canary that is alive answers ${status}`;
}

/** Whether a look probes at all: the canary is served, nothing has ended or rung, and it is no look tried again. */
export function mayProbe(look: {
  readonly phase: string;
  readonly isMarked: boolean;
  readonly firstShareAt: number | undefined;
  readonly retries: number;
}): boolean {
  const { phase, isMarked, firstShareAt, retries } = look;
  return phase === 'releasing' && !isMarked && firstShareAt !== undefined && retries === 0;
}

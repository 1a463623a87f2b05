/** From the checks' answers to one word: go on, ask whether they are waived, or stop. */

import { type CaughtError, reasonOf } from '../release/reason.ts';
import type { Outcome, Verdict } from '../verdict.ts';
import { type ChecklistItem, mayBeWaived } from './catalog.ts';

export interface CheckResult {
  readonly id: string;
  readonly verdict: Outcome;
  /** Nothing was looked at: only a live run does. */
  readonly isUntried?: true;
  readonly waived: boolean;
  readonly evidence: string;
  /** Who signed for it, and why; absent where nobody did. */
  readonly waiver?: { readonly by: readonly string[]; readonly reason: string };
}

/** What came back for an item; a function that died brings no evidence but the reason why. */
export interface CheckAnswer {
  readonly name: string;
  readonly outcome: Outcome;
  readonly isUntried?: boolean | undefined;
  readonly evidence?: string | undefined;
  readonly died?: CaughtError | undefined;
}

export interface ChecklistVerdict {
  readonly decision: 'go' | 'ask' | 'stop';
  readonly reason: string;
  readonly results: readonly CheckResult[];
}

/** What a check's verdict is between the states. */
export function answerOf(name: string, { outcome, isUntried, reason }: Verdict) {
  return { name, outcome, ...(isUntried && { isUntried }), evidence: reason };
}

export interface Around {
  readonly live: boolean;
  /** Another cutover that holds the lock. */
  readonly holder?: string | undefined;
}

/**
 * With `holder`, another cutover works on the same thing, and what the checks found is its doing: nobody is asked to
 * waive that. Every item of the plan needs an answer: one that is missing is an error, never passed over. What
 * only a live run tries stops nothing else; but nothing looked at is no checklist.
 */
export function judgeChecklist(
  items: readonly ChecklistItem[],
  answers: readonly CheckAnswer[],
  { live, holder }: Around,
): ChecklistVerdict {
  const results = items.map(({ name }) => resultOf(name, answers));
  const tried = results.filter(({ isUntried }) => live || isUntried !== true);
  if (tried.length === 0) return { decision: 'stop', reason: 'nothing was looked at', results };
  const open = tried.filter(({ verdict }) => verdict !== 'pass');
  if (open.length === 0) return { decision: 'go', reason: passedText(results), results };
  const reason = open.map(({ id, verdict, evidence }) => `${id} (${words[verdict]}): ${evidence}`).join('; ');
  if (holder !== undefined)
    return {
      decision: 'stop',
      reason: shortened(`cutover ${holder} holds the lock and is at work: ${reason}`),
      results,
    };
  const isFinal = open.some(({ id }) => !mayBeWaived(id));
  if (isFinal) return { decision: 'stop', reason: shortened(reason), results };
  return { decision: 'ask', reason: shortened(reason), results };
}

function passedText(results: readonly CheckResult[]): string {
  const untried = results.filter(({ isUntried }) => isUntried === true);
  if (untried.length === 0) return `all ${results.length} checks passed`;
  const tried = results.length - untried.length;
  return `all ${tried} checks that were tried passed; not tried: ${untried.map(({ id }) => id).join(', ')}`;
}

const words: Readonly<Record<Outcome, string>> = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'inconclusive',
  error: 'could not be read',
};

function resultOf(name: string, answers: readonly CheckAnswer[]): CheckResult {
  const answer = answers.find((one) => one.name === name);
  if (answer === undefined)
    return { id: name, verdict: 'error', waived: false, evidence: 'the check brought no answer' };
  const { outcome, isUntried, evidence, died } = answer;
  return {
    id: name,
    verdict: outcome,
    ...(isUntried === true && { isUntried }),
    waived: false,
    evidence: evidence ?? deathOf(died),
  };
}

/** The state machine hands on the beginning of what the function left behind: a JSON document that may be cut off. */
function deathOf(died: CaughtError = {}): string {
  const message = /"errorMessage":\s*"((?:[^"\\]|\\.)*)/.exec(died.Cause ?? '')?.[1];
  if (message !== undefined) return message.replaceAll('\\"', '"');
  if (died.Error === 'States.Timeout') return 'the check did not end in time';
  return `the check died: ${reasonOf(died)}`;
}

/** A Fail state's Cause holds 32,768 characters; people read fewer. */
const reasonLengthMax = 2_000;

function shortened(text: string): string {
  return text.length <= reasonLengthMax ? text : `${text.slice(0, reasonLengthMax - 1)}…`;
}

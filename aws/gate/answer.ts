/**
 * The one way by which an answer reaches a gate, whatever channel it came by. One conditional write counts it; whoever's
 * write closes the gate wakes the machine. Should that fail, or die between the two, the next who comes by does it: the
 * same answer again, or the reconciler within a minute.
 */
import { type AnswerDecision, decideAnswer } from '../../core/gate/answer.ts';
import type { AnswerWord, Gate } from '../../core/gate/gate.ts';
import type { Identity } from '../../core/gate/people.ts';
import { type GateRow, readGate, replaceGate } from '../ledger/gates.ts';
import { tell } from '../ledger/story.ts';
import type { World } from '../world.ts';
import { hashOf } from './secrets.ts';
import { type Woken, wake } from './wake.ts';

/** How somebody came: with a link's secret, or known already by AWS, a sign-in or the chat. */
export type Came =
  | Exclude<Identity, { readonly linkHash: string }>
  | { readonly method: 'link' | 'linkWithCode' | 'topicLink'; readonly secret: string };

export interface GivenAnswer {
  readonly gateId: string;
  /** Absent: whichever attempt is open. A link's own attempt counts all the same. */
  readonly attempt?: number;
  readonly came: Came;
  /** As it came; `approve` and `reject` are known. */
  readonly decision: unknown;
  readonly reason: string;
  /** Of what was shown. */
  readonly digest: string;
  readonly address?: string;
  readonly userAgent?: string;
}

export type AnswerResult =
  | { readonly result: 'unknownGate'; readonly told: string }
  /** `gate` as it stands now. */
  | (AnswerDecision & { readonly gate: Gate; readonly machine?: Woken });

/** Everybody of a gate may answer at one instant: each that is overtaken looks again, and then there is one fewer. */
const triesMax = 30;

export async function answerGate(
  world: World<'dynamodb' | 'sfn'>,
  given: GivenAnswer,
): Promise<AnswerResult> {
  for (let tries = 0; tries < triesMax; tries++) {
    const row = await readGate(world, given.gateId);
    if (row === undefined) return { result: 'unknownGate', told: 'there is no such gate' };
    const decided = decideAnswer(row.gate, row.links, answerOf(given), world.clock.now());
    if (!('next' in decided)) return leave(world, row, given, decided);
    if ((await replaceGate(world, row, decided.next)) === 'lost') continue;
    return written(world, { ...row, gate: decided.next, version: row.version + 1 }, decided);
  }
  throw new Error(`the gate ${given.gateId} was written ${triesMax} times while this answer came: try again`);
}

/**
 * What an answer would come to now. One that would not count is told like one that was given; one that would is not
 * counted: whoever asks has yet to give it.
 */
export async function tryAnswer(
  world: World<'dynamodb' | 'sfn'>,
  given: GivenAnswer,
): Promise<AnswerResult | { readonly result: 'wouldCount'; readonly word: AnswerWord; readonly gate: Gate }> {
  const row = await readGate(world, given.gateId);
  if (row === undefined) return { result: 'unknownGate', told: 'there is no such gate' };
  const decided = decideAnswer(row.gate, row.links, answerOf(given), world.clock.now());
  if (!('next' in decided)) return leave(world, row, given, decided);
  return {
    result: 'wouldCount',
    word: decided.next.decisions[decided.by]?.decision ?? 'reject',
    gate: row.gate,
  };
}

function answerOf({ came, decision, reason, digest, attempt, address, userAgent }: GivenAnswer) {
  const identity: Identity = 'secret' in came ? { method: came.method, linkHash: hashOf(came.secret) } : came;
  return {
    identity,
    word: decision,
    reason,
    digest,
    ...(attempt !== undefined && { attempt }),
    ...(address !== undefined && { address }),
    ...(userAgent !== undefined && { userAgent }),
  };
}

async function written(
  world: World<'dynamodb' | 'sfn'>,
  row: GateRow,
  decided: Extract<AnswerDecision, { next: Gate }>,
): Promise<AnswerResult> {
  const { gate } = row;
  const machine = decided.result === 'decided' ? await wake(world, row) : undefined;
  // Stopped, or on its way back: the decision stands on the record, and leads to nothing.
  const unheard = machine === 'nobody' ? ['Nobody waits for this answer any more'] : [];
  await tell(world, { id: gate.cutoverId, live: true }, decided.by, [decided.told, ...unheard]);
  return { ...decided, gate, ...(machine && { machine }) };
}

/** Nothing is written of it but a sentence; and what a crash has left undone is done now. */
async function leave(
  world: World<'dynamodb' | 'sfn'>,
  row: GateRow,
  given: GivenAnswer,
  decided: Exclude<AnswerDecision, { next: Gate }>,
): Promise<AnswerResult> {
  const { gate } = row;
  // A stranger must not be able to fill the story; AWS has told us who a signed stranger is.
  const who = decided.by ?? ('principal' in given.came ? given.came.principal : undefined);
  if (who !== undefined && decided.result !== 'alreadyDecidedByYou')
    await tell(world, { id: gate.cutoverId, live: true }, who, [
      `An answer to ${gate.gate} did not count: ${decided.told}`,
    ]);
  const known = decided.by !== undefined && gate.status !== 'pending';
  const machine = known && row.token !== undefined ? await wake(world, row) : undefined;
  return { ...decided, gate, ...(machine && { machine }) };
}

/** The machine's own side of a gate: what it asks, whom, and what it makes of an answer that is there already. */
import { createHash } from 'node:crypto';
import { Failure } from '../../core/failures.ts';
import { askedText } from '../../core/gate/asked.ts';
import type { GateName } from '../../core/gate/gate.ts';
import { withdraw } from '../../core/gate/life.ts';
import { questionOf } from '../../core/gate/question.ts';
import { canonicalJson } from '../../core/plan/canonical-json.ts';
import { imagesOf } from '../../core/release/image.ts';
import { lockedArns } from '../ledger/lock.ts';
import { type CutoverRecord, note, readRecord } from '../ledger/record.ts';
import type { CutoverRef } from '../ledger/story.ts';
import { notifyApprovers } from '../notify-approvers.ts';
import type { World } from '../world.ts';
import { closeGate, type Opened, openGate } from './open.ts';
import { digestOf } from './subject.ts';

export interface Asking {
  readonly token: string;
  readonly gate: GateName;
  /** What the machine has found, in a sentence. */
  readonly evidence: string;
  readonly percent?: number | undefined;
}

export async function askAt(
  world: World<'dynamodb' | 'sfn' | 'sesv2' | 'sns'>,
  cutover: CutoverRef,
  record: CutoverRecord,
  { token, gate, evidence, percent }: Asking,
): Promise<Opened & { readonly story: readonly string[] }> {
  const { planDigest, plan, executionArn, startedAt } = record;
  const definition = definitionAt(gate, cutover, record);
  const subject = {
    planDigest,
    definitionDigest: createHash('sha256').update(canonicalJson(definition)).digest('hex'),
    images: imagesOf(definition),
    evidence,
    ...(percent !== undefined && { percent }),
  };
  const facts = { ...record, cutoverId: cutover.id, now: world.clock.now() };
  const question = questionOf(gate, subject, digestOf(subject), facts);
  // Before the gate is open: whoever aborts must find where it waits.
  await note(world, cutover, { asks: question.id });
  const waiting = { token, executionArn, leadingArn: lockedArns(plan)[0], startedAt };
  const opened = await openGate(world, question, waiting);
  const { abortedBy } = await readRecord(world, cutover);
  if (abortedBy !== undefined)
    await closeGate(world, question.id, (open, now) => withdraw(open, 'abort', abortedBy, now));
  if (opened.does === 'tell') return { ...opened, story: [] };
  const problems = await notifyApprovers(world, opened.gate, opened.invitations);
  return { ...opened, story: [askedText(opened.gate, facts.now), ...problems] };
}

/** What ships, by digest. A waiver is signed before anything is pinned: the image may be what failed. */
function definitionAt(gate: GateName, cutover: CutoverRef, { pinned, plan }: CutoverRecord) {
  if (pinned !== undefined) return pinned.definition;
  if (gate === 'waive') return plan.release.taskDefinition;
  throw new Failure('LedgerBroken', `cutover ${cutover.id} has no pinned images on the ledger`);
}

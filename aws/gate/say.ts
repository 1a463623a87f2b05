/** What people say to a gate with AWS credentials: the strongest proof there is, and it needs no secret. */
import { standing } from '../../core/gate/answer.ts';
import { type AnswerWord, type Gate, type GateName, gateId } from '../../core/gate/gate.ts';
import { readGate } from '../ledger/gates.ts';
import { findRecord } from '../ledger/record.ts';
import type { World } from '../world.ts';
import { type AnswerResult, answerGate } from './answer.ts';

export interface Said {
  readonly cutoverId: string;
  readonly command: AnswerWord | 'look';
  /** Absent: the gate at which the cutover waits. */
  readonly gate?: GateName | undefined;
  readonly reason?: string | undefined;
  /** Of what was shown by `look`. */
  readonly digest?: string | undefined;
}

export interface Replied {
  readonly status: number;
  readonly does: string;
  readonly told: string;
  /** What is decided about. */
  readonly gate?: Pick<Gate, 'id' | 'gate' | 'status' | 'subject' | 'digest' | 'expiresAt'>;
}

export async function sayAtGate(
  world: World<'dynamodb' | 'sfn'>,
  said: Said,
  principal: string,
): Promise<Replied> {
  const { cutoverId, command, gate: name, reason = '' } = said;
  const record = await findRecord(world, { id: cutoverId, live: true });
  if (record === undefined)
    return { status: 404, does: 'unknown', told: `there is no cutover ${cutoverId} that runs live` };
  const id = whichGate(cutoverId, name, record.asks);
  const row = id === undefined ? undefined : await readGate(world, id);
  if (row === undefined || id === undefined)
    return {
      status: 409,
      does: 'nothing',
      told: `${cutoverId} asks nobody ${name === undefined ? 'anything' : `at ${name}`} now`,
    };
  if (command === 'look')
    return { status: 200, does: 'look', told: standing(row.gate), ...shownOf(row.gate) };
  // Rejecting is safe whatever was shown; approving is not.
  const digest = said.digest ?? (command === 'reject' ? row.gate.digest : undefined);
  if (digest === undefined)
    return {
      status: 409,
      does: 'nothing',
      told: 'look first: an approval names the digest of what it approves',
      ...shownOf(row.gate),
    };
  const came = { method: 'iam', principal } as const;
  return replyOf(await answerGate(world, { gateId: id, came, decision: command, reason, digest }));
}

/** The gate ramp opens before several rungs: the one that is asked about now is meant. */
function whichGate(
  cutoverId: string,
  name: GateName | undefined,
  asks: string | undefined,
): string | undefined {
  if (name === undefined) return asks;
  const id = gateId(cutoverId, name);
  return asks?.startsWith(id) === true ? asks : id;
}

const statuses: Readonly<Record<AnswerResult['result'], number>> = {
  decided: 200,
  counted: 200,
  alreadyDecidedByYou: 200,
  closed: 409,
  expired: 409,
  superseded: 409,
  digestChanged: 409,
  notAllowed: 403,
  badWord: 400,
  unknownGate: 404,
};

function replyOf(answered: AnswerResult): Replied {
  const { result, told } = answered;
  return {
    status: statuses[result],
    does: result,
    told:
      'machine' in answered && answered.machine === 'nobody'
        ? `${told} (nobody waits for it any more)`
        : told,
    // A stranger learns nothing of it.
    ...('gate' in answered && result !== 'notAllowed' && shownOf(answered.gate)),
  };
}

function shownOf({ id, gate, status, subject, digest, expiresAt }: Gate): Pick<Replied, 'gate'> {
  return { gate: { id, gate, status, subject, digest, expiresAt } };
}

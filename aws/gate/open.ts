/** Opens a gate, or asks again where the machine has come back to it: with the token that it waits with now. */
import type { Gate } from '../../core/gate/gate.ts';
import { ask, type Question } from '../../core/gate/life.ts';
import { type GateRow, type OpenGate, putGate, readGate, replaceGate } from '../ledger/gates.ts';
import type { World } from '../world.ts';
import { type Invitation, invite } from './secrets.ts';
import { wake } from './wake.ts';

export interface Waiting {
  readonly token: string;
  readonly executionArn: string;
  readonly leadingArn: string;
  readonly startedAt: string;
}

export type Opened =
  /** The invitations are for `notifyApprovers`; nobody else may keep them. */
  | { readonly does: 'ask'; readonly gate: Gate; readonly invitations: readonly Invitation[] }
  /** It is answered, and the machine has heard. */
  | { readonly does: 'tell'; readonly gate: Gate };

const triesMax = 30;

export async function openGate(
  world: World<'dynamodb' | 'sfn'>,
  question: Question,
  waiting: Waiting,
): Promise<Opened> {
  for (let tries = 0; tries < triesMax; tries++) {
    const before = await readGate(world, question.id);
    const asked = ask(before?.gate, question, world.clock.now());
    const { gate } = asked;
    const { links, invitations } =
      asked.does === 'ask' ? invite(world, gate) : { links: [], invitations: [] };
    const row = { gate, token: waiting.token, links: [...(before?.links ?? []), ...links] };
    if ((await putGate(world, before, row, openOf(gate, waiting))) === 'lost') continue;
    if (asked.does === 'ask') return { does: 'ask', gate, invitations };
    await wake(world, { ...row, version: (before?.version ?? 0) + 1 });
    return { does: 'tell', gate };
  }
  throw new Error(`the gate ${question.id} was written ${triesMax} times while it was opened: try again`);
}

function openOf(gate: Gate, { executionArn, leadingArn, startedAt }: Waiting): OpenGate {
  const { id, cutoverId, service } = gate;
  return { gateId: id, cutoverId, executionArn, gate: gate.gate, service, leadingArn, startedAt };
}

/** Closes an open gate otherwise than by an answer, and lets whoever waits there hear of it. */
export async function closeGate(
  world: World<'dynamodb' | 'sfn'>,
  id: string,
  close: (gate: Gate, now: number) => Gate | undefined,
): Promise<GateRow | undefined> {
  for (let tries = 0; tries < triesMax; tries++) {
    const before = await readGate(world, id);
    if (before === undefined) return undefined;
    const gate = close(before.gate, world.clock.now());
    if (gate === undefined) return before;
    if ((await replaceGate(world, before, gate)) === 'lost') continue;
    const row = { ...before, gate, version: before.version + 1 };
    await wake(world, row);
    return row;
  }
  throw new Error(`the gate ${id} was written ${triesMax} times while it was closed: try again`);
}

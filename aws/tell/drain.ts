/**
 * Tells one channel everything that it has not been told, in order. Each message is sent until it is there, or is given
 * up: a channel that refuses it, or has not taken anything for ten minutes, must not keep the others from being told.
 */
import { createHash } from 'node:crypto';
import type { TellFacts } from '../../core/messages/facts.ts';
import type { Piece } from '../../core/messages/piece.ts';
import type { CutoverRef } from '../ledger/story.ts';
import type { World } from '../world.ts';
import { writeBox } from './box.ts';
import { deadLetter } from './dead-letter.ts';
import type { Box, Outlet } from './outlet.ts';
import type { Later, Sent } from './sent.ts';

type Telling = World<'dynamodb' | 'sqs'>;

export interface Draining<C> {
  readonly cutover: CutoverRef;
  readonly outlet: Outlet<C>;
  readonly facts: TellFacts;
  /** When the function has to have come to its end. */
  readonly until: number;
}

/** A channel that takes nothing for so long is given up, message by message, until it takes one again. */
export const giveUpMilliseconds = 10 * 60_000;
const triesMax = 3;

/** `later`: something is left, for whoever comes next. */
export async function drain<C>(world: Telling, box: Box, given: Draining<C>): Promise<'done' | 'later'> {
  const { outlet, facts } = given;
  const pieces = outlet.pieces(facts, (id) => box.told[id] !== undefined);
  let now = box;
  for (const piece of pieces) {
    if (now.told[piece.id] !== undefined || now.dead[piece.id] !== undefined) continue;
    const next = await tellOne(world, now, piece, given);
    if (next === undefined) return 'later';
    now = next;
  }
  for (const piece of pieces) {
    const next = await reviseOne(world, now, piece, given);
    if (next === undefined) return 'later';
    now = next;
  }
  return 'done';
}

/** The box with this piece told, or given up; undefined where it has to wait. */
async function tellOne<C>(
  world: Telling,
  before: Box,
  piece: Piece<C>,
  { cutover, outlet, until }: Draining<C>,
): Promise<Box | undefined> {
  let box = before;
  for (let tries = 1; ; tries++) {
    const now = world.clock.now();
    if ((box.waitUntil ?? 0) > now || now >= until) return undefined;
    const sent = await once(box, piece, outlet);
    if (sent.does === 'sent') return writeBox(world, cutover, outlet.name, toldIn(box, piece, sent.receipt));
    const failingSince = box.failingSince ?? now;
    const isOver = sent.does === 'refused' || now - failingSince >= giveUpMilliseconds;
    if (isOver) {
      const isFirst = Object.keys(box.dead).length === 0;
      await deadLetter(world, cutover, outlet.name, { piece, why: sent.why, isFirst });
      return writeBox(world, cutover, outlet.name, {
        ...cleared(box),
        ...(sent.does === 'later' && { failingSince }),
        dead: { ...box.dead, [piece.id]: sent.why },
      });
    }
    const pause = pauseOf(sent, tries);
    world.log.info('to be told again', {
      cutoverId: cutover.id,
      channel: outlet.name,
      piece: piece.id,
      reason: sent.why,
    });
    const waiting = { ...box, failingSince, ...doubtOf(box, piece, sent), waitUntil: now + pause };
    box = await writeBox(world, cutover, outlet.name, waiting);
    if (tries === triesMax || now + pause >= until) return undefined;
    await world.clock.sleep(pause);
  }
}

/** What may have got there is looked for first. */
async function once<C>(box: Box, piece: Piece<C>, outlet: Outlet<C>): Promise<Sent> {
  if (box.doubt !== undefined && outlet.find !== undefined) {
    const seen = await outlet.find(piece, box);
    // Nothing was sent by a look: the doubt stays what it was.
    if (seen.does !== 'notThere') return seen.does === 'later' ? { ...seen, isDoubtful: true } : seen;
  }
  return outlet.send(piece, box);
}

function toldIn<C>(box: Box, piece: Piece<C>, receipt: string): Box {
  const shown = piece.isRevised ? { ...box.shown, [piece.id]: digestOf(piece) } : box.shown;
  return { ...cleared(box), told: { ...box.told, [piece.id]: receipt }, shown };
}

/** It gets through: whatever was the matter is over. */
function cleared({ version, told, shown, dead }: Box): Box {
  return { version, told, shown, dead };
}

/** Once in doubt, in doubt until it is found or is there: a refusal to wait says nothing about the try before. */
function doubtOf(box: Box, piece: Piece<unknown>, sent: Later): Pick<Box, 'doubt'> {
  return sent.isDoubtful || box.doubt !== undefined ? { doubt: piece.id } : {};
}

function pauseOf({ afterSeconds }: Later, tries: number): number {
  return Math.min(afterSeconds ?? 2 ** tries, 300) * 1000;
}

async function reviseOne<C>(
  world: Telling,
  box: Box,
  piece: Piece<C>,
  { cutover, outlet, until }: Draining<C>,
): Promise<Box | undefined> {
  const receipt = box.told[piece.id];
  const digest = digestOf(piece);
  if (
    !piece.isRevised ||
    outlet.revise === undefined ||
    receipt === undefined ||
    box.shown[piece.id] === digest
  )
    return box;
  const now = world.clock.now();
  if ((box.waitUntil ?? 0) > now || now >= until) return undefined;
  const sent = await outlet.revise(piece, receipt);
  const shown = { ...box.shown, [piece.id]: digest };
  if (sent.does === 'sent') return writeBox(world, cutover, outlet.name, { ...cleared(box), shown });
  const failingSince = box.failingSince ?? now;
  // What the message said stays true of its time: it is not worth a letter.
  if (sent.does === 'refused' || now - failingSince >= giveUpMilliseconds) {
    world.log.error('a message was not brought up to date', {
      cutoverId: cutover.id,
      channel: outlet.name,
      piece: piece.id,
      reason: sent.why,
    });
    return writeBox(world, cutover, outlet.name, { ...box, shown });
  }
  await writeBox(world, cutover, outlet.name, { ...box, failingSince, waitUntil: now + pauseOf(sent, 1) });
  return undefined;
}

function digestOf({ content }: Piece<unknown>): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

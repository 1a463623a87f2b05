/**
 * Reminds those who have not decided. It decides nothing: whatever fails here fails by itself, and at most a reminder is
 * lost. A reminder has a link of its own, since of those that were sent only hashes are left; the older ones stay good.
 */
import { gateText, standing } from '../../core/gate/answer.ts';
import { reminderDue } from '../../core/gate/remind.ts';
import { type OpenGate, readGate, replaceGate } from '../ledger/gates.ts';
import { tell } from '../ledger/story.ts';
import { notifyApprovers } from '../notify-approvers.ts';
import type { World } from '../world.ts';
import { invite } from './secrets.ts';

type Reminding = World<'dynamodb' | 'sesv2' | 'sns'>;

/** Returns how many people were. */
export async function remindOf(world: Reminding, gates: readonly OpenGate[]): Promise<number> {
  let people = 0;
  for (const { gateId } of gates) {
    try {
      people += await remind(world, gateId);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      world.log.error('nobody was reminded', { gateId, error: name });
    }
  }
  return people;
}

async function remind(world: Reminding, gateId: string): Promise<number> {
  const row = await readGate(world, gateId);
  const due = row && reminderDue(row.gate, world.clock.now());
  if (row === undefined || due === undefined) return 0;
  const { links, invitations } = invite(world, due.next, due.people);
  // First the mark, then the message: whoever comes at the same time reminds nobody twice.
  if ((await replaceGate(world, row, due.next, [...row.links, ...links])) === 'lost') return 0;
  const problems = await notifyApprovers(world, due.next, invitations, due.id);
  const names = due.people.map(({ id }) => id).join(', ');
  const text = `Reminds ${names} of ${gateText(due.next)}: ${standing(due.next)}`;
  await tell(world, { id: due.next.cutoverId, live: true }, 'remindApprovers', [text, ...problems]);
  return due.people.length;
}

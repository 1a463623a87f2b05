/** The secrets of approval links: 256 random bits for each approver and attempt, of which only the hash is kept. */
import { createHash } from 'node:crypto';
import type { Gate, Person } from '../../core/gate/gate.ts';
import type { SentLink } from '../../core/gate/people.ts';
import { peopleOf } from '../../core/gate/people.ts';
import type { World } from '../world.ts';

/** A link to send: the secret is for the notification alone, and is nowhere afterwards. */
export interface Invitation {
  readonly person: Person;
  readonly secret: string;
}

export function invite(
  world: Pick<World, 'random'>,
  gate: Gate,
  people: readonly Person[] = peopleOf(gate),
): { readonly invitations: readonly Invitation[]; readonly links: readonly SentLink[] } {
  // Whoever started it is not asked: nobody approves their own.
  const invited = people.filter(({ id }) => !('person' in gate.starter && gate.starter.person === id));
  const invitations = invited.map((person) => ({ person, secret: world.random.hex(32) }));
  const links = invitations.map(({ person, secret }) => ({
    approver: person.id,
    attempt: gate.attempt,
    hash: hashOf(secret),
  }));
  return { invitations, links };
}

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

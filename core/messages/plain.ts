/** What other machines and mailboxes are sent: no more than what happened, and of which cutover. */
import type { TellFacts } from './facts.ts';
import { isNews, type Message, messagesOf } from './messages.ts';
import type { Piece } from './piece.ts';

export interface PlainContent {
  readonly cutoverId: string;
  readonly service: string | null;
  readonly at: string;
  readonly kind: Message['kind'];
  readonly actor: string;
  readonly text: string;
}

/** Everything: who listens to a webhook chooses for itself. */
export function webhookPieces(facts: TellFacts): Piece<PlainContent>[] {
  return messagesOf(facts).map((message) => plain(message, facts));
}

/** A topic ends in people's mailboxes and pockets. */
export function topicPieces(facts: TellFacts): Piece<PlainContent>[] {
  return messagesOf(facts)
    .filter(isNews)
    .map((message) => plain(message, facts));
}

function plain({ id, at, kind, actor, text }: Message, facts: TellFacts): Piece<PlainContent> {
  const { cutoverId, service = null } = facts;
  return { id, isRevised: false, content: { cutoverId, service, at, kind, actor, text } };
}

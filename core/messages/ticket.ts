/** What the cutover's ticket is told: a comment at the beginning, at the way back and at the end; closed when it is done, opened when it went back. */
import type { TellFacts } from './facts.ts';
import { type Message, messagesOf } from './messages.ts';
import type { Piece } from './piece.ts';
import { lessonLines } from './runbook.ts';

export type TicketContent = { readonly ticket: string } & (
  | { readonly does: 'comment'; readonly text: string }
  | { readonly does: 'close' | 'reopen' }
);

/** None where the plan names no ticket. */
export function ticketPieces(facts: TellFacts): Piece<TicketContent>[] {
  const { ticket } = facts;
  if (ticket === undefined) return [];
  const messages = messagesOf(facts);
  const wentBack = messages.some(({ kind }) => kind === 'wentBack');
  return messages.flatMap((message) => {
    const text = commentOf(message, facts);
    if (text === undefined) return [];
    const comment: TicketContent = { ticket, does: 'comment', text };
    const does = moveOf(message, facts, wentBack);
    return [
      { id: message.id, isRevised: false, content: comment },
      ...(does === undefined
        ? []
        : [{ id: `${message.id}#${does}`, isRevised: false, content: { ticket, does } }]),
    ];
  });
}

function commentOf(
  { kind, at, text }: Message,
  { cutoverId, service, images, ending }: TellFacts,
): string | undefined {
  if (kind === 'began')
    return [
      `Cutover ${cutoverId}${service === undefined ? '' : ` of ${service}`} began at ${at}.`,
      ...images.map((image) => `Image: ${image}`),
      text,
    ].join('\n');
  if (kind === 'wentBack' || kind === 'needsPerson') return `${text} (${at})`;
  if (kind !== 'ended') return undefined;
  const { lessons = [] } = ending ?? {};
  const taught = lessons.length === 0 ? [] : ['What it taught:', ...lessonLines(lessons)];
  return [`Cutover ${cutoverId} ended at ${at}.`, text, ...taught].join('\n');
}

/** What was refused changed nothing: its ticket stays as it is, for the next try. */
function moveOf({ kind }: Message, { ending }: TellFacts, wentBack: boolean): 'close' | 'reopen' | undefined {
  if (kind === 'wentBack') return 'reopen';
  if (kind !== 'ended') return undefined;
  if (ending?.outcome === 'promoted') return 'close';
  return ending?.outcome === 'needsPerson' && !wentBack ? 'reopen' : undefined;
}

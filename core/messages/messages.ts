/** From the story to what is said: one message for each entry, and one for the end. */
import { isAsked } from '../gate/asked.ts';
import type { CutoverOutcome } from '../record.ts';
import type { Entry, TellFacts } from './facts.ts';

/** `live`: users meet the new version for the first time. `detail`: everything that people may read later. */
export type MessageKind =
  | 'began'
  | 'asked'
  | 'decided'
  | 'live'
  | 'wentBack'
  | 'needsPerson'
  | 'ended'
  | 'detail';

export interface Message {
  /** The same for the same message, whoever tells it and how often. */
  readonly id: string;
  readonly at: string;
  readonly kind: MessageKind;
  readonly actor: string;
  readonly text: string;
}

/** Where the one who tells complains that telling does not work: to tell that again would never end. */
export const tellActor = 'tell';

/** In the order in which they are to be told. */
export function messagesOf({ story, ending }: TellFacts): Message[] {
  const told = story.filter(({ actor }) => actor !== tellActor);
  const first = { live: told.find(isShift)?.id, back: told.find(isWayBack)?.id };
  const messages = told.map((entry) => ({ ...entry, kind: kindOf(entry, first) }));
  if (ending === undefined) return messages;
  const { outcome, reason, endedAt: at } = ending;
  const text = `${endings[outcome]}: ${reason}`;
  return [...messages, { id: `END#${outcome}`, at, kind: 'ended', actor: 'cutover', text }];
}

/** What interrupts people: the rest is for those who look. */
export function isNews({ kind }: Pick<Message, 'kind'>): boolean {
  return kind !== 'detail';
}

export const endings: Readonly<Record<CutoverOutcome, string>> = {
  promoted: 'Promoted',
  rolledBack: 'Back on the stable version',
  refused: 'Refused, nothing was changed for users',
  needsPerson: 'A person is needed',
};

function kindOf(
  entry: Entry,
  first: { readonly live?: string | undefined; readonly back?: string | undefined },
): MessageKind {
  const { id, actor, text } = entry;
  if (actor === 'readPlan') return 'began';
  if (id === first.live) return 'live';
  if (id === first.back) return 'wentBack';
  if (needsPerson(text)) return 'needsPerson';
  if (isAsked(text)) return 'asked';
  if (text.startsWith(`${actor} approves `) || text.startsWith(`${actor} rejects `)) return 'decided';
  return 'detail';
}

function isShift({ actor, text }: Entry): boolean {
  return actor === 'shiftTraffic' && text.startsWith('Shifted ');
}

export function needsPerson(text: string): boolean {
  return /^(A person is needed|No way back any more)/.test(text);
}

/** The machine says it, and the reconciler where the machine is dead. */
export function isWayBack({ text }: Pick<Entry, 'text'>): boolean {
  return text.startsWith('Rolling back: ');
}

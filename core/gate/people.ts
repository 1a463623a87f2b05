/** Who somebody is. One person may come by mail, by chat and with AWS credentials, and is one person all the same. */
import type { Gate, Method, Person } from './gate.ts';

/** How somebody came. A link is known by the hash of its secret, which names its approver and the attempt that it was sent in. */
export type Identity =
  | { readonly method: 'iam'; readonly principal: string }
  | { readonly method: 'signIn'; readonly email: string }
  | { readonly method: 'slack'; readonly slackId: string }
  | { readonly method: 'link' | 'linkWithCode' | 'topicLink'; readonly linkHash: string };

/** A link that was sent: only its hash is kept. */
export interface SentLink {
  readonly approver: string;
  readonly attempt: number;
  readonly hash: string;
}

export interface Known {
  readonly person: Person;
  readonly method: Method;
  /** Of the link; absent for those who come without one. */
  readonly attempt?: number;
}

/** Undefined for strangers. */
export function whoIs(
  identity: Identity,
  people: readonly Person[],
  links: readonly SentLink[],
): Known | undefined {
  if ('linkHash' in identity) {
    const sent = links.find(({ hash }) => hash === identity.linkHash);
    const person = people.find(({ id }) => id === sent?.approver);
    return sent && person && { person, method: identity.method, attempt: sent.attempt };
  }
  const person = people.find((one) => isMet(one, identity));
  return person && { person, method: identity.method };
}

function isMet(person: Person, identity: Exclude<Identity, { linkHash: string }>): boolean {
  if (identity.method === 'iam') return person.iamPrincipals.includes(identity.principal);
  if (identity.method === 'slack') return person.slackId === identity.slackId;
  return mailbox(person.email) === mailbox(identity.email);
}

/** Everybody whom a gate may ever hear. */
export function peopleOf({
  approvers,
  escalation,
}: Pick<Gate, 'approvers' | 'escalation'>): readonly Person[] {
  const asked = new Set(approvers.map(({ id }) => id));
  return [...approvers, ...(escalation?.people ?? []).filter(({ id }) => !asked.has(id))];
}

/** The mailbox that an address leads to: `Dana+x@Example.com` is read by the one who reads `dana@example.com`. */
export function mailbox(email: string): string {
  return email.toLowerCase().replace(/\+[^@]*@/, '@');
}

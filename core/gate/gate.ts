/** A gate: a place where people decide. This is all that is known of one; the task token that waits for it is the ledger's own. */

export const gateNames = ['waive', 'go-live', 'ramp', 'sign-off'] as const;
export type GateName = (typeof gateNames)[number];

/** Somebody whom the policy knows, with everything by which they can be met: one person, however they come. */
export interface Person {
  /** What people call them: the policy's key. */
  readonly id: string;
  readonly email: string;
  readonly slackId?: string;
  /** ARNs as AWS reports a caller: a user's, or an assumed role's with its session. */
  readonly iamPrincipals: readonly string[];
}

/** `unknown`: nobody signed for the start, or somebody whom the policy does not know. One approver more is needed. */
export type Starter = { readonly person: string } | { readonly unknown: string };

/** How somebody said who they are. */
export type Method = 'iam' | 'signIn' | 'slack' | 'linkWithCode' | 'link' | 'topicLink';

/** How sure that makes us; a gate asks for at least one of the last three. */
export const strengths = ['none', 'weak', 'medium', 'strong'] as const;
export type Strength = (typeof strengths)[number];

export const strengthOf: Readonly<Record<Method, Strength>> = {
  iam: 'strong',
  signIn: 'strong',
  slack: 'medium',
  // The mailbox and a second channel.
  linkWithCode: 'medium',
  // The holder of the mailbox.
  link: 'weak',
  // Somebody with the mail.
  topicLink: 'none',
};

/** The same for people who read who decided. */
export const methodText: Readonly<Record<Method, string>> = {
  iam: 'signed with AWS credentials',
  signIn: 'signed in',
  slack: 'in Slack',
  linkWithCode: 'by a personal link and a code',
  link: 'by a personal link',
  topicLink: 'by a link that many have',
};

export const answerWords = ['approve', 'reject'] as const;
export type AnswerWord = (typeof answerWords)[number];

/** One person's answer, as it stands on the ledger. */
export interface Decision {
  readonly by: string;
  readonly decision: AnswerWord;
  readonly method: Method;
  readonly reason: string;
  readonly at: number;
  /** Where it came from, for those who look into it later. */
  readonly address?: string;
  readonly userAgent?: string;
}

/** What people are shown and decide about. Its digest stands for it: an answer to another digest does not count. */
export interface Subject {
  readonly planDigest: string;
  /** Digest of the task definition as it is registered, its images by digest. */
  readonly definitionDigest: string;
  readonly images: readonly string[];
  /** What the machine found before it asked. */
  readonly evidence: string;
  /** The share that is asked for, where the gate stands before a rung. */
  readonly percent?: number;
}

/**
 * `expired`: nobody, or too few, answered in time. `superseded`: a newer cutover of the same service asks.
 * `withdrawn`: the cutover has ended, or goes back, for another reason.
 */
export type GateStatus = 'pending' | 'approved' | 'rejected' | 'expired' | 'superseded' | 'withdrawn';

export interface Closing {
  /** Who closed it: a person, or what it was. */
  readonly by: string;
  readonly at: number;
  readonly text: string;
}

export interface Gate {
  readonly id: string;
  readonly cutoverId: string;
  readonly gate: GateName;
  readonly service: string;
  /** Counts how often the machine asked: each time it waits with a new token, and sends new links. */
  readonly attempt: number;
  readonly openedAt: number;
  readonly expiresAt: number;
  /** What silence means. */
  readonly onSilence: OnSilence;
  /** Whether silence has already been met with more time. */
  readonly isHeld: boolean;
  /** How many must approve, before an unknown starter is counted in. */
  readonly need: number;
  readonly strength: Strength;
  readonly approvers: readonly Person[];
  /** Who may answer as well from a moment on, when those who were asked do not. */
  readonly escalation?: { readonly at: number; readonly people: readonly Person[] };
  readonly starter: Starter;
  readonly subject: Subject;
  readonly digest: string;
  /** By person: everybody has one answer. */
  readonly decisions: Readonly<Record<string, Decision>>;
  /** Moments at which people were reminded of it. */
  readonly reminded?: readonly string[];
  readonly status: GateStatus;
  /** Absent while pending. */
  readonly closing?: Closing;
}

/** `reject` before traffic moved; after that back, or hold and ask for longer, and then back. */
export type OnSilence = 'reject' | 'rollBack' | 'hold';

/** Who has to approve: the quorum, and one more where nobody knows who started. */
export function neededApprovals({ need, starter }: Pick<Gate, 'need' | 'starter'>): number {
  return 'unknown' in starter ? need + 1 : need;
}

export function approvalsOf({ decisions }: Pick<Gate, 'decisions'>): readonly Decision[] {
  return Object.values(decisions).filter(({ decision }) => decision === 'approve');
}

/** What whoever answers has to find out first, since no metric knows it. */
export function askedFirst({ gate }: Pick<Gate, 'gate'>): string[] {
  return gate === 'sign-off' ? ['Have customers complained? Ask support before you answer.'] : [];
}

/** `rehearsal-1.go-live`, `rehearsal-1.ramp-26`: the same question of the same cutover is the same gate, however often it is asked. */
export function gateId(cutoverId: string, gate: GateName, percent?: number): string {
  return percent === undefined ? `${cutoverId}.${gate}` : `${cutoverId}.${gate}-${percent}`;
}

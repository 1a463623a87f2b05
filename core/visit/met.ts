/** What a visit came to: every way in which it can end, for the page to say. */
import type { AnswerDecision } from '../gate/answer.ts';
import type { GateFacts } from './facts.ts';
import type { FormProblem } from './form.ts';
import type { RefusalName } from './visit.ts';

export type Met =
  | { readonly kind: 'refused'; readonly refusal: RefusalName }
  /** By a link of theirs: the secret goes into a cookie, and out of the address. */
  | { readonly kind: 'enter'; readonly gateId: string; readonly cookie: string }
  /** A browser that came from elsewhere keeps a strict cookie back once. */
  | { readonly kind: 'bridge'; readonly gateId: string }
  /** No link, a forged one, or one whose cookie is gone: all the same to those who should not know. */
  | { readonly kind: 'stranger'; readonly hasTried: boolean }
  | ({ readonly kind: 'gate' } & MetGate)
  /** Recorded, now or before: the page is shown by a GET, so that reloading it sends nothing again. */
  | { readonly kind: 'recorded'; readonly gateId: string }
  /** A form that was not made for this reader, this gate and this digest, or was sent from another site. */
  | { readonly kind: 'forged'; readonly gateId: string }
  | { readonly kind: 'badWord'; readonly gateId: string }
  /** Something on our side. */
  | { readonly kind: 'fault'; readonly gateId: string };

export interface MetGate {
  readonly facts: GateFacts;
  readonly you: string;
  /** What the reader's answer came to, or would come to now. */
  readonly decided: AnswerDecision;
  /** Whether an answer was sent, and did not count. */
  readonly hasTried: boolean;
  readonly slip: string;
  readonly problems: readonly FormProblem[];
  readonly entered: { readonly word?: string; readonly reason?: string };
}

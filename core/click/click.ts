/** Somebody pressed a button in Slack, or sent the dialog that it opens. */
import type { AnswerWord } from '../gate/gate.ts';

/** Where it comes from, by its own word. */
export interface ClickOrigin {
  readonly app: string;
  /** Of the workspace in which it was pressed and, where it is another, of the person's own. */
  readonly workspaces: readonly string[];
  readonly userId: string;
}

export interface Asked {
  readonly gateId: string;
  /** Of what was shown beside the button. */
  readonly digest: string;
}

export type Click =
  /** A button: opens the dialog. `word` is undefined where no button of ours has it. */
  | {
      readonly kind: 'pressed';
      readonly origin: ClickOrigin;
      readonly asked: Asked;
      readonly word: AnswerWord | undefined;
      readonly channel: string;
      readonly triggerId: string;
    }
  | {
      readonly kind: 'sent';
      readonly origin: ClickOrigin;
      readonly asked: Asked;
      readonly word: AnswerWord | undefined;
      readonly reason: string;
    };

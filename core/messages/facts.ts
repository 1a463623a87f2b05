/** What messages are made of: the story, how it ended, and what people are asked. */
import type { Gate } from '../gate/gate.ts';
import type { CutoverOutcome } from '../record.ts';
import type { Lesson } from '../report/lessons.ts';

export interface TellFacts {
  readonly cutoverId: string;
  /** Absent where the plan was refused before a record was made. */
  readonly service?: string;
  /** By their name in the policy; absent where nobody knows. */
  readonly starter?: string;
  /** As the plan names it. */
  readonly ticket?: string;
  readonly images: readonly string[];
  /** The share that users are meant to get from the canary; absent before there is one. */
  readonly percent?: number;
  /** In the order of the ledger. */
  readonly story: readonly Entry[];
  readonly gates: readonly Gate[];
  readonly ending?: {
    readonly outcome: CutoverOutcome;
    readonly reason: string;
    readonly endedAt: string;
    /** What it taught; absent where an older version has written the report. */
    readonly lessons?: readonly Lesson[];
  };
}

export interface Entry {
  /** Its key on the ledger: one entry, one message. */
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly text: string;
}

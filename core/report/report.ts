import type { CheckResult } from '../checks/judge-checklist.ts';
import type { CutoverOutcome, Snapshot } from '../record.ts';

/** The record of a finished cutover, as one JSON document. */
export interface Report {
  readonly cutoverId: string;
  readonly service: string | undefined;
  readonly live: boolean;
  readonly outcome: CutoverOutcome;
  readonly reason: string;
  readonly planDigest: string | undefined;
  readonly startedAt: string | undefined;
  readonly endedAt: string;
  /** The services by the roles that they had. */
  readonly stable: string | undefined;
  readonly canary: string | undefined;
  readonly taskDefinition: string | undefined;
  readonly checks: readonly CheckResult[];
  readonly story: readonly { readonly at: string; readonly actor: string; readonly text: string }[];
}

interface Facts {
  readonly cutover: { readonly id: string; readonly live: boolean };
  readonly ending: { readonly outcome: CutoverOutcome; readonly reason: string };
  /** Absent where the plan was refused before a record was made. */
  readonly record:
    | {
        readonly plan: { readonly service: string };
        readonly planDigest: string;
        readonly startedAt: string;
        readonly snapshot?: Snapshot;
        readonly canaryTaskDefinition?: string;
        readonly checks?: readonly CheckResult[];
      }
    | undefined;
  readonly story: Report['story'];
  readonly endedAt: string;
}

export function makeReport({ cutover, ending, record, story, endedAt }: Facts): Report {
  return {
    cutoverId: cutover.id,
    service: record?.plan.service,
    live: cutover.live,
    outcome: ending.outcome,
    reason: ending.reason,
    planDigest: record?.planDigest,
    startedAt: record?.startedAt,
    endedAt,
    stable: record?.snapshot?.stable.name,
    canary: record?.snapshot?.canary.name,
    taskDefinition: record?.canaryTaskDefinition,
    checks: record?.checks ?? [],
    story,
  };
}

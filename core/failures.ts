/**
 * The errors that the state machine matches by name. The message says what happened, what we did and what a
 * person can do; `docs/errors.md` has a section for each.
 */
export type FailureName =
  /** The plan cannot be followed as it stands. Nothing was changed. */
  | 'PlanRejected'
  /** Another cutover holds the rules or services. Nothing was changed. */
  | 'AlreadyLocked'
  /** The world does not allow this plan (roles unclear, ECS owns the rule, ...). Nothing was changed. */
  | 'WorldRejected'
  /** A trigger or an alarm of the team rings before the release has begun. Nothing was changed. */
  | 'TriggersRing'
  /** A newer epoch or phase is on the ledger: this writer is a straggler and has undone what it wrote. */
  | 'Superseded'
  /** Somebody else changed the rules' weights between our looks. Goes back. */
  | 'Drifted'
  /** Something rang before this writer's turn came, or before watching could end. Goes back. */
  | 'TriggerRang'
  /** A person ended the cutover. Goes back; before anything was begun, refuses. */
  | 'Aborted'
  /** People rejected, or did not answer in time. Goes back; before anything was begun, refuses. */
  | 'NotApproved'
  /** An old execution was started again where it had stopped. Goes back. */
  | 'Redriven'
  /** The guard has not looked for longer than its lease. Goes back. */
  | 'Unwatched'
  /** Something rang after watching had ended: a person decides. */
  | 'RangLate'
  /** A smoke test met a wrong answer. */
  | 'SmokeFailed'
  /** The checklist is not whole. Nothing was changed. */
  | 'ChecklistFailed'
  /** A rule does not say what was written. */
  | 'WriteNotSeen'
  /** There is nobody healthy to send the traffic to. */
  | 'NobodyHealthy'
  /** The ledger does not hold what the state machine relies on. */
  | 'LedgerBroken';

export class Failure extends Error {
  constructor(name: FailureName, message: string) {
    super(message);
    this.name = name;
  }
}

/** Writes down what a rehearsal's result is made of, while it happens. */
import { openPartition, partition } from '../aws/ledger/keys.ts';
import type { CutoverOutcome, Ending } from '../core/record.ts';
import type { Scope } from '../core/triggers/trigger.ts';
import type { Checker } from './checker.ts';
import type { InvocationEnded } from './cloud/lambda/host.ts';
import type { Happened } from './happenings.ts';
import { type Lab, labStart, ledgerTable } from './lab.ts';
import { approvalsOn } from './approvals.ts';
import type { RehearsalResult, TriggerResult } from './result.ts';

/** The guard's own loop is not where the cutover is. */
const guardStates = new Set(['Wait for next look', 'Look at triggers', 'All quiet?', 'Guard goes home']);

const outcomes: Readonly<Record<string, CutoverOutcome>> = {
  CutoverRolledBack: 'rolledBack',
  CutoverRefused: 'refused',
  NeedsAPerson: 'needsPerson',
};

type Users = RehearsalResult['users'];

export class Recorder {
  readonly #lab: Lab;
  readonly #weights: { at: number; canaryPercent: number }[] = [{ at: labStart, canaryPercent: 0 }];
  readonly #triggers = new Map<string, TriggerResult>();
  #state = '';
  #service = '';

  constructor(lab: Lab) {
    this.#lab = lab;
    lab.production.onShare((at, canaryPercent) => this.#share(at, canaryPercent));
    lab.lambda.onEnd((ended) => this.#functionEnded(ended));
    lab.engine.onEvent((_arn, event) => {
      const name = event.type.endsWith('StateEntered')
        ? (event['stateEnteredEventDetails'] as { name?: string } | undefined)?.name
        : undefined;
      if (name !== undefined && !guardStates.has(name)) this.#state = name;
    });
  }

  where(): { readonly canaryPercent: number; readonly state: string } {
    return { canaryPercent: this.#weights.at(-1)?.canaryPercent ?? 0, state: this.#state };
  }

  #share(at: number, canaryPercent: number): void {
    if (canaryPercent !== this.#weights.at(-1)?.canaryPercent) this.#weights.push({ at, canaryPercent });
  }

  #functionEnded({ at, functionName, result }: InvocationEnded): void {
    if (!('output' in result)) return;
    const output = result.output as {
      service?: string;
      triggers?: readonly { id: string; scope: Scope; outcome: string; seen: string }[];
    } | null;
    if (functionName === 'readPlan') this.#service = output?.service ?? '';
    for (const { id, scope, outcome, seen } of output?.triggers ?? []) {
      const before = this.#triggers.get(`${id} ${scope}`);
      const firedAt = before?.firedAt ?? (outcome === 'fail' ? new Date(at).toISOString() : null);
      const observed = before?.firedAt == null ? seen : before.observed;
      this.#triggers.set(`${id} ${scope}`, { id, scope, firedAt, observed });
    }
  }

  /** What is counted up to the execution's end and not beyond. */
  atEnd(): { readonly users: Users } {
    return { users: this.#lab.production.users.totals() };
  }

  result(facts: {
    readonly executionArn: string;
    readonly seed: number;
    readonly live: boolean;
    readonly endedAt: number;
    readonly checker: Checker;
    readonly atEnd: { readonly users: Users };
    readonly happened: readonly Happened[];
  }): RehearsalResult {
    const { executionArn, seed, live, endedAt, checker, atEnd, happened } = facts;
    const execution = this.#lab.engine.describeExecution(executionArn);
    const counts = this.#lab.engine.counts(executionArn);
    const { outcome, reason } =
      (execution.status === 'SUCCEEDED' || outcomes[execution.error ?? ''] !== undefined
        ? undefined
        : this.#afterDeath(execution.name, execution.status)) ?? endingOf(execution);
    return {
      outcome,
      reason,
      cutoverId: execution.name,
      service: this.#service,
      seed,
      live,
      startedAt: new Date(labStart).toISOString(),
      endedAt: new Date(endedAt).toISOString(),
      seconds: Math.round((endedAt - labStart) / 1000),
      weights: live
        ? this.#weights.map(({ at, canaryPercent }) => ({ at: new Date(at).toISOString(), canaryPercent }))
        : [],
      users: atEnd.users,
      execution: { arn: executionArn, status: execution.status, error: execution.error ?? null, ...counts },
      checks: this.#checks(execution.name, live),
      triggers: [...this.#triggers.values()],
      approvals: approvalsOn(this.#lab, execution.name),
      invariants: { checked: checker.checked, broken: checker.broken },
      story: this.#story(execution.name, live),
      told: (this.#lab.tellers?.slack.messages ?? []).map(({ at, threadTs, text }) => ({
        at: new Date(at).toISOString(),
        on: 'slack',
        isReply: threadTs !== undefined,
        text,
      })),
      happened: happened.map(({ at, what }) => ({ at: new Date(at).toISOString(), what })),
    };
  }

  /** One of the four outcomes, or undefined for an execution that ended in none of them. */
  outcomeOf(executionArn: string): string | undefined {
    const { status, error, name } = this.#lab.engine.describeExecution(executionArn);
    if (status === 'SUCCEEDED') return 'promoted';
    return outcomes[error ?? ''] ?? this.#afterDeath(name, status)?.outcome;
  }

  /** An execution that was stopped says nothing; how the cutover ended is on the ledger, if it had begun. */
  #afterDeath(id: string, status: string): Ending | undefined {
    if (status === 'RUNNING') return undefined;
    const rows = this.#lab.ledger.rows(ledgerTable);
    const record = rows.find(({ pk, sk }) => pk === `CUTOVER#${id}` && sk === 'RECORD');
    if (record?.['outcome'] !== undefined)
      return { outcome: record['outcome'] as CutoverOutcome, reason: record['reason'] as string };
    const isOpen = rows.some(({ pk, sk }) => pk === openPartition && sk === id);
    if (isOpen) return undefined;
    return { outcome: 'refused', reason: `the execution is ${status}; it had not begun` };
  }

  #checks(id: string, live: boolean): RehearsalResult['checks'] {
    const record = this.#lab.ledger.rows(ledgerTable).find((item) => {
      const { pk, sk } = item as { pk: string; sk: string };
      return pk === partition({ id, live }) && sk === 'RECORD';
    }) as { checks?: RehearsalResult['checks'] } | undefined;
    return record?.checks ?? [];
  }

  #story(id: string, live: boolean): RehearsalResult['story'] {
    const entries = this.#lab.ledger.rows(ledgerTable).filter((item) => {
      const { pk, sk } = item as { pk: string; sk: string };
      return pk === partition({ id, live }) && sk.startsWith('STORY#');
    });
    return entries.map((item) => {
      const { at, actor, text } = item as { at: string; actor: string; text: string };
      return { at, actor, text };
    });
  }
}

function endingOf(execution: {
  status: string;
  error?: string | undefined;
  cause?: string | undefined;
  output?: string | undefined;
}) {
  if (execution.status === 'SUCCEEDED')
    return JSON.parse(execution.output ?? '{}') as { outcome: CutoverOutcome; reason: string };
  const outcome: CutoverOutcome = outcomes[execution.error ?? ''] ?? 'needsPerson';
  return { outcome, reason: execution.cause ?? execution.error ?? `the execution is ${execution.status}` };
}

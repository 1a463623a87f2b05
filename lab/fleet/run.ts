/** One cutover of a fleet, from its start to what came of it. */
import { openKey } from '../../aws/ledger/keys.ts';
import type { Checker } from '../checker.ts';
import { type Lab, ledgerTable } from '../lab.ts';
import type { leftoversSince } from '../leftovers.ts';
import type { Production } from '../production.ts';
import type { CutoverOutcome } from '../../core/record.ts';
import type { CutoverResult } from './fleet.ts';

export interface Run {
  readonly production: Production;
  readonly checker: Checker;
  readonly isIll: boolean;
  hasShare(): boolean;
  isOver(): boolean;
  result(onsetAt: number | undefined): CutoverResult;
}

interface Followed {
  /** The whole of it, and what concerns this one. */
  readonly lab: Lab;
  readonly own: Lab;
  readonly production: Production;
  readonly checker: Checker;
  readonly leftovers: ReturnType<typeof leftoversSince>;
  readonly id: string;
  readonly executionArn: string;
  readonly startedAt: number;
  readonly isIll: boolean;
}

/** A plan's longest time says `longestOf` of a rehearsal; a fleet waits for its turn besides. */
const longestSeconds = 8 * 60 * 60;

export function follow(followed: Followed): Run {
  const { lab, own, production, checker, id, executionArn, startedAt, isIll } = followed;
  const shares: { readonly at: number; readonly percent: number }[] = [];
  production.onShare((at, percent) => shares.push({ at, percent }));
  const ended: { at?: number } = {};
  lab.engine.onEnd((arn) => {
    if (arn === executionArn) ended.at = lab.clock.now();
  });
  const isClosed = () => {
    const { Item } = lab.ledger.actions.GetItem({ TableName: ledgerTable, Key: { ...openKey(id) } });
    return Item === undefined;
  };
  const firstShareAt = () => shares.find(({ percent }) => percent > 0)?.at;
  return {
    production,
    checker,
    isIll,
    hasShare: () => firstShareAt() !== undefined,
    isOver: () => ended.at !== undefined && isClosed(),
    result: (onsetAt) => {
      const { outcome, reason } = endingOf(own, executionArn, ended.at !== undefined);
      const afterSeconds = seconds(ended.at, startedAt) ?? longestSeconds;
      checker.finish(lab.clock.now(), { outcome, afterSeconds, longestSeconds, ...followed.leftovers() });
      const back = shares.find(({ at, percent }) => percent === 0 && at >= (onsetAt ?? Infinity));
      return {
        id,
        isIll,
        outcome: outcome ?? 'unfinished',
        reason,
        firstShareSeconds: seconds(firstShareAt(), startedAt),
        backSeconds: isIll && onsetAt !== undefined ? seconds(back?.at, onsetAt) : undefined,
        failedRequests: production.users.totals().failed,
        broken: checker.broken,
      };
    },
  };
}

function seconds(at: number | undefined, since: number): number | undefined {
  return at === undefined ? undefined : Math.round((at - since) / 1000);
}

const outcomes: Readonly<Record<string, CutoverOutcome>> = {
  CutoverRolledBack: 'rolledBack',
  CutoverRefused: 'refused',
  NeedsAPerson: 'needsPerson',
};

/** What the reconciler finished says the ledger. */
function endingOf(own: Lab, executionArn: string, hasStarted: boolean) {
  const found = hasStarted ? own.engine.describeExecution(executionArn) : undefined;
  if (found?.status === 'SUCCEEDED') return { outcome: 'promoted' as const, reason: '' };
  const record = own.ledger
    .rows(ledgerTable)
    .find(({ pk, sk }) => sk === 'RECORD' && (pk as string).startsWith('CUTOVER#'));
  const outcome = outcomes[found?.error ?? ''] ?? (record?.['outcome'] as CutoverOutcome | undefined);
  return {
    outcome,
    reason: found?.cause ?? (record?.['reason'] as string | undefined) ?? `${found?.status}`,
  };
}

/** What a look of the guard leaves on the ledger for people: what every trigger said, and the newest minutes. */
import type { Reading } from '../decide/look.ts';
import { rowText, type Row } from '../triggers/judge.ts';
import type { Points } from '../triggers/metrics.ts';
import type { Scope } from '../triggers/trigger.ts';
import type { Outcome } from '../verdict.ts';
import { type ReportMinute, reportMinutes } from './minutes.ts';

export interface LookKept {
  readonly at: string;
  readonly rows: readonly RowKept[];
  readonly minutes: readonly ReportMinute[];
}

export interface RowKept {
  readonly id: string;
  readonly scope: Scope;
  readonly outcome: Outcome;
  readonly seen: string;
  readonly observed?: number;
  readonly threshold?: number;
}

/** A minute's points come up to four minutes after it has begun; what is older, a look before this one has kept. */
const keptMilliseconds = 5 * 60_000;

export function keptLook(now: number, rows: readonly Row[], points?: Reading<Points>): LookKept {
  const minutes =
    points !== undefined && 'seen' in points ? reportMinutes(points.seen, now - keptMilliseconds) : [];
  return { at: new Date(now).toISOString(), rows: rows.map(keptRow), minutes };
}

function keptRow(row: Row): RowKept {
  const { observed, threshold } = row.verdict;
  return {
    ...rowText(row),
    ...(observed !== undefined && { observed: Number(observed.toPrecision(4)) }),
    ...(threshold !== undefined && { threshold }),
  };
}

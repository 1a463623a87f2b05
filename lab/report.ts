/** A rehearsal's report: the one that the cutover wrote, as it would on AWS, with what only the lab can know. */
import { reportKey } from '../aws/ledger/keys.ts';
import { makeReport, type Report } from '../core/report/report.ts';
import { type Lab, ledgerTable } from './lab.ts';
import type { RehearsalResult } from './result.ts';

/** The result of the public contract, and the report around it. */
export type RehearsalReport = Report & RehearsalResult;

export function reportOf(lab: Lab, result: RehearsalResult): RehearsalReport {
  const written = writtenOn(lab, result) ?? makeReport(factsOf(result));
  const { requests, failed, failedByCanary, slow } = result.users;
  const { requestsOfCanary } = written.users ?? {};
  const users = {
    requests,
    failed,
    failedByCanary,
    ...(requestsOfCanary !== undefined && { requestsOfCanary }),
    slow,
    countedBy: 'lab',
  } as const;
  // How near each trigger came is the guard's own; when it rang, whoever said so first.
  const triggers = result.triggers.map((line) => ({
    ...written.triggers.find(({ id, scope }) => id === line.id && scope === line.scope),
    ...line,
  }));
  const { approvals } = written;
  return { ...written, ...result, users, triggers, approvals };
}

function writtenOn(lab: Lab, { cutoverId, live }: RehearsalResult): Report | undefined {
  const key = reportKey({ id: cutoverId, live });
  const row = lab.ledger.rows(ledgerTable).find(({ pk, sk }) => pk === key.pk && sk === key.sk);
  if (row === undefined) return undefined;
  const { pk: _pk, sk: _sk, ...report } = row;
  return report as unknown as Report;
}

/** Of a cutover that could not even write its report. */
function factsOf({ cutoverId: id, live, outcome, reason, story, endedAt }: RehearsalResult) {
  const ending = { outcome, reason };
  const minutes = { error: 'the cutover wrote no report' };
  return { cutover: { id, live }, ending, record: undefined, gates: [], looks: [], minutes, story, endedAt };
}

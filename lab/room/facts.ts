/** A control room's facts, read from the lab's ledger as it stands: no call, no virtual time, nothing the cutover could feel. */
import { lockedArns } from '../../aws/ledger/lock.ts';
import { lockKey, lookPrefix, partition, storyPrefix } from '../../aws/ledger/keys.ts';
import type { CutoverRecord } from '../../aws/ledger/record.ts';
import type { Gate } from '../../core/gate/gate.ts';
import type { Phase } from '../../core/record.ts';
import type { LookKept } from '../../core/report/looks.ts';
import type { StoryLine } from '../../core/report/report.ts';
import type { RoomFacts } from '../../core/room/room.ts';
import { type Lab, ledgerTable } from '../lab.ts';

type Row = Readonly<Record<string, unknown>>;

export function roomFacts(lab: Lab, cutover: RoomFacts['cutover'], now: number): RoomFacts {
  const rows: readonly Row[] = lab.ledger.rows(ledgerTable);
  const own = rows.filter(({ pk }) => pk === partition(cutover));
  const under = (prefix: string) => own.filter(({ sk }) => (sk as string).startsWith(prefix));
  const record = own.find(({ sk }) => sk === 'RECORD') as unknown as CutoverRecord | undefined;
  return {
    now,
    cutover,
    record,
    phase: record && phaseOf(rows, record, cutover.id),
    gates: gatesOf(rows, cutover.id),
    looks: under(lookPrefix).map(({ look }) => JSON.parse(look as string) as LookKept),
    story: under(storyPrefix) as unknown as StoryLine[],
  };
}

function phaseOf(rows: readonly Row[], { plan }: CutoverRecord, cutoverId: string): Phase | undefined {
  const { pk, sk } = lockKey(lockedArns(plan)[0]);
  const row = rows.find((one) => one['pk'] === pk && one['sk'] === sk && one['cutoverId'] === cutoverId);
  return row?.['phase'] as Phase | undefined;
}

function gatesOf(rows: readonly Row[], cutoverId: string): Gate[] {
  return rows
    .flatMap(({ pk, gate }) =>
      (pk as string).startsWith('APPROVAL#') ? ((gate as Gate | undefined) ?? []) : [],
    )
    .filter((gate) => gate.cutoverId === cutoverId)
    .toSorted((a, b) => a.openedAt - b.openedAt);
}

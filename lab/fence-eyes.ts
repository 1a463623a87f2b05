/** How the checker sees the fence: each change of the row that leads a lock, as the ledger's stream would carry it. */
import type { FenceSeen } from '../core/invariants/fence-moves.ts';
import type { Fence } from '../core/record.ts';
import type { Lab } from './lab.ts';

export interface FenceMove {
  readonly at: number;
  readonly before: FenceSeen;
  readonly after: FenceSeen;
  /** Whether the execution of whoever held it before is still running. */
  readonly holderRuns: boolean;
}

export function onFenceMove(lab: Lab, listener: (move: FenceMove) => void): void {
  lab.ledger.onChange(({ at, key, before, after }) => {
    if (key['sk'] !== 'LOCK' || before === undefined || after === undefined) return;
    if (key['pk'] !== `LOCK#${after['leading'] as string}`) return;
    listener({ at, before: seenOf(before), after: seenOf(after), holderRuns: runs(lab, before, at) });
  });
}

function seenOf(row: Readonly<Record<string, unknown>>): FenceSeen {
  const { cutoverId, epoch, phase, intended, mark, leaseUntil } = row as unknown as Fence & {
    readonly leaseUntil: number;
  };
  return { cutoverId, epoch, phase, intended, isMarked: mark !== undefined, leaseUntil };
}

/** A hand has no execution: it is there as long as its lease. */
function runs(lab: Lab, row: Readonly<Record<string, unknown>>, at: number): boolean {
  if (row['byHand'] !== undefined) return row['phase'] === 'releasing' && (row['leaseUntil'] as number) >= at;
  return lab.engine.describeExecution(row['executionArn'] as string).status === 'RUNNING';
}

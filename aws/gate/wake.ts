import { heard } from '../../core/gate/life.ts';
import { type GateRow, settleGate } from '../ledger/gates.ts';
import { endWait } from '../tokens.ts';
import type { World } from '../world.ts';

/** `nobody`: the machine does not wait any more. `later`: it could not be told now; the reconciler does within a minute. */
export type Woken = 'answered' | 'nobody' | 'later';

/** Tells the machine what became of a gate that has closed. What it hears is what the ledger says: telling it twice changes nothing. */
export async function wake(world: World<'dynamodb' | 'sfn'>, row: GateRow): Promise<Woken> {
  if (row.token === undefined) return 'nobody';
  try {
    const woken = await endWait(world, row.token, heard(row.gate));
    await settleGate(world, row);
    return woken;
  } catch (error) {
    // The decision is on the ledger, and that is what counts.
    const text = error instanceof Error ? error.name : 'unknown';
    world.log.error('the waiting state was not told yet', { gateId: row.gate.id, error: text });
    return 'later';
  }
}

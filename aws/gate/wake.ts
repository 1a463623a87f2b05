import { heard } from '../../core/gate/life.ts';
import { type GateRow, settleGate } from '../ledger/gates.ts';
import { type Answered, endWait, failWait } from '../tokens.ts';
import type { World } from '../world.ts';

/** `nobody`: the machine does not wait any more. `later`: it could not be told now; the reconciler does within a minute. */
export type Woken = Answered | 'later';

/** Tells the machine what became of a gate that has closed. What it hears is what the ledger says: telling it twice changes nothing. */
export async function wake(world: World<'dynamodb' | 'sfn'>, row: GateRow): Promise<Woken> {
  try {
    const woken = await answerToken(world, row);
    await settleGate(world, row);
    return woken;
  } catch (error) {
    // The decision is on the ledger, and that is what counts.
    const name = error instanceof Error ? error.name : 'unknown';
    world.log.error('the waiting state was not told yet', { gateId: row.gate.id, error: name });
    return 'later';
  }
}

/** Only an approval lets the machine on; everything else fails the state that waits, and its way back is the machine's. */
function answerToken(world: World<'sfn'>, { gate, token }: GateRow): Promise<Answered> {
  const { decision, reason } = heard(gate);
  return decision === 'approved'
    ? endWait(world, token)
    : failWait(world, token, { name: 'NotApproved', reason });
}

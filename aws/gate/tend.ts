/** What is left of gates when nobody answers any more: the reconciler's part, and the ending's. */
import { withdraw } from '../../core/gate/life.ts';
import { runs, statusOf } from '../executions.ts';
import { type OpenGate, readGate } from '../ledger/gates.ts';
import type { CutoverRecord } from '../ledger/record.ts';
import type { World } from '../world.ts';
import { closeGate } from './open.ts';
import { wake } from './wake.ts';

/**
 * Wakes the machine where somebody died between the decision and the token, and closes the gates of dead executions.
 * What fails is tried again in a minute, and fails nobody else.
 */
export async function tendGates(
  world: World<'dynamodb' | 'sfn'>,
  gates: readonly OpenGate[],
): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const open of gates) {
    try {
      await tend(world, open);
    } catch (error) {
      world.log.error('a gate was not tended yet', { gateId: open.gateId, error: String(error) });
      errors.push(error);
    }
  }
  return errors;
}

async function tend(world: World<'dynamodb' | 'sfn'>, { gateId, executionArn }: OpenGate): Promise<void> {
  const row = await readGate(world, gateId);
  if (row === undefined) return;
  if (row.gate.status !== 'pending') {
    await wake(world, row);
    return;
  }
  const status = await statusOf(world, executionArn);
  if (runs(status)) return;
  await closeGate(world, gateId, (gate, now) =>
    withdraw(gate, 'reconcile', `the execution is ${status}`, now),
  );
}

/** Nobody has to decide any more: whoever comes late reads why. */
export async function withdrawGate(
  world: World<'dynamodb' | 'sfn'>,
  { asks }: Pick<CutoverRecord, 'asks'>,
  reason: string,
): Promise<void> {
  if (asks === undefined) return;
  await closeGate(world, asks, (gate, now) => withdraw(gate, 'the cutover', reason, now));
}

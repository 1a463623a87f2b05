import { Failure } from '../../core/failures.ts';
import { whyDeserted } from '../executions.ts';
import type { World } from '../world.ts';
import type { LockRow } from './lock.ts';
import { isOpen } from './open.ts';

/**
 * The cutovers that hold these rows and are dead: their lease has run out *and* their execution does not run.
 * A living one is a refusal: only its own end, or its abort, frees the rows; and one that is still being brought home
 * is not over.
 */
export async function deadHolders(
  world: World<'dynamodb' | 'sfn'>,
  rows: readonly (LockRow & { readonly arn: string })[],
): Promise<string[]> {
  const dead = new Set<string>();
  for (const row of rows) {
    const held = { ...row, leadingArn: row.leading ?? row.arn };
    const over = row.leaseUntil < world.clock.now() && (await whyDeserted(world, held)) !== undefined;
    if (!over)
      throw new Failure(
        'AlreadyLocked',
        `cutover ${row.cutoverId} holds ${row.arn}; wait for it or abort it`,
      );
    if (await isOpen(world, row.cutoverId))
      throw new Failure(
        'AlreadyLocked',
        `cutover ${row.cutoverId} holds ${row.arn} and is being brought home`,
      );
    dead.add(row.cutoverId);
  }
  return [...dead];
}

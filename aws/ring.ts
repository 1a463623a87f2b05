import type { Look } from '../core/decide/look.ts';
import type { LockRow } from './ledger/lock.ts';
import { markRow } from './ledger/mark.ts';
import { leadingArn } from './ledger/pass.ts';
import type { Snapshot } from '../core/record.ts';
import type { World } from './world.ts';

/**
 * What rings is on the ledger before the release hears of it: "Stop watching" is a write under the condition that
 * nothing is, so a trigger comes before it, or after it, and is never lost between.
 */
export async function ring(
  world: World<'dynamodb'>,
  row: Pick<LockRow, 'cutoverId'>,
  snapshot: Snapshot,
  look: Look,
): Promise<Look & { readonly story?: readonly string[] }> {
  if (look.decision !== 'ringing') return look;
  const { reason } = look;
  const mark = { kind: 'trigger', reason, at: world.clock.now() } as const;
  const marked = await markRow(world, { ...row, leadingArn: leadingArn(snapshot) }, mark);
  if (marked === 'marked' || marked === 'again') return look;
  return {
    ...look,
    decision: 'over',
    story: marked === 'late' ? [`After watching had ended, ${reason}`] : [],
  };
}

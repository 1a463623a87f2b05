import { supersede } from '../../core/gate/life.ts';
import { readOpen } from '../ledger/open.ts';
import type { OpenGate } from '../ledger/gates.ts';
import type { World } from '../world.ts';
import { closeGate } from './open.ts';

/**
 * Of all cutovers of a service that wait to go live, the newest stays: what an older one would ship is not what people
 * want any more. Whichever of two opens its gate later closes the older one's.
 */
export async function onlyNewest(world: World<'dynamodb' | 'sfn'>, id: string): Promise<void> {
  const waiting = (await readOpen(world)).gates.filter(({ gate }) => gate === 'go-live');
  const own = waiting.find(({ gateId }) => gateId === id);
  if (own === undefined) return;
  const rivals = waiting.filter((one) => one.leadingArn === own.leadingArn || one.service === own.service);
  const newest = rivals.reduce((best, one) => (order(one) > order(best) ? one : best), own);
  for (const one of rivals) {
    if (one !== newest)
      await closeGate(world, one.gateId, (gate, now) => supersede(gate, newest.cutoverId, now));
  }
}

function order({ startedAt, cutoverId }: OpenGate): string {
  return `${startedAt} ${cutoverId}`;
}

import { answerOf } from '../../core/checks/judge-checklist.ts';
import { keepEvidence } from '../ledger/evidence.ts';
import { readRecord } from '../ledger/record.ts';
import type { CutoverRef } from '../ledger/story.ts';
import type { Service, World } from '../world.ts';
import { attempt } from './attempt.ts';
import type { Readers } from './reader.ts';

/** One line of a cutover's checklist: read, judged, kept on the ledger. */
export async function carryOut<S extends Service>(
  world: World<S | 'dynamodb'>,
  cutover: CutoverRef,
  name: string,
  readers: Readers<S>,
) {
  const { plan } = await readRecord(world, cutover);
  const asked = { name, plan, now: world.clock.now(), live: cutover.live, isTriedAgain: true };
  const seen = await attempt(world, readers, asked);
  const digest = await keepEvidence(world, cutover, name, seen);
  return { ...answerOf(name, seen.verdict), digest };
}

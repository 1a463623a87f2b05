import type { RungFacts } from '../core/decide/rung.ts';
import type { Snapshot } from '../core/record.ts';
import { canaryTasks } from '../core/traffic/capacity.ts';
import { countHealthy } from './balancer/groups.ts';
import { readDrift } from './drift.ts';
import { readLock } from './ledger/lock.ts';
import { leadingArn } from './ledger/pass.ts';
import type { CutoverRecord } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { readMinutes } from './metrics.ts';
import type { World } from './world.ts';

export async function readRungFacts(
  world: World<'dynamodb' | 'elbv2' | 'cloudwatch'>,
  cutover: CutoverRef,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  rung: number,
): Promise<RungFacts> {
  const { snapshot, plan } = record;
  const now = world.clock.now();
  const firstShareAt = record.firstShareAt ?? now;
  const rungLiveAt = record.rung?.liveAt ?? now;
  const nextPercent = plan.rungs[rung + 1] ?? 100;
  const row = await readLock(world, leadingArn(snapshot));
  return {
    now,
    firstShareAt,
    rungLiveAt,
    dueAt: record.rung?.dueAt ?? now,
    minutes: await readMinutes(world, canaryOf(snapshot), firstShareAt, now),
    drift: row?.cutoverId === cutover.id ? await readDrift(world, snapshot, row) : 'the lock is not ours',
    capacity: {
      healthyTargets: await countHealthy(world, snapshot.canary.targetGroupArn),
      neededTargets: canaryTasks(nextPercent, snapshot.stable.desiredCount),
    },
  };
}

/** Whose metrics are meant. */
export function canaryOf(snapshot: Snapshot): {
  readonly loadBalancer: string;
  readonly targetGroupArn: string;
} {
  return { loadBalancer: snapshot.loadBalancer, targetGroupArn: snapshot.canary.targetGroupArn };
}

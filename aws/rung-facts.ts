import type { RungFacts, RungRules } from '../core/decide/rung.ts';
import type { Snapshot } from '../core/record.ts';
import { canaryTasks } from '../core/traffic/capacity.ts';
import { metricsOf } from '../core/triggers/triggers.ts';
import { countHealthy } from './balancer/groups.ts';
import { readDrift } from './drift.ts';
import { attempt } from './attempt.ts';
import { lookBackSeconds } from './guard.ts';
import { readLock } from './ledger/lock.ts';
import { leadingArn } from './ledger/pass.ts';
import type { CutoverRecord } from './ledger/record.ts';
import type { CutoverRef } from './ledger/story.ts';
import { readPoints } from './metrics.ts';
import { readTeamAlarms } from './team-alarms.ts';
import type { World } from './world.ts';

export async function readRungFacts(
  world: World<'dynamodb' | 'elbv2' | 'cloudwatch'>,
  cutover: CutoverRef,
  record: CutoverRecord & { readonly snapshot: Snapshot },
  rung: number,
  rules: RungRules,
): Promise<RungFacts> {
  const { snapshot, plan } = record;
  const now = world.clock.now();
  const firstShareAt = record.firstShareAt ?? now;
  const rungLiveAt = record.rung?.liveAt ?? now;
  const nextPercent = plan.rungs[rung + 1] ?? 100;
  const row = await readLock(world, leadingArn(snapshot));
  // The rung's own minutes, and what a trigger needs that has been on its way since before.
  const since = Math.min(rungLiveAt, now - lookBackSeconds(rules) * 1000);
  const of = { snapshot, queueUrl: plan.triggers.queueDepth?.queueUrl };
  const readStanding = async () => ({
    drift: row?.cutoverId === cutover.id ? await readDrift(world, snapshot, row) : 'the lock is not ours',
    capacity: {
      healthyTargets: await countHealthy(world, snapshot.canary.targetGroupArn),
      neededTargets: canaryTasks(nextPercent, snapshot.stable.desiredCount),
    },
  });
  const [points, alarms, standing] = await Promise.all([
    attempt(() => readPoints(world, of, metricsOf(plan), since, now)),
    attempt(() => readTeamAlarms(world, plan.triggers.alarms)),
    attempt(readStanding),
  ]);
  return {
    now,
    firstShareAt,
    rungLiveAt,
    dueAt: record.rung?.dueAt ?? now,
    points,
    alarms,
    standing,
  };
}

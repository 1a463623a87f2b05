/** Looks again at what may have changed since the checklist. */
import { freshNames, type DeployedFacts, judgeDeployed, judgeFresh } from '../../core/checks/fresh.ts';
import { leftSeconds } from '../../core/plan/timetable.ts';
import type { Verdict } from '../../core/verdict.ts';
import { readServices } from '../containers.ts';
import type { CutoverRecord } from '../ledger/record.ts';
import type { World } from '../world.ts';
import { attempt } from './attempt.ts';
import { readCalendar } from './calendar.ts';
import type { Reader } from './reader.ts';
import { readAlarms } from './alarms.ts';

export type FreshServices = 'cloudwatch' | 'ecs' | 'ssm';

/** With `isTriedAgain`, passing faults are thrown: for a state that tries again. */
export async function readFresh(
  world: World<FreshServices>,
  record: CutoverRecord,
  { isTriedAgain = false }: { readonly isTriedAgain?: boolean } = {},
): Promise<Verdict> {
  const { plan, checks, rungs = [] } = record;
  const now = world.clock.now();
  const endsAt = now + leftSeconds(plan, rungs.length) * 1000;
  const readers = { ecs: deployed(record), alarms: readAlarms, calendar: readCalendar };
  const seen = freshNames(plan.checks).map(async (name) => {
    const { verdict } = await attempt(world, readers, { name, plan, now, endsAt, live: false, isTriedAgain });
    return { name, verdict };
  });
  return judgeFresh(await Promise.all(seen), { results: checks ?? [], now });
}

function deployed({ snapshot, canaryTaskDefinition }: CutoverRecord): Reader<'ecs'> {
  return async (world, { plan }) => {
    const services = await readServices(world, plan.target.cluster, plan.target.services);
    const facts: DeployedFacts[] = services.map((service) => ({
      name: service.serviceName ?? '',
      controller: service.deploymentController?.type,
      ecsOwnsRule: (service.loadBalancers ?? []).some((one) => one.advancedConfiguration !== undefined),
      taskDefinition: service.taskDefinition,
      started: service.serviceName === snapshot?.canary.name ? canaryTaskDefinition : undefined,
      inFlight: (service.deployments ?? []).some(
        ({ status, rolloutState = 'COMPLETED' }) => status !== 'PRIMARY' || rolloutState !== 'COMPLETED',
      ),
    }));
    return { verdict: judgeDeployed(facts), facts };
  };
}

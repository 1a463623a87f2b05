/** Turns a scenario into the simulated production that it describes. */
import type { ProductionOptions } from './production.ts';
import type { Scenario, Version } from './scenario/scenario.ts';
import type { Behaviour } from './users/behaviour.ts';

export function productionOf(scenario: Scenario): ProductionOptions {
  const { requestsPerSecond, versions, queue, account } = scenario;
  const stable = behaviourOf(versions.stable);
  const oneFails =
    account.targets === 'unhealthy' ? { healthyShare: Math.min(stable.healthyShare, 0.75) } : {};
  return {
    ...scenario.production,
    requestsPerSecond,
    versions: { stable: { ...stable, ...oneFails }, canary: behaviourOf(versions.canary) },
    queue,
    ...account,
  };
}

export function behaviourOf(version: Version): Behaviour {
  return {
    errorRate: version.errorRatePercent / 100,
    p50Milliseconds: version.p50Milliseconds,
    p95Milliseconds: version.p95Milliseconds,
    errorLinesPerMinute: version.errorLinesPerMinute,
    newErrorLinesPerMinute: version.newErrorLinesPerMinute,
    healthyShare: version.healthyPercent / 100,
    startsInMilliseconds: version.startsInSeconds * 1000,
    starts: version.starts,
  };
}

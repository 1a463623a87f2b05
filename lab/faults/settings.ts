import type { Production } from '../production.ts';
import type { Setting } from '../scenario/scenario.ts';

/** Changes one thing of the simulated world, from now on. */
export function apply(production: Production, { of, key, value }: Setting): void {
  if (of === 'users') production.users.requestsPerSecond = value;
  else if (of === 'queue') production.queue.set({ [key]: value });
  else if (key === 'starts') production.setVersion(of, { starts: value === true });
  else if (key === 'errorRatePercent') production.setVersion(of, { errorRate: Number(value) / 100 });
  else if (key === 'healthyPercent') production.setVersion(of, { healthyShare: Number(value) / 100 });
  else if (key === 'startsInSeconds')
    production.setVersion(of, { startsInMilliseconds: Number(value) * 1000 });
  else production.setVersion(of, { [key]: Number(value) });
}

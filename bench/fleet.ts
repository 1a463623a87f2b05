/**
 * Many cutovers at once against AWS's quotas for one account: what becomes of them, how fast they are back compared with
 * one alone, and which quotas they met. `node bench/fleet.ts --cutovers 500 --ill 50`.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Service } from '../aws/world.ts';
import { readPlan } from '../cli/read-plan.ts';
import { type FleetResult, runFleet } from '../lab/fleet/fleet.ts';
import { fleetPlan } from '../lab/fleet/plan.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

export const fleetProduction = { requestsPerSecond: 100 } as const;

export function summary({ cutovers, quotas, invocationsMost, onsetAt, endedAt }: FleetResult): string[] {
  const outcomes = Object.groupBy(
    cutovers,
    ({ isIll, outcome }) => `${isIll ? 'ill' : 'healthy'} ${outcome}`,
  );
  const back = cutovers.flatMap(({ backSeconds }) => backSeconds ?? []);
  const shares = cutovers.flatMap(({ firstShareSeconds }) => firstShareSeconds ?? []);
  return [
    ...Object.entries(outcomes).map(([what, those = []]) => `${those.length} ${what}`),
    `back after ${Math.min(...back)} to ${Math.max(...back)} s`,
    `first share after ${Math.min(...shares)} to ${Math.max(...shares)} s`,
    `onset ${onsetAt === undefined ? 'never' : new Date(onsetAt).toISOString()}, end ${new Date(endedAt).toISOString()}`,
    `at most ${invocationsMost} functions at once`,
    ...quotas.map(({ calls, asked, throttled }) => `${calls}: ${asked} asked, ${throttled} throttled`),
    ...new Set(cutovers.flatMap(({ broken }) => broken.map(({ name, why }) => `BROKEN ${name}: ${why}`))),
    ...new Set(
      cutovers
        .filter(({ isIll, outcome }) => outcome !== (isIll ? 'rolledBack' : 'promoted'))
        .map(({ outcome, reason }) => `${outcome}: ${reason.slice(0, 300)}`),
    ),
  ];
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      cutovers: { type: 'string', default: '500' },
      ill: { type: 'string' },
      seed: { type: 'string', default: '1' },
      scale: { type: 'string', default: '1' },
      scaled: { type: 'string' },
      within: { type: 'string', default: '2400' },
    },
  });
  const read = await readPlan(`${root}events/plan.yml`);
  if ('problems' in read) throw new Error('the sample plan has problems');
  const cutovers = Number(values.cutovers);
  const startedAt = performance.now();
  const result = await runFleet({
    cutovers,
    ill: Number(values.ill ?? Math.ceil(cutovers / 10)),
    seed: Number(values.seed),
    quotaScale: Number(values.scale),
    ...(values.scaled !== undefined && { quotaScaled: values.scaled.split(',') as Service[] }),
    startWithinSeconds: Number(values.within),
    plan: fleetPlan(read.document),
    production: fleetProduction,
  });
  const took = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`${[...summary(result), `played in ${took} s`].join('\n')}\n`);
}

/**
 * Builds the World of a command on somebody's own machine: the deployed clients with the credentials that the SDK
 * finds there, and a ledger only where its table is named. With `aws/lambda-world.ts` and `lab/world.ts`, the only places that know the real clock.
 */
import { randomBytes } from 'node:crypto';
import type { ClientFactories } from './clients/config.ts';
import { http } from './http.ts';
import type { Clients, Service, World } from './world.ts';

/** `region` is used where the machine names none; where neither does, the SDK's own files are asked. Clients are made when they are first asked for. */
export function localWorld<S extends Service>(
  factories: ClientFactories<S>,
  region: string,
  ledgerTable = '',
): World<S> {
  const known = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? region;
  if (known !== '') process.env['AWS_REGION'] = known;
  const made: Partial<Record<string, unknown>> = {};
  const get = (service: string) => (made[service] ??= factories[service as S]());
  return {
    clients: new Proxy({}, { get: (_, service) => get(String(service)) }) as Pick<Clients, S>,
    http,
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    random: { hex: (bytes) => randomBytes(bytes).toString('hex') },
    settings: { ledgerTable },
    log: { info: () => undefined, error: () => undefined },
  };
}

/** The ledger's table, for what is done by hand: the deployed stack's name unless something else is said. */
export function tableName(given: string | undefined): string {
  return given ?? process.env['CUTOVER_TABLE'] ?? 'cutover-prod';
}

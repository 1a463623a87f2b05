/**
 * Builds the World of a command on somebody's own machine: the deployed clients with the credentials that the SDK
 * finds there, and no ledger. With `aws/lambda-world.ts` and `lab/world.ts`, the only places that know the real clock.
 */
import { randomBytes } from 'node:crypto';
import type { ClientFactories } from './clients/config.ts';
import { http } from './http.ts';
import type { Clients, Service, World } from './world.ts';

/** `region` is used where the machine names none. Clients are made when they are first asked for. */
export function localWorld<S extends Service>(factories: ClientFactories<S>, region: string): World<S> {
  process.env['AWS_REGION'] ??= process.env['AWS_DEFAULT_REGION'] ?? region;
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
    settings: { ledgerTable: '' },
    log: { info: () => undefined, error: () => undefined },
  };
}

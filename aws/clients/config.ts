import type { Clients, Service } from '../world.ts';

/** How each client is made; a function names the ones it uses, and only those end up in its bundle. */
export type ClientFactories<S extends Service> = { readonly [K in S]: () => Clients[K] };

/**
 * Short and bounded: a Lambda that hangs on a dead socket eats the time in which it could have gone back.
 * `standard` retries with full jitter, three attempts.
 */
export const clientConfig = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;

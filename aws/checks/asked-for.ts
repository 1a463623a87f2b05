/** Remembers which call an error came from, in IAM's words: an SDK error does not say what was asked. */
import type { Service, World } from '../world.ts';

/** IAM's name of a service, where the client's differs. */
const prefixes: Readonly<Record<string, string>> = { elbv2: 'elasticloadbalancing' };

const action = Symbol('action');

interface AnyClient {
  send(command: object): Promise<unknown>;
}

export function askedFor(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? (error as { [action]?: string })[action] : undefined;
}

/** The world with clients that mark the errors of their calls. Paginators still see the client's own class. */
export function watched<S extends Service>(world: World<S>): World<S> {
  const clients: Record<string, unknown> = {};
  const get = (service: string) => (clients[service] ??= watch(world.clients[service as S], service));
  return {
    ...world,
    clients: new Proxy({}, { get: (_, service) => get(String(service)) }) as World<S>['clients'],
  };
}

function watch(client: AnyClient, service: string): AnyClient {
  const own = Object.create(client) as AnyClient;
  own.send = async (command) => {
    try {
      return await client.send(command);
    } catch (error) {
      const name = command.constructor.name.replace(/Command$/, '');
      if (error instanceof Error)
        Object.assign(error, { [action]: `${prefixes[service] ?? service}:${name}` });
      throw error;
    }
  };
  return own;
}

/**
 * The deployed clients, attached to a wire instead of a network. They are made once a wire; each caller gets
 * light stand-ins of them (their prototype is the real client, so paginators and `instanceof` agree) whose `send`
 * says who is calling. The name is passed synchronously to the outermost middleware, so two invocations of the
 * same function at the same time are told apart without context tracking.
 */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { applicationAutoscaling } from '../../../aws/clients/application-autoscaling.ts';
import { cloudwatch } from '../../../aws/clients/cloudwatch.ts';
import type { ClientFactories } from '../../../aws/clients/config.ts';
import { dynamodb } from '../../../aws/clients/dynamodb.ts';
import { ecr } from '../../../aws/clients/ecr.ts';
import { ecs } from '../../../aws/clients/ecs.ts';
import { elbv2 } from '../../../aws/clients/elbv2.ts';
import { sfn } from '../../../aws/clients/sfn.ts';
import type { Clients, Service } from '../../../aws/world.ts';
import { documentInput } from '../dynamodb/document.ts';
import { place } from '../service.ts';
import type { Wire } from '../wire.ts';
import type { Caller } from './call.ts';

const factories: ClientFactories<Service> = {
  'application-autoscaling': applicationAutoscaling,
  cloudwatch,
  dynamodb,
  ecr,
  ecs,
  elbv2,
  sfn,
};

/** The part that all clients share, as far as the wire touches it. */
interface AnyClient {
  config: object;
  send(...args: unknown[]): unknown;
  readonly middlewareStack: { add(middleware: Middleware, options: object): void };
}

type Middleware = (
  next: unknown,
  context: { readonly commandName?: string },
) => (args: { readonly input: object }) => Promise<{ output: object; response: undefined }>;

/** The clients of one caller, all of them or as many as it ever uses. */
export type Connection = (caller: Caller) => Clients;

export function connect(wire: Wire): Connection {
  const sending: { caller?: Caller } = {};
  const attached = Object.entries(factories).map(
    ([service, make]) => [service, attach(make() as never, service as Service, wire, sending)] as const,
  );
  return (caller) => {
    const clients = {};
    for (const [service, client] of attached)
      define(clients, service, () => standIn(client, caller, sending));
    return clients as Clients;
  };
}

/**
 * The SDK may keep its resolved middleware for each kind of command (20 µs a call), but for the document client,
 * whose commands resolve to a handler of their own input.
 */
function attach(client: AnyClient, service: Service, wire: Wire, sending: { caller?: Caller }): AnyClient {
  const prepare =
    service === 'dynamodb' ? documentInput(client as unknown as DynamoDBDocumentClient) : undefined;
  const middleware: Middleware = (_next, { commandName = '' }) => {
    const action = commandName.replace(/Command$/, '');
    return async ({ input }) => {
      const { caller } = sending;
      if (caller === undefined)
        throw new Error(`${service}:${action} was sent by a client that belongs to nobody`);
      const output = await wire.call(caller, service, action, prepare?.(input) ?? input);
      return { output, response: undefined };
    };
  };
  client.middlewareStack.add(middleware, { step: 'initialize', priority: 'high', name: 'lab' });
  Object.assign(client.config, nobody, { cacheMiddleware: prepare === undefined });
  return client;
}

/** Never asked while the wire answers; should it ever not, the request gets nowhere. */
const nobody = {
  region: async () => place.region,
  credentials: async () => ({ accessKeyId: 'lab', secretAccessKey: 'lab' }),
};

function standIn(client: AnyClient, caller: Caller, sending: { caller?: Caller }): AnyClient {
  const send = (...args: unknown[]) => {
    sending.caller = caller;
    try {
      return client.send(...args);
    } finally {
      delete sending.caller;
    }
  };
  return Object.create(client, { send: { value: send } }) as AnyClient;
}

function define(target: object, name: string, make: () => unknown): void {
  let made: unknown;
  Object.defineProperty(target, name, { enumerable: true, get: () => (made ??= make()) });
}

/**
 * The deployed clients, attached to a wire instead of a network. They are made once; each caller gets
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
  attached ??= Object.entries(factories).map(
    ([service, make]) => [service, attach(make() as never, service as Service)] as const,
  );
  const real = attached;
  return (caller) => {
    const clients = {};
    for (const [service, client] of real) define(clients, service, () => standIn(client, { caller, wire }));
    return clients as Clients;
  };
}

/** Making the real clients takes longer than a short rehearsal, and they hold nothing of a wire: made once. */
let attached: readonly (readonly [string, AnyClient])[] | undefined;

interface Sender {
  readonly caller: Caller;
  readonly wire: Wire;
}

/** Who is sending, for as long as the synchronous part of `send` lasts. */
let sender: Sender | undefined;

/**
 * The SDK may keep its resolved middleware for each kind of command (20 µs a call), but for the document client,
 * whose commands resolve to a handler of their own input.
 */
function attach(client: AnyClient, service: Service): AnyClient {
  const prepare =
    service === 'dynamodb' ? documentInput(client as unknown as DynamoDBDocumentClient) : undefined;
  const middleware: Middleware = (_next, { commandName = '' }) => {
    const action = commandName.replace(/Command$/, '');
    return async ({ input }) => {
      if (sender === undefined)
        throw new Error(`${service}:${action} was sent by a client that belongs to nobody`);
      const { caller, wire } = sender;
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

function standIn(client: AnyClient, own: Sender): AnyClient {
  const send = (...args: unknown[]) => {
    sender = own;
    try {
      return client.send(...args);
    } finally {
      sender = undefined;
    }
  };
  return Object.create(client, { send: { value: send } }) as AnyClient;
}

function define(target: object, name: string, make: () => unknown): void {
  let made: unknown;
  Object.defineProperty(target, name, { enumerable: true, get: () => (made ??= make()) });
}

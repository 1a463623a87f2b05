/**
 * The deployed clients, attached to a wire instead of a network. They are made once; each caller gets light stand-ins
 * of them (their prototype is the real client, so paginators and `instanceof` agree) whose `send` says who is calling.
 *
 * The SDK's middleware is left out: it serialises, signs and sends, which is what the wire stands for, and resolving
 * it anew for each call took a tenth of a rehearsal.
 */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { acm } from '../../../aws/clients/acm.ts';
import { applicationAutoscaling } from '../../../aws/clients/application-autoscaling.ts';
import { cloudfront } from '../../../aws/clients/cloudfront.ts';
import { cloudwatch } from '../../../aws/clients/cloudwatch.ts';
import type { ClientFactories } from '../../../aws/clients/config.ts';
import { dynamodb } from '../../../aws/clients/dynamodb.ts';
import { ecr } from '../../../aws/clients/ecr.ts';
import { ecs } from '../../../aws/clients/ecs.ts';
import { elbv2 } from '../../../aws/clients/elbv2.ts';
import { sesv2 } from '../../../aws/clients/sesv2.ts';
import { sfn } from '../../../aws/clients/sfn.ts';
import { sns } from '../../../aws/clients/sns.ts';
import { noteCall } from '../../../aws/failures.ts';
import { logs } from '../../../aws/clients/logs.ts';
import { s3 } from '../../../aws/clients/s3.ts';
import { secretsmanager } from '../../../aws/clients/secretsmanager.ts';
import { sqs } from '../../../aws/clients/sqs.ts';
import { ssm } from '../../../aws/clients/ssm.ts';
import { wafv2 } from '../../../aws/clients/wafv2.ts';
import type { Clients, Service } from '../../../aws/world.ts';
import { documentInput } from '../dynamodb/document.ts';
import type { Wire } from '../wire.ts';
import type { Caller } from './call.ts';

const factories: ClientFactories<Service> = {
  'application-autoscaling': applicationAutoscaling,
  cloudwatch,
  dynamodb,
  ecr,
  ecs,
  elbv2,
  sesv2,
  sfn,
  sns,
  acm,
  cloudfront,
  logs,
  s3,
  secretsmanager,
  sqs,
  ssm,
  wafv2,
};

/** The part that all clients share, as far as the wire touches it. */
interface AnyClient {
  send(command: AnyCommand): Promise<unknown>;
  [sender]?: Sender;
}

/** Who calls with a stand-in, and over which wire. */
interface Sender {
  readonly caller: Caller;
  readonly wire: Wire;
}

const sender = Symbol('sender');

/** A command of the document client wraps the one that the service knows. */
interface AnyCommand {
  readonly input: object;
  readonly clientCommand?: object;
}

/** The clients of one caller, all of them or as many as it ever uses. */
export type Connection = (caller: Caller) => Clients;

export function connect(wire: Wire): Connection {
  attached ??= attachAll();
  const StandIns = attached;
  return (caller) => new StandIns({ caller, wire }) as unknown as Clients;
}

/** Making the real clients takes longer than a short rehearsal, and they hold nothing of a wire: made once. */
let attached: (new (own: Sender) => object) | undefined;

/** The clients by service; a stand-in is made when it is first asked for. */
function attachAll(): new (own: Sender) => object {
  class StandIns {
    readonly #own: Sender;
    readonly #made = new Map<AnyClient, AnyClient>();

    constructor(own: Sender) {
      this.#own = own;
    }

    of(client: AnyClient): AnyClient {
      let made = this.#made.get(client);
      if (made === undefined) this.#made.set(client, (made = standIn(client, this.#own)));
      return made;
    }
  }
  for (const [service, make] of Object.entries(factories)) {
    const client = attach(make(), service as Service);
    Object.defineProperty(StandIns.prototype, service, {
      get(this: StandIns) {
        return this.of(client);
      },
    });
  }
  return StandIns;
}

/** From now on the real client has no network, and what is made of it sends over its caller's wire. */
function attach(client: AnyClient, service: Service): AnyClient {
  const prepare =
    service === 'dynamodb' ? documentInput(client as unknown as DynamoDBDocumentClient) : undefined;
  client.send = async function send(this: AnyClient, command) {
    const own = this[sender];
    const action = actionOf(command);
    if (own === undefined)
      throw new Error(`${service}:${action} was sent by a client that belongs to nobody`);
    const { input } = command;
    try {
      return await own.wire.call(own.caller, service, action, prepare === undefined ? input : prepare(input));
    } catch (error) {
      noteCall(error, `${service}:${action}`);
      throw error;
    }
  };
  return client;
}

function standIn(client: AnyClient, own: Sender): AnyClient {
  const made = Object.create(client) as AnyClient;
  made[sender] = own;
  return made;
}

/** The SDK's name for what a kind of command does. */
const actions = new Map<unknown, string>();

function actionOf(command: AnyCommand): string {
  const kind = (command.clientCommand ?? command).constructor;
  let action = actions.get(kind);
  if (action === undefined) actions.set(kind, (action = kind.name.replace(/Command$/, '')));
  return action;
}

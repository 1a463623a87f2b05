/** Builds the World of a function that runs in the lab: the other builder is `aws/lambda-world.ts`. */
import { bodyBytesMax, unanswered } from '../aws/http.ts';
import type { Channels } from '../core/messages/channels.ts';
import type { HttpRequest, HttpResponse, Log, Service, Ways, World } from '../aws/world.ts';
import type { VirtualClock } from './clock.ts';
import type { Invocation } from './cloud/lambda/invocation.ts';
import type { Connection } from './cloud/wire/connect.ts';
import type { Random } from './random.ts';
import type { HttpOutcome } from './users/answer.ts';

/** What answers HTTP in the lab. */
export type Answer = (request: HttpRequest) => HttpOutcome;

export interface LabParts {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly connection: Connection;
  readonly answer: Answer;
  readonly log: Log;
  readonly ledgerTable: string;
  readonly machineArn: string;
  readonly policy: unknown;
  readonly approvals: Ways | undefined;
  readonly channels?: Channels;
  readonly undeliveredUrl?: string;
  /** How far an invocation's clock is from the lab's, in milliseconds; absent: it is the lab's. */
  readonly clockErrorOf?: (invocationId: string) => number;
}

/** Where links to control rooms lead: nobody in the lab follows them but tests. */
export const labRoomUrl = 'https://room.example';

/** One for each invocation: what a dead invocation was waiting for never comes. */
export function labWorld(parts: LabParts, caller: Invocation): World<Service> {
  const { clock, random, connection, answer, log, ledgerTable, machineArn, policy, approvals } = parts;
  const { channels, undeliveredUrl } = parts;
  const clockError = parts.clockErrorOf?.(caller.id) ?? 0;
  return {
    clients: connection(caller),
    http: (request) => caller.whileAlive(ask(clock, answer, request)),
    clock: { now: () => clock.now() + clockError, sleep: (milliseconds) => caller.sleep(milliseconds) },
    random: { hex: (bytes) => random.hex(bytes) },
    settings: {
      ledgerTable,
      machineArn,
      policy,
      roomUrl: labRoomUrl,
      ...(approvals && { approvals }),
      ...(channels && { channels }),
      ...(undeliveredUrl !== undefined && { undeliveredUrl }),
    },
    log,
  };
}

/** What comes takes the time that it takes, or the request's own timeout. */
export async function ask(clock: VirtualClock, answer: Answer, request: HttpRequest): Promise<HttpResponse> {
  const outcome = answer(request);
  const took = 'response' in outcome ? outcome.response.tookMilliseconds : outcome.afterMilliseconds;
  await clock.sleep(Math.min(took, request.timeoutMilliseconds));
  if (took > request.timeoutMilliseconds) throw late(request);
  if ('failure' in outcome) throw outcome.isLate === true ? late(request) : new Error(outcome.failure);
  const { body } = outcome.response;
  const atMost = request.bodyBytesMax ?? bodyBytesMax;
  const isCut = body.length > atMost;
  return {
    ...outcome.response,
    body: body.slice(0, atMost),
    ...(isCut && { wholeBodyBytes: body.length }),
  };
}

/** The connection stood: the lab's balancer takes every one. */
function late({ timeoutMilliseconds }: HttpRequest): Error {
  const error = new Error(`no answer within ${timeoutMilliseconds} ms`);
  error.name = unanswered;
  return error;
}

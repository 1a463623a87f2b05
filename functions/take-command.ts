/** People's words to a running cutover: skip, hold, resume, abort, and their answers at a gate. Changes only the ledger, and answers the waiting state. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { obey } from '../aws/command.ts';
import { sayAtGate } from '../aws/gate/say.ts';
import { lambda } from '../aws/lambda.ts';
import { answer, readRequest } from '../aws/request.ts';
import type { World } from '../aws/world.ts';
import { commandWords, isCommand } from '../core/command/command.ts';
import { answerWords, gateNames } from '../core/gate/gate.ts';

const input = z.looseObject({ requestContext: z.looseObject({}) });
const body = z.object({
  cutoverId: z.string().check(z.minLength(1), z.maxLength(80)),
  command: z.enum([...commandWords, ...answerWords, 'look']),
  gate: z.optional(z.enum(gateNames)),
  reason: z.optional(z.string().check(z.maxLength(500))),
  digest: z.optional(z.string().check(z.maxLength(100))),
});

export async function takeCommand(world: World<'dynamodb' | 'sfn'>, event: z.infer<typeof input>) {
  const request = readRequest(event, body);
  if ('refusal' in request) return answer(request.status, { told: request.refusal });
  const { cutoverId, command } = request.body;
  if (!isCommand(command)) {
    const { status, ...reply } = await sayAtGate(world, { ...request.body, command }, request.principal);
    return answer(status, reply);
  }
  const { does, told } = await obey(world, cutoverId, command, request.principal);
  return answer(does === 'unknown' ? 404 : does === 'nothing' ? 409 : 200, { does, told });
}

export const handler = lambda(takeCommand, { input, clients: { dynamodb, sfn } });

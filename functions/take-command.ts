/** People's words to a running cutover: skip, hold, resume, abort. Changes only the ledger, and answers the waiting state. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { obey } from '../aws/command.ts';
import { lambda } from '../aws/lambda.ts';
import { answer, readRequest } from '../aws/request.ts';
import type { World } from '../aws/world.ts';
import { commandWords } from '../core/command/command.ts';

const input = z.looseObject({ requestContext: z.looseObject({}) });
const body = z.object({
  cutoverId: z.string().check(z.minLength(1), z.maxLength(80)),
  command: z.enum(commandWords),
});

export async function takeCommand(world: World<'dynamodb' | 'sfn'>, event: z.infer<typeof input>) {
  const request = readRequest(event, body);
  if ('refusal' in request) return answer(request.status, { told: request.refusal });
  const { cutoverId, command } = request.body;
  const { does, told } = await obey(world, cutoverId, command, request.principal);
  return answer(does === 'unknown' ? 404 : does === 'nothing' ? 409 : 200, { does, told });
}

export const handler = lambda(takeCommand, { input, clients: { dynamodb, sfn } });

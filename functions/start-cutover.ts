/** Starts a cutover for whoever signed the request, and writes down who that is. Starts nothing that the plan's parser refuses. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { lambda } from '../aws/lambda.ts';
import { answer, readRequest } from '../aws/request.ts';
import { start } from '../aws/start.ts';
import type { World } from '../aws/world.ts';
import { cutoverIdForm } from '../core/plan/cutover-id.ts';

const input = z.looseObject({ requestContext: z.looseObject({}) });
const body = z.object({
  cutoverId: z.string().check(z.regex(cutoverIdForm)),
  live: z.boolean(),
  plan: z.record(z.string(), z.unknown()),
});

const statuses = { started: 200, taken: 409, refused: 400 };

export async function startCutover(world: World<'dynamodb' | 'sfn'>, event: z.infer<typeof input>) {
  const request = readRequest(event, body);
  if ('refusal' in request) return answer(request.status, { does: 'refused', told: request.refusal });
  const started = await start(world, request.body, request.principal);
  return answer(statuses[started.does], started);
}

export const handler = lambda(startCutover, { input, clients: { dynamodb, sfn } });

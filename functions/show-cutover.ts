/** Shows whoever signed the request a cutover and its story or its report, or the newest cutovers; or makes a link by which others look on. Changes nothing else. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { lambda } from '../aws/lambda.ts';
import { answer, readRequest } from '../aws/request.ts';
import { reportOne, shareOne, showAll, showOne } from '../aws/show.ts';
import type { World } from '../aws/world.ts';

const input = z.looseObject({ requestContext: z.looseObject({}) });
const body = z.object({
  /** Absent: the newest of all. */
  cutoverId: z.optional(z.string().check(z.minLength(1), z.maxLength(80))),
  since: z.optional(z.iso.datetime()),
  share: z.optional(z.boolean()),
  report: z.optional(z.boolean()),
});

export async function showCutover(world: World<'dynamodb' | 'sfn'>, event: z.infer<typeof input>) {
  const request = readRequest(event, body);
  if ('refusal' in request) return answer(request.status, { told: request.refusal });
  const { cutoverId, since, share = false, report = false } = request.body;
  if (cutoverId === undefined) {
    const cutovers = await showAll(world);
    return answer(200, { does: 'list', told: `the newest ${cutovers.length} cutovers`, cutovers });
  }
  const does = report ? 'report' : share ? 'share' : 'show';
  const shown = await {
    report: () => reportOne(world, cutoverId),
    share: () => shareOne(world, cutoverId, request.principal),
    show: () => showOne(world, cutoverId, since),
  }[does]();
  if (shown === undefined)
    return answer(404, { does: 'unknown', told: `nobody has started a cutover ${cutoverId}` });
  return answer(200, { does, ...shown });
}

export const handler = lambda(showCutover, { input, clients: { dynamodb, sfn } });

/** The page on which people decide, at a URL of its own. Showing it changes nothing; an answer is counted at its gate. */
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { lambda } from '../aws/lambda.ts';
import { attend } from '../aws/visit/attend.ts';
import { readVisit, type UrlRequest, urlRequest } from '../aws/visit/request.ts';
import type { World } from '../aws/world.ts';
import { respond } from '../web/respond.ts';

export async function serveGate(
  world: World<'dynamodb' | 'sfn' | 'cloudwatch' | 'ecs'>,
  request: UrlRequest,
) {
  const met = await attend(world, readVisit(request));
  return { ...respond(met) };
}

export const handler = lambda(serveGate, {
  input: urlRequest,
  clients: { dynamodb, sfn, cloudwatch, ecs },
});

/** The control room of a deployed cutover, at a URL of its own, for whoever has a link. Changes nothing. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { onlooker } from '../aws/lambda.ts';
import { lookOn } from '../aws/room/look.ts';
import { packed } from '../aws/room/pack.ts';
import { readRoomVisit } from '../aws/room/request.ts';
import { type UrlRequest, urlRequest } from '../aws/visit/request.ts';
import type { World } from '../aws/world.ts';
import { respondRoom } from '../web/room/respond.ts';

export async function serveRoom(world: World<'dynamodb'>, request: UrlRequest) {
  const met = await lookOn(world, readRoomVisit(request));
  return { ...packed(respondRoom(met), request.headers?.['accept-encoding']) };
}

export const handler = onlooker(serveRoom, { input: urlRequest, clients: { dynamodb } });

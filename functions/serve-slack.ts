/** Answers clicks in Slack. A button opens a dialog; the dialog's answer is counted at its gate like every other. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { secretsmanager } from '../aws/clients/secretsmanager.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { hearClick, type Hearing } from '../aws/click/hear.ts';
import { lambda } from '../aws/lambda.ts';
import { type UrlRequest, urlRequest } from '../aws/visit/request.ts';

export async function serveSlack(world: Hearing, request: UrlRequest) {
  return { ...(await hearClick(world, request)) };
}

export const handler = lambda(serveSlack, { input: urlRequest, clients: { dynamodb, sfn, secretsmanager } });

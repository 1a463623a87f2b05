/**
 * A signed request to a function URL with AWS_IAM: AWS has checked the signature and the caller's right to call, and
 * says who it is. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
import * as z from 'zod/mini';

const shape = z.looseObject({
  requestContext: z.looseObject({
    http: z.looseObject({ method: z.string() }),
    authorizer: z.optional(z.looseObject({ iam: z.looseObject({ userArn: z.string() }) })),
  }),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
});

export type Request<B> =
  | { readonly principal: string; readonly body: B }
  | { readonly status: number; readonly refusal: string };

export function readRequest<B>(event: unknown, schema: z.ZodMiniType<B>): Request<B> {
  const parsed = shape.safeParse(event);
  if (!parsed.success) return { status: 400, refusal: 'this is not a request to a function URL' };
  const { requestContext, body = '', isBase64Encoded = false } = parsed.data;
  if (requestContext.http.method !== 'POST') return { status: 405, refusal: 'POST a JSON body here' };
  const principal = requestContext.authorizer?.iam.userArn;
  // The URL takes signed requests only; one without a principal came by a door that we do not know.
  if (principal === undefined)
    return { status: 403, refusal: 'sign the request: nobody is known to have sent it' };
  const read = schema.safeParse(jsonOf(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body));
  if (read.success) return { principal, body: read.data };
  const problems = read.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`,
  );
  return { status: 400, refusal: problems.join('; ') };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function answer(statusCode: number, document: object) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(document) };
}

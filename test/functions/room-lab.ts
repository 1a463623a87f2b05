/** A cutover in the lab that stands at 26 %, its control room served over HTTP, and links to it made by the deployed function. */
import type { UrlRequest } from '../../aws/visit/request.ts';
import { servePage } from '../../lab/page/serve.ts';
import { labRoomUrl } from '../../lab/world.ts';
import { type GateLab, gateLab } from './gate-lab.ts';
import { ask, type Reply, type Sent } from './visitor.ts';

export const cutoverId = 'rehearsal-1';
export const path = `/room/${cutoverId}`;
const userArn = 'arn:aws:sts::123456789012:assumed-role/viewers/vera';

export interface RoomLab extends GateLab {
  /** The deployed function that shows cutovers, signed by vera. */
  readonly signed: (
    body: object,
  ) => Promise<{ readonly status: number; readonly said: Record<string, string> }>;
  /** Its secret. */
  readonly share: () => Promise<string>;
  /** Follows a link, and comes back with its cookie. */
  readonly enter: (secret: string) => Promise<string>;
  readonly look: (sent?: Sent) => Promise<Reply>;
}

export async function roomLab(): Promise<RoomLab> {
  const gate = await gateLab();
  const { lab } = gate;
  const page = await servePage(lab, { port: 0, functionKey: 'serveRoom' });
  const signed: RoomLab['signed'] = async (body) => {
    const heard: { statusCode: number; body: string }[] = [];
    const requestContext = { http: { method: 'POST' }, authorizer: { iam: { userArn } } };
    lab.lambda.invoke('showCutover', { requestContext, body: JSON.stringify(body) }, (result) =>
      heard.push(('output' in result ? result.output : { statusCode: 502, body: '{}' }) as (typeof heard)[0]),
    );
    while (heard.length === 0) await lab.clock.step();
    const [{ statusCode, body: text } = { statusCode: 0, body: '{}' }] = heard;
    return { status: statusCode, said: JSON.parse(text) as Record<string, string> };
  };
  const look = (sent: Sent = {}) => ask(page.url, { path, ...sent });
  return {
    ...gate,
    url: page.url,
    signed,
    look,
    share: async () => {
      const { said } = await signed({ cutoverId, share: true });
      const link = new URL(said['link'] ?? '');
      if (link.origin !== labRoomUrl || link.pathname !== path)
        throw new Error(`the link leads to ${link.href}`);
      return link.searchParams.get('key') ?? '';
    },
    enter: async (secret) => {
      const { headers } = await look({ path: `${path}?key=${secret}` });
      return String(headers['set-cookie']).split(';')[0] ?? '';
    },
    close: async () => {
      await page.close();
      await gate.close();
    },
  };
}

/** What the function is given when somebody looks. */
export function lookEvent(part = '', headers: Record<string, string> = {}, cookie?: string): UrlRequest {
  return {
    rawPath: `${path}${part}`,
    headers,
    ...(cookie !== undefined && { cookies: [cookie] }),
    requestContext: { http: { method: 'GET' } },
  };
}

/** Slack in front of the real function: it signs what people press, and knows what they were shown. */
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import type { Channels } from '../../core/messages/channels.ts';
import { servePage } from '../../lab/page/serve.ts';
import { type GateLab, gateId, gateLab } from './gate-lab.ts';

const signingSecret = 'token-that-must-not-be-shown';

const channels: Channels = {
  slack: {
    channel: 'C0RELEASES',
    token: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:cutover/slack-AbCdEf',
    onRollback: [],
    buttons: {
      signingSecret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:cutover/signing-AbCdEf',
      app: 'A0CUTOVER',
      workspaces: ['T0HOME'],
    },
  },
  slackIds: { dana: 'U-dana', sam: 'U-sam', robin: 'U-robin' },
};

/** How a request differs from what Slack would send. */
export interface Forgery {
  readonly secret?: string;
  /** Seconds after the lab was opened. */
  readonly at?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent is not what was signed. */
  readonly body?: (signed: string) => string;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

export interface SlackLab extends GateLab {
  /** What the lab's Slack was asked to open or to say to one person alone. */
  readonly calls: { readonly method: string; readonly body: Readonly<Record<string, unknown>> }[];
  readonly digest: string;
  readonly press: (who: string, word: string, changes?: object, forgery?: Forgery) => Promise<Reply>;
  /** Presses, and sends the dialog that opens. */
  readonly decide: (who: string, word: string, reason: string, forgery?: Forgery) => Promise<Reply>;
  readonly send: (payload: object, forgery?: Forgery) => Promise<Reply>;
}

export async function slackLab(changes: Parameters<typeof gateLab>[0] = {}): Promise<SlackLab> {
  const gate = await gateLab(changes, channels);
  const { lab, question } = gate;
  const page = await servePage(lab, { port: 0, functionKey: 'serveSlack' });
  const calls: SlackLab['calls'] = [];
  // One second for all: what is sent twice is the same to the byte.
  const signedAt = Math.floor(lab.clock.now() / 1000);
  const slack = lab.tellers?.slack;
  if (slack === undefined) throw new Error('this lab tells nobody');
  slack.onCall((method, body) => {
    if (method === 'views.open' || method === 'chat.postEphemeral') calls.push({ method, body });
  });
  const send: SlackLab['send'] = async (payload, forgery = {}) => {
    const { secret = signingSecret, at = 0, headers = {}, body = (signed: string) => signed } = forgery;
    const signed = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const timestamp = String(signedAt + at);
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${signed}`).digest('hex')}`;
    const response = await fetch(page.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
        ...headers,
      },
      body: body(signed),
    });
    return { status: response.status, text: await response.text() };
  };
  const press: SlackLab['press'] = (who, word, more = {}, forgery = {}) =>
    send({ ...button(who, word, question.digest), ...more }, forgery);
  return {
    ...gate,
    calls,
    digest: question.digest,
    send,
    press,
    decide: async (who, word, reason, forgery) => {
      await press(who, word);
      const opened = calls.findLast(({ method }) => method === 'views.open');
      expect(opened).toBeDefined();
      return send(dialog(who, opened?.body['view'] as { private_metadata: string }, reason), forgery);
    },
    close: async () => {
      await page.close();
      await gate.close();
    },
  };
}

const home = { api_app_id: 'A0CUTOVER', team: { id: 'T0HOME' }, enterprise: null };
let presses = 0;

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function button(who: string, word: string, digest: string): object {
  return {
    type: 'block_actions',
    ...home,
    user: { id: who, team_id: 'T0HOME' },
    channel: { id: 'C0RELEASES', name: 'releases' },
    trigger_id: `trigger.${presses++}`,
    actions: [
      {
        type: 'button',
        block_id: 'decide',
        action_id: word,
        value: JSON.stringify({ gate: gateId, digest }),
      },
    ],
  };
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function dialog(who: string, view: { readonly private_metadata: string }, reason: string): object {
  return {
    type: 'view_submission',
    ...home,
    user: { id: who, team_id: 'T0HOME' },
    view: {
      id: `V${presses++}`,
      callback_id: 'decide',
      private_metadata: view.private_metadata,
      state: {
        values: { reason: { reason: { type: 'plain_text_input', value: reason === '' ? null : reason } } },
      },
    },
  };
}

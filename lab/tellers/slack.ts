/**
 * Slack, as far as cutovers tell it: messages, their updates, threads and metadata; ephemeral messages and dialogs are taken.
 * Not modelled: scopes, membership, rates, formatting, users. https://docs.slack.dev/reference/methods
 */
import type { HttpRequest } from '../../aws/world.ts';
import type { VirtualClock } from '../clock.ts';
import type { HttpOutcome } from '../users/answer.ts';

export interface SlackMessage {
  readonly at: number;
  readonly channel: string;
  readonly ts: string;
  /** Of the message whose thread this is in. */
  readonly threadTs?: string;
  readonly text: string;
  readonly blocks?: unknown;
  readonly metadata?: unknown;
  /** How often it was brought up to date. */
  readonly updates: number;
}

type Body = Readonly<Record<string, string | undefined>> & {
  readonly blocks?: unknown;
  readonly metadata?: unknown;
};

export class Slack {
  readonly #clock: VirtualClock;
  readonly #messages: SlackMessage[] = [];
  readonly #listeners: ((method: string, body: Readonly<Record<string, unknown>>) => void)[] = [];

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /** In the order in which they were posted, as they read now. */
  get messages(): readonly SlackMessage[] {
    return this.#messages;
  }

  /** Told of every call, before it is answered. */
  onCall(listener: (method: string, body: Readonly<Record<string, unknown>>) => void): void {
    this.#listeners.push(listener);
  }

  /** Undefined for another host. */
  answer(request: HttpRequest): HttpOutcome | undefined {
    const { hostname, pathname, searchParams } = new URL(request.url);
    if (hostname !== 'slack.com') return undefined;
    const method = pathname.slice('/api/'.length);
    const given = (
      request.body === undefined ? Object.fromEntries(searchParams) : JSON.parse(request.body)
    ) as Body;
    for (const listener of this.#listeners) listener(method, given);
    const body = JSON.stringify(this.#act(method, given));
    return { response: { status: 200, body, tookMilliseconds: 120 } };
  }

  #act(method: string, given: Body): object {
    if (method === 'chat.postMessage') return this.#post(given);
    if (method === 'chat.update') return this.#update(given);
    if (method === 'conversations.replies') return { ok: true, messages: this.#of(given['ts']) };
    if (method === 'conversations.history') return { ok: true, messages: this.#of(undefined) };
    if (method === 'chat.postEphemeral' || method === 'views.open') return { ok: true };
    return { ok: false, error: 'unknown_method' };
  }

  #post({ channel = '', text = '', thread_ts: threadTs, blocks, metadata }: Body): object {
    const ts = `${Math.floor(this.#clock.now() / 1000)}.${String(this.#messages.length).padStart(6, '0')}`;
    const at = this.#clock.now();
    this.#messages.push({
      at,
      channel,
      ts,
      text,
      updates: 0,
      blocks,
      metadata,
      ...(threadTs !== undefined && { threadTs }),
    });
    return { ok: true, channel, ts };
  }

  #update({ ts, text = '', blocks }: Body): object {
    const index = this.#messages.findIndex((message) => message.ts === ts);
    const before = this.#messages[index];
    if (before === undefined) return { ok: false, error: 'message_not_found' };
    this.#messages[index] = { ...before, text, blocks, updates: before.updates + 1 };
    return { ok: true, ts };
  }

  #of(root: string | undefined): object[] {
    const found = this.#messages.filter(({ ts, threadTs }) =>
      root === undefined ? threadTs === undefined : ts === root || threadTs === root,
    );
    return found.map(({ ts, text, metadata }) => ({ ts, text, metadata }));
  }
}

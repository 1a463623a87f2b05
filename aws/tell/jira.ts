/** The calls of Jira Cloud's REST API that a ticket takes. https://developer.atlassian.com/cloud/jira/platform/rest/v3 */
import type { JiraTickets } from '../../core/messages/channels.ts';
import type { World } from '../world.ts';
import type { Seen } from './outlet.ts';
import { type Answer, ask, json, type Sent } from './sent.ts';
import type { Tracker } from './ticket.ts';

const pageSize = 100;
const pagesMax = 20;

type Call = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>;

export function jira(world: Pick<World, 'http'>, { site, user }: JiraTickets, token: string): Tracker {
  const authorization = `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
  const call: Call = (method, path, body) =>
    ask(world, {
      url: `${site}/rest/api/3/issue/${path}`,
      method,
      headers: {
        authorization,
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body ? { body: JSON.stringify(body) } : { bodyBytesMax: 8 * 1024 * 1024 }),
    });
  return {
    named: 'the key of an issue in Jira',
    ticket: /^[A-Z][A-Z0-9_]{1,20}-\d{1,10}$/,
    comment: async (ticket, text, mark) => {
      const answered = await call('POST', `${ticket}/comment`, { body: documentOf([text, mark]) });
      if (!('response' in answered)) return answered;
      const { id } = (json(answered.response.body) ?? {}) as { readonly id?: unknown };
      return typeof id === 'string' ? { does: 'sent', receipt: id } : half;
    },
    findComment: (ticket, mark) => find(call, ticket, mark),
    move: (ticket, does) => move(call, ticket, does),
  };
}

const half = { does: 'later', why: 'answered half of what it should', isDoubtful: true } as const;

/** Text and nothing else: what the story quotes becomes no mention, link or macro. https://developer.atlassian.com/cloud/jira/platform/apis/document/structure */
function documentOf(paragraphs: readonly string[]): object {
  const lines = paragraphs.flatMap((paragraph) => paragraph.split('\n')).filter((line) => line !== '');
  const content = lines.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }));
  return { type: 'doc', version: 1, content };
}

async function find(call: Call, ticket: string, mark: string): Promise<Seen> {
  for (let page = 0; page < pagesMax; page++) {
    const query = `startAt=${page * pageSize}&maxResults=${pageSize}&orderBy=-created`;
    const answered = await call('GET', `${ticket}/comment?${query}`);
    if (!('response' in answered)) return answered;
    const { comments } = (json(answered.response.body) ?? {}) as {
      readonly comments?: readonly { readonly id: string; readonly body: unknown }[];
    };
    if (!Array.isArray(comments)) return half;
    const found = (comments as { id: string; body: unknown }[]).find(({ body }) =>
      JSON.stringify(body).includes(mark),
    );
    if (found !== undefined) return { does: 'sent', receipt: found.id };
    if (comments.length < pageSize) break;
  }
  return { does: 'notThere' };
}

interface Transition {
  readonly id: string;
  readonly to: { readonly name: string; readonly statusCategory: { readonly key: string } };
  readonly fields?: Readonly<
    Record<string, { readonly required: boolean; readonly hasDefaultValue?: boolean }>
  >;
}

/** By the kind of status, not by names: every workflow has its own. */
async function move(call: Call, ticket: string, does: 'close' | 'reopen'): Promise<Sent> {
  const read = await call('GET', `${ticket}?fields=status`);
  if (!('response' in read)) return read;
  const issue = json(read.response.body) as
    | { readonly fields?: { readonly status?: { readonly statusCategory?: { readonly key?: string } } } }
    | undefined;
  const now = issue?.fields?.status?.statusCategory?.key;
  if (now === undefined) return half;
  if ((now === 'done') === (does === 'close')) return { does: 'sent', receipt: now };
  const listed = await call('GET', `${ticket}/transitions?expand=transitions.fields`);
  if (!('response' in listed)) return listed;
  const { transitions } = (json(listed.response.body) ?? {}) as {
    readonly transitions?: readonly Transition[];
  };
  if (transitions === undefined) return half;
  const chosen = choose(transitions, does);
  if ('does' in chosen) return chosen;
  const moved = await call('POST', `${ticket}/transitions`, { transition: { id: chosen.id } });
  return 'response' in moved ? { does: 'sent', receipt: chosen.to.name } : moved;
}

function choose(transitions: readonly Transition[], does: 'close' | 'reopen'): Transition | Sent {
  const leading = transitions.filter(({ to }) => (to.statusCategory.key === 'done') === (does === 'close'));
  const free = leading.find((transition) => missing(transition).length === 0);
  if (free !== undefined) return free;
  const [first] = leading;
  const why =
    first === undefined
      ? `its workflow has no transition from here that would ${does} it, or the user of the token may not use one`
      : `its workflow wants ${missing(first).join(', ')} to ${does} it: give these a default, or do it by hand`;
  return { does: 'refused', why };
}

function missing({ fields = {} }: Transition): string[] {
  return Object.entries(fields)
    .filter(([, { required, hasDefaultValue }]) => required && hasDefaultValue !== true)
    .map(([field]) => field);
}

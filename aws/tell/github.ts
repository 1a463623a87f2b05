/** The calls of GitHub's REST API that a ticket takes. https://docs.github.com/en/rest/issues/comments */
import type { GitHubTickets } from '../../core/messages/channels.ts';
import type { HttpResponse, World } from '../world.ts';
import { fenced, gitHubCall } from './github-api.ts';
import type { Seen } from './outlet.ts';
import { type Answer, json, type Sent } from './sent.ts';
import type { Tracker } from './ticket.ts';

const pageSize = 100;
const pagesMax = 20;

export function gitHub(world: Pick<World, 'http'>, { repository }: GitHubTickets, token: string): Tracker {
  const call = gitHubCall(world, repository, token);
  return {
    named: 'the number of an issue on GitHub',
    ticket: /^\d{1,10}$/,
    comment: async (ticket, text, mark) =>
      receiptOf(
        await call('POST', `issues/${ticket}/comments`, { body: `${fenced(text)}\n\n<!-- ${mark} -->` }),
      ),
    findComment: (ticket, mark) => find(mark, (page) => call('GET', `issues/${ticket}/comments?${page}`)),
    move: async (ticket, does) => {
      const state =
        does === 'close'
          ? { state: 'closed', state_reason: 'completed' }
          : { state: 'open', state_reason: 'reopened' };
      return receiptOf(await call('PATCH', `issues/${ticket}`, state));
    },
  };
}

/** A whole answer has the id: half of one says nothing. */
function receiptOf(answered: Answer): Sent {
  if (!('response' in answered)) return answered;
  const id = idOf(answered.response);
  return id === undefined
    ? { does: 'later', why: 'answered without an id', isDoubtful: true }
    : { does: 'sent', receipt: id };
}

function idOf({ body }: HttpResponse): string | undefined {
  const { id } = (json(body) ?? {}) as { readonly id?: unknown };
  return typeof id === 'number' ? String(id) : undefined;
}

async function find(mark: string, read: (page: string) => Promise<Answer>): Promise<Seen> {
  for (let page = 1; page <= pagesMax; page++) {
    const answered = await read(`per_page=${pageSize}&page=${page}`);
    if (!('response' in answered)) return answered;
    const listed = json(answered.response.body);
    if (!Array.isArray(listed))
      return { does: 'later', why: 'answered something that is no list', isDoubtful: true };
    const comments = listed as readonly { readonly id: number; readonly body?: string | null }[];
    const found = comments.find(({ body }) => body?.endsWith(`<!-- ${mark} -->`));
    if (found !== undefined) return { does: 'sent', receipt: String(found.id) };
    if (comments.length < pageSize) break;
  }
  return { does: 'notThere' };
}

/**
 * Proposes to the team's runbook what a cutover taught: a branch named after the cutover, a section at the end of the
 * file, a pull request. Each step looks before it acts, so that a try goes on where the one before it died; what people
 * have made of the pull request since is theirs. https://docs.github.com/en/rest
 */
import { createHash } from 'node:crypto';
import type { Runbook } from '../../core/messages/channels.ts';
import { type RunbookContent, runbookPieces } from '../../core/messages/runbook.ts';
import { readSecretValue } from '../checks/secret-value.ts';
import type { HttpResponse, World } from '../world.ts';
import { fenced, type GitHubCall, gitHubCall, saidOf } from './github-api.ts';
import type { Outlet } from './outlet.ts';
import { fileOf, withSection } from './runbook-file.ts';
import { json, type Later, mapping, type Refused, type Sent } from './sent.ts';

/** One try's time: the function has other channels to tell, and the next try goes on from here. */
const tryMilliseconds = 10_000;

interface Proposal extends RunbookContent {
  readonly call: GitHubCall;
  readonly runbook: Runbook;
  readonly branch: string;
  readonly mark: string;
}

type Unanswered = Refused | Later;

export function runbookOutlet(world: World<'secretsmanager'>, runbook: Runbook): Outlet<RunbookContent> {
  let token: Promise<string> | undefined;
  return {
    name: 'runbook',
    pieces: runbookPieces,
    send: async ({ content }) => {
      const call = gitHubCall(
        world,
        runbook.repository,
        await (token ??= readSecretValue(world, runbook.token)),
      );
      return propose({ ...content, call: inTime(world, call), runbook, ...namesOf(content.cutoverId) });
    },
  };
}

async function propose(proposal: Proposal): Promise<Sent> {
  for (const step of [findPull, makeBranch, writeFile]) {
    const ended = await step(proposal);
    if (ended !== undefined) return ended;
  }
  return openPull(proposal);
}

function inTime({ clock }: Pick<World, 'clock'>, call: GitHubCall): GitHubCall {
  const until = clock.now() + tryMilliseconds;
  return async (...asked) => (clock.now() < until ? call(...asked) : tooSlow);
}

/** The same cutover, the same branch: the id is no name for one as it stands (`..`, `.lock`, `@{`). */
function namesOf(cutoverId: string): Pick<Proposal, 'branch' | 'mark'> {
  const digest = createHash('sha256').update(cutoverId).digest('hex').slice(0, 16);
  const readable = cutoverId.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
  return { branch: `cutover/${readable}-${digest}`, mark: `<!-- cutover:${digest} -->` };
}

/** Steps end with undefined where the next one is to go on. Open, merged or closed: it was proposed, and people have it. */
async function findPull({ call, runbook, branch }: Proposal): Promise<Sent | undefined> {
  const [owner = ''] = runbook.repository.split('/');
  const head = encodeURIComponent(`${owner}:${branch}`);
  const answered = await call('GET', `pulls?state=all&head=${head}&per_page=100`);
  if (!('response' in answered)) return inWords(answered);
  const listed = json(answered.response.body);
  if (!Array.isArray(listed)) return half;
  const pulls = listed as readonly { readonly number?: number; readonly head?: { readonly ref?: string } }[];
  const found = pulls.find(({ head: at }) => at?.ref === branch);
  return found === undefined ? undefined : { does: 'sent', receipt: String(found.number) };
}

async function makeBranch({ call, runbook, branch }: Proposal): Promise<Sent | undefined> {
  const own = await call('GET', `git/ref/heads/${branch}`);
  if ('response' in own) return tipOf(own.response) === undefined ? half : undefined;
  if (!isStatus(own, 404)) return inWords(own);
  const base = await call('GET', `git/ref/heads/${pathOf(runbook.base)}`);
  if (!('response' in base)) {
    const why = `${runbook.repository} has no branch ${runbook.base}, or the token may not read it`;
    return isStatus(base, 404) ? { does: 'refused', why } : inWords(base);
  }
  const sha = tipOf(base.response);
  if (sha === undefined) return half;
  const made = await call('POST', 'git/refs', { ref: `refs/heads/${branch}`, sha });
  if ('response' in made) return tipOf(made.response) === undefined ? half : undefined;
  return says(made, /already exists/i) ? undefined : inWords(made);
}

/** A proxy's page is no branch. */
function tipOf({ body }: HttpResponse): string | undefined {
  const { sha } = (mapping(body)?.['object'] ?? {}) as { readonly sha?: unknown };
  return typeof sha === 'string' ? sha : undefined;
}

/** Byte for byte what was there, and the section behind it. */
async function writeFile({
  call,
  runbook,
  branch,
  mark,
  section,
  title,
}: Proposal): Promise<Sent | undefined> {
  const path = `contents/${pathOf(runbook.path)}`;
  const read = await call('GET', `${path}?ref=${encodeURIComponent(branch)}`);
  if (!('response' in read) && !isStatus(read, 404)) return inWords(read);
  const file = 'response' in read ? fileOf(read.response.body) : { bytes: Buffer.alloc(0) };
  if (file === undefined) return half;
  if ('why' in file) return { does: 'refused', why: `${runbook.path} in ${runbook.repository} ${file.why}` };
  const content = withSection(file.bytes, section, mark);
  if (content === undefined) return undefined;
  const put = await call('PUT', path, {
    message: title,
    branch,
    content: content.toString('base64'),
    ...('sha' in file && { sha: file.sha }),
  });
  if ('response' in put) return mapping(put.response.body)?.['commit'] === undefined ? half : undefined;
  // Somebody was quicker (409, or a file that was not there a moment ago): its sha is read again.
  return says(put, /\bsha\b/) ? later(put.why) : inWords(put);
}

async function openPull({ call, runbook, branch, title, summary }: Proposal): Promise<Sent> {
  const made = await call('POST', 'pulls', {
    title,
    head: branch,
    base: runbook.base,
    body: fenced(summary),
  });
  if ('response' in made) {
    const { number } = mapping(made.response.body) ?? {};
    return typeof number === 'number' ? { does: 'sent', receipt: String(number) } : half;
  }
  // The second: it is in the runbook already, and the pull request was deleted.
  const isThere = says(made, /pull request already exists/i) || says(made, /no commits between/i);
  return isThere ? { does: 'sent', receipt: branch } : inWords(made);
}

const tooSlow = { does: 'later', why: 'GitHub answers slowly', isDoubtful: true } as const;
const half = { does: 'later', why: 'answered half of what it should', isDoubtful: true } as const;

function later(why: string): Sent {
  return { does: 'later', why, isDoubtful: true };
}

function isStatus(answered: Unanswered, status: number): answered is Refused {
  return answered.does === 'refused' && answered.refusal?.status === status;
}

function says(answered: Unanswered, what: RegExp): boolean {
  return isStatus(answered, 422) && what.test(saidOf(answered));
}

/** With what GitHub says of it: that a branch is protected stands nowhere else. */
function inWords(answered: Unanswered): Sent {
  if (answered.does !== 'refused') return answered;
  const said = saidOf(answered);
  return said === '' ? answered : { does: 'refused', why: `${answered.why}: ${said}` };
}

function pathOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

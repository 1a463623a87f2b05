/**
 * A repository on GitHub with a runbook in it, on loopback: references, contents and pull requests as far as the
 * reference says what a call must be. Whatever breaks a rule is answered as GitHub does, and written down.
 * https://docs.github.com/en/rest/git/refs, /repos/contents and /pulls
 */
import { createHash } from 'node:crypto';
import { type Given, onLoopback, type Reply, strangerAtGitHub, type Trouble } from './ticket-server.ts';

type Tree = Record<string, Buffer>;

export interface Pull {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly head: string;
  state: 'open' | 'closed';
}

export interface Repository {
  readonly branches: Record<string, Tree>;
  readonly pulls: Pull[];
  readonly commits: string[];
  /** Called at each request. */
  onRequest: () => void;
  /** Done before the next write to a file: somebody was quicker. */
  readonly meanwhile: (() => void)[];
}

const repositoryPath = '/repos/example/handbook/';
export const file = 'docs/run book.md';

export async function runbookServer(troubles: Trouble[], text: string | Buffer | undefined) {
  const main: Tree = text === undefined ? {} : { [file]: Buffer.from(text as string) };
  const repository: Repository = {
    branches: { main },
    pulls: [],
    commits: [],
    meanwhile: [],
    onRequest: () => undefined,
  };
  const errors: string[] = [];
  const asked: string[] = [];
  const answer = (given: Given): Reply => {
    repository.onRequest();
    asked.push(`${given.verb} ${given.path}`);
    const reply = asGitHub(given, repository);
    if (reply[0] >= 400 && reply[0] !== 404)
      errors.push(`${given.verb} ${given.path}: ${JSON.stringify(reply)}`);
    return reply;
  };
  return { ...(await onLoopback(troubles, answer)), repository, errors, asked };
}

function asGitHub(given: Given, repository: Repository): Reply {
  const { verb, headers, path } = given;
  const stranger = strangerAtGitHub(headers);
  if (stranger !== undefined) return stranger;
  if (!path.startsWith(repositoryPath)) return notFound;
  const call = decodeURIComponent(path.slice(repositoryPath.length));
  if (verb === 'GET' && call.startsWith('git/ref/heads/'))
    return reference(call.slice('git/ref/heads/'.length), repository);
  if (verb === 'POST' && call === 'git/refs') return makeReference(given.body, repository);
  if (call.startsWith('contents/')) return contents(call.slice('contents/'.length), given, repository);
  if (call === 'pulls') return verb === 'GET' ? listed(given, repository) : opened(given.body, repository);
  return notFound;
}

const notFound: Reply = [404, { message: 'Not Found' }];
const invalid = (message: string): Reply => [422, { message: 'Validation Failed', errors: [{ message }] }];
const shaOf = (bytes: Buffer | string) => createHash('sha1').update(bytes).digest('hex');
const tip = (tree: Tree) => shaOf(JSON.stringify(tree));

function reference(name: string, { branches }: Repository): Reply {
  const tree = branches[name];
  return tree === undefined
    ? notFound
    : [200, { ref: `refs/heads/${name}`, object: { type: 'commit', sha: tip(tree) } }];
}

function makeReference({ ref, sha }: Given['body'], { branches }: Repository): Reply {
  const name = /^refs\/heads\/(.+)$/.exec(String(ref))?.[1];
  if (name === undefined || /\.\.|@\{|[\s~^:?*[\\]|\.lock$|\/$|\.$/.test(name))
    return [422, { message: `${String(ref)} is not a valid ref name.` }];
  if (branches[name] !== undefined) return [422, { message: 'Reference already exists' }];
  const from = Object.values(branches).find((tree) => tip(tree) === sha);
  if (from === undefined) return [422, { message: 'Object does not exist' }];
  branches[name] = { ...from };
  return [201, { ref, object: { sha } }];
}

function contents(path: string, { verb, query, body }: Given, repository: Repository): Reply {
  const { branches, commits, meanwhile } = repository;
  if (verb === 'GET') {
    const bytes = branches[query.get('ref') ?? 'main']?.[path];
    return bytes === undefined ? notFound : [200, described(bytes)];
  }
  meanwhile.shift()?.();
  const { message, content, branch, sha } = body;
  const tree = branches[String(branch)];
  if (typeof message !== 'string' || message === '' || typeof content !== 'string')
    return [422, { message: 'Invalid request.' }];
  if (tree === undefined) return [404, { message: `Branch ${String(branch)} not found` }];
  const before = tree[path];
  if (before !== undefined && sha === undefined)
    return [422, { message: 'Invalid request.\n\n"sha" wasn\'t supplied.' }];
  if (before !== undefined && sha !== shaOf(before))
    return [409, { message: `${path} does not match ${String(sha)}` }];
  tree[path] = Buffer.from(content, 'base64');
  commits.push(message);
  return [before === undefined ? 201 : 200, { commit: { sha: tip(tree) } }];
}

/** GitHub breaks base64 into lines, and gives nothing of what is over 1 MB. */
function described(bytes: Buffer): object {
  const isLarge = bytes.length > 1024 * 1024;
  const content = bytes.toString('base64').replaceAll(/.{60}/g, '$&\n');
  return {
    type: 'file',
    sha: shaOf(bytes),
    size: bytes.length,
    ...(isLarge ? { encoding: 'none', content: '' } : { encoding: 'base64', content }),
  };
}

function listed({ query }: Given, { pulls }: Repository): Reply {
  const [owner, head] = (query.get('head') ?? '').split(':');
  const found = pulls
    .filter(({ state }) => query.get('state') === 'all' || state === 'open')
    .filter((pull) => owner === 'example' && pull.head === head);
  return [200, found.map(({ number, head: ref }) => ({ number, head: { ref } }))];
}

function opened({ title, head, base, body }: Given['body'], { branches, pulls }: Repository): Reply {
  const [from, to] = [branches[String(head)], branches[String(base)]];
  if (typeof title !== 'string' || title === '' || from === undefined || to === undefined)
    return invalid('Invalid value');
  if (pulls.some((pull) => pull.head === head && pull.state === 'open'))
    return invalid(`A pull request already exists for example:${String(head)}.`);
  if (tip(from) === tip(to)) return invalid(`No commits between ${String(base)} and ${String(head)}`);
  const number = 100 + pulls.length;
  pulls.push({ number, title, body: String(body), head: String(head), state: 'open' });
  return [201, { number, html_url: `https://github.com/example/handbook/pull/${number}` }];
}

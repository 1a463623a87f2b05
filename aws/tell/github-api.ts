/** One call of GitHub's REST API. https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api */
import type { World } from '../world.ts';
import { type Answer, ask, json, type Refused } from './sent.ts';

export type Verb = 'GET' | 'POST' | 'PATCH' | 'PUT';
export type GitHubCall = (verb: Verb, path: string, body?: object) => Promise<Answer>;

const answerBytesMax = 8 * 1024 * 1024;

/** `path`: below the repository. */
export function gitHubCall(world: Pick<World, 'http'>, repository: string, token: string): GitHubCall {
  return (method, path, body) =>
    ask(world, {
      url: `https://api.github.com/repos/${repository}/${path}`,
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': 'cutover',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      bodyBytesMax: answerBytesMax,
    });
}

/** What GitHub says of a refusal; empty where it says nothing. */
export function saidOf(answered: Refused): string {
  const { message = '', errors = [] } = (json(answered.refusal?.body ?? '') ?? {}) as {
    readonly message?: string;
    readonly errors?: readonly { readonly message?: string }[];
  };
  return [message, ...errors.flatMap((one) => one.message ?? [])].join('. ').slice(0, 300);
}

/** Nothing that the story quotes may call people, close issues or hide a mark: in a fence all of it is text. */
export function fenced(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}text\n${text}\n${fence}`;
}

/** The calls of Slack's Web API that we make. An answer is read by its `ok`, not by its status. https://docs.slack.dev/apis/web-api */
import type { World } from '../world.ts';
import { ask, mapping, type Sent } from './sent.ts';

export type SlackAnswer =
  | { readonly answer: Readonly<Record<string, unknown>> }
  | Exclude<Sent, { does: 'sent' }>;

const base = 'https://slack.com/api';

/** Errors of Slack's own, after which nobody knows whether it was done. */
const broken = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
];

export function slackPost(
  world: Pick<World, 'http'>,
  token: string,
  method: string,
  body: object,
): Promise<SlackAnswer> {
  return call(world, {
    url: `${base}/${method}`,
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  });
}

/** Reading methods take no JSON. */
export function slackGet(
  world: Pick<World, 'http'>,
  token: string,
  method: string,
  query: Readonly<Record<string, string>>,
): Promise<SlackAnswer> {
  return call(world, {
    url: `${base}/${method}?${new URLSearchParams(query).toString()}`,
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
    bodyBytesMax: 2 * 1024 * 1024,
  });
}

async function call(world: Pick<World, 'http'>, request: Parameters<typeof ask>[1]): Promise<SlackAnswer> {
  const asked = await ask(world, request);
  if (!('response' in asked)) return asked;
  const answer = mapping(asked.response.body);
  if (answer === undefined)
    return { does: 'later', why: 'answered something that is no JSON', isDoubtful: true };
  if (answer['ok'] === true) return { answer };
  const error = typeof answer['error'] === 'string' ? answer['error'] : 'no reason';
  if (/^rate_?limited$/.test(error)) return { does: 'later', why: error, isDoubtful: false };
  if (broken.includes(error)) return { does: 'later', why: error, isDoubtful: true };
  return { does: 'refused', why: error };
}

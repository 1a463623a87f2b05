/** Where cutovers are told, as the policy's file says it: what is wrong is refused at its place, and no secret stands in it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parsePolicy } from '../../../core/policy/parse.ts';

const file = parse(readFileSync(new URL('../../../policy.yml', import.meta.url), 'utf8')) as {
  readonly messages: object;
};
const token = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:cutover/tickets-AbCdEf';
const jira = { site: 'https://example.atlassian.net', user: 'bot@example.com', token };
const gitHub = { repository: 'example/releases', token };

function withTicket(ticket: unknown) {
  return parsePolicy({ ...file, messages: { ...file.messages, ticket } });
}

test.each([[jira], [gitHub]])('tickets of %o', (ticket) => {
  const parsed = withTicket(ticket);
  expect('policy' in parsed && parsed.policy.channels.ticket).toEqual(ticket);
});

test.each<[string, unknown]>([
  ['a site that is no origin', { ...jira, site: 'https://example.atlassian.net/jira' }],
  ['a site in the clear', { ...jira, site: 'http://example.atlassian.net' }],
  ['a user that would end the password', { ...jira, user: 'bot@example.com:x' }],
  ['a repository that is a path', { ...gitHub, repository: 'example/..' }],
  ['a repository with more behind it', { ...gitHub, repository: 'example/releases/../other' }],
  ['a token in plain sight', { ...gitHub, token: 'ghp_0123456789' }],
  ['both', { ...jira, ...gitHub }],
  ['neither', {}],
])('%s is refused', (_name, ticket) => {
  const parsed = withTicket(ticket);
  if (!('problems' in parsed)) throw new Error('it was taken');
  expect(parsed.problems.map(({ path }) => path).join(' ')).toMatch(/^messages\.ticket/);
});

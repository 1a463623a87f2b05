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

function withRunbook(runbook: unknown) {
  return parsePolicy({ ...file, messages: { ...file.messages, runbook } });
}
const book = { repository: 'example/handbook', path: 'docs/run book.md', token };

test('a runbook, by default against main', () => {
  const parsed = withRunbook(book);
  expect('policy' in parsed && parsed.policy.channels.runbook).toEqual({ ...book, base: 'main' });
});

test.each<[string, unknown]>([
  ['a path from the root', { ...book, path: '/docs/runbook.md' }],
  ['a path that leaves its folder', { ...book, path: 'docs/../../runbook.md' }],
  ['a path that begins above', { ...book, path: '../runbook.md' }],
  ['a workflow', { ...book, path: '.github/workflows/release.yml' }],
  ['a base that is no branch', { ...book, base: 'a..b' }],
  ['a query behind the base', { ...book, base: 'main?x=1' }],
  ['a repository that is a path', { ...book, repository: 'example/..' }],
  ['a token in plain sight', { ...book, token: 'ghp_0123456789' }],
])('a runbook with %s is refused', (_name, runbook) => {
  const parsed = withRunbook(runbook);
  if (!('problems' in parsed)) throw new Error('it was taken');
  expect(parsed.problems.map(({ path }) => path).join(' ')).toMatch(/^messages\.runbook/);
});

function withReports(reports: unknown) {
  return parsePolicy({ ...file, messages: { ...file.messages, reports } });
}

test('reports, by default in a folder of their own', () => {
  const parsed = withReports({ bucket: 'claude-proxy-reports' });
  expect('policy' in parsed && parsed.policy.channels.reports).toEqual({
    bucket: 'claude-proxy-reports',
    prefix: 'cutovers/',
  });
});

test.each<[string, unknown]>([
  ['an ARN', { bucket: 'arn:aws:s3:::claude-proxy-reports' }],
  ['capitals', { bucket: 'Reports' }],
  ['every object', { bucket: '*' }],
  ['a prefix that leaves its folder', { bucket: 'reports', prefix: '../' }],
  ['a prefix without an end', { bucket: 'reports', prefix: 'cutovers' }],
  ['a prefix for all', { bucket: 'reports', prefix: '*/' }],
])('reports in %s are refused', (_name, reports) => {
  const parsed = withReports(reports);
  if (!('problems' in parsed)) throw new Error('it was taken');
  expect(parsed.problems.map(({ path }) => path).join(' ')).toMatch(/^messages\.reports/);
});

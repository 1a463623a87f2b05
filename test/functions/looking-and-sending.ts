/** Tries that no page of ours makes, and those that only look: nothing of the gate may change. */
import { type Attack, form, link } from './attack.ts';
import { gateId } from './gate-lab.ts';
import { ask, enter, post } from './visitor.ts';

const scanner = { 'user-agent': 'Mozilla/5.0 (compatible; MailScanner)', 'sec-fetch-site': 'none' };
const preview = { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' };

export const looking: readonly Attack[] = [
  {
    name: 'a mail scanner opens the link',
    attack: ({ url, dana }) => ask(url, { path: link(dana), headers: scanner }),
    status: 303,
    says: '',
  },
  {
    name: 'a mail scanner follows it with its cookie',
    attack: ({ url, cookie }) => ask(url, { headers: { ...scanner, cookie } }),
    status: 200,
    says: 'This waits for you',
  },
  {
    name: 'a chat preview follows it without a cookie',
    attack: ({ url }) => ask(url, { headers: preview }),
    status: 404,
    says: 'opens by a personal link',
  },
  {
    name: 'HEAD of the link',
    attack: ({ url, dana }) => ask(url, { method: 'HEAD', path: link(dana) }),
    status: 303,
    says: '',
  },
  {
    name: 'HEAD of the page',
    attack: ({ url, cookie }) => ask(url, { method: 'HEAD', headers: { cookie } }),
    status: 200,
    says: '',
  },
  {
    name: 'a GET that carries an answer',
    attack: ({ url, cookie, filled }) =>
      ask(url, { path: `/gate/${gateId}?${form(filled)}`, headers: { cookie } }),
    status: 200,
    says: 'This waits for you',
  },
];

const without = ({ typed: _typed, ...rest }: Record<string, string>) => rest;

export const sending: readonly Attack[] = [
  {
    name: 'a POST without the confirmation',
    attack: ({ url, cookie, filled }) => post(url, cookie, without(filled)),
    status: 422,
    says: 'Type claude-proxy',
    story: 'An answer to ramp to 51 % came from dana without its confirmation',
  },
  {
    name: 'a POST with a wrong confirmation',
    attack: ({ url, cookie, filled }) => post(url, cookie, { ...filled, typed: 'yes' }),
    status: 422,
    says: 'Type claude-proxy',
    story: 'without its confirmation',
  },
  {
    name: 'a POST without a link',
    attack: ({ url, filled }) => post(url, '', filled),
    status: 403,
    says: 'Nothing was decided',
    story: 'Somebody sent an answer to ramp to 51 % without a link',
  },
  {
    name: 'a POST with the secret in the address',
    attack: ({ url, dana, filled }) =>
      ask(url, {
        method: 'POST',
        path: link(dana),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form(filled),
      }),
    status: 400,
    says: 'says something twice',
    story: 'none that our pages send (polluted)',
  },
  {
    name: 'a link that nobody was sent',
    attack: ({ url }) => ask(url, { path: link('0'.repeat(64)) }),
    status: 404,
    says: 'opens by a personal link',
    story: 'with a link that nobody was sent',
  },
  {
    name: 'a link that is no secret at all',
    attack: ({ url }) => ask(url, { path: link("' OR 1=1 --".replaceAll(' ', '+')) }),
    status: 404,
    says: 'opens by a personal link',
    story: 'with a link that nobody was sent',
  },
  {
    name: 'a cookie that nobody was given',
    attack: ({ url, cookie }) =>
      ask(url, { headers: { cookie: cookie.replace(/=.*/, `=${'a'.repeat(64)}`) } }),
    status: 404,
    says: 'opens by a personal link',
    story: 'with a link that nobody was sent',
  },
  {
    name: "the form of another approver's page",
    attack: async ({ url, sam, filled }) => post(url, await enter(url, sam), filled),
    status: 403,
    says: 'was not made for you',
    story: 'came from sam with a form that was not made for it',
  },
  {
    name: 'an edited digest',
    attack: ({ url, cookie, filled }) => post(url, cookie, { ...filled, digest: 'f'.repeat(64) }),
    status: 403,
    says: 'was not made for you',
    story: 'came from dana with a form that was not made for it',
  },
  {
    name: 'an edited slip',
    attack: ({ url, cookie, filled }) => post(url, cookie, { ...filled, slip: `${filled['slip']}0` }),
    status: 403,
    says: 'was not made for you',
    story: 'with a form that was not made for it',
  },
  {
    name: 'a form without its slip and digest',
    attack: ({ url, cookie }) => post(url, cookie, { decision: 'approve', typed: 'claude-proxy' }),
    status: 403,
    says: 'was not made for you',
    story: 'with a form that was not made for it',
  },
  {
    name: 'a form sent from another site',
    attack: ({ url, cookie, filled }) => post(url, cookie, filled, { 'sec-fetch-site': 'cross-site' }),
    status: 403,
    says: 'was not made for you',
    story: "Another site sent an answer to ramp to 51 % from dana's browser",
  },
  {
    name: 'a form sent from another site by an old browser',
    attack: ({ url, cookie, filled }) => post(url, cookie, filled, { origin: 'https://evil.example' }),
    status: 403,
    says: 'was not made for you',
    story: "from dana's browser",
  },
  {
    name: 'a word that no gate has',
    attack: ({ url, cookie, filled }) => post(url, cookie, { ...filled, decision: 'APPROVE; rollBack' }),
    status: 400,
    says: 'none that this question has',
    story: 'that is none of its answers',
  },
  {
    name: 'no word',
    attack: ({ url, cookie, filled }) => post(url, cookie, { ...filled, decision: '' }),
    status: 400,
    says: 'none that this question has',
    story: 'that is none of its answers',
  },
  ...(
    [
      ['two words', (filled) => `decision=reject&${form(filled)}`],
      ['two digests', (filled) => `${form(filled)}&digest=x`],
      ['a field that the form has not', (filled) => `${form(filled)}&by=sam`],
      ['a field in brackets', (filled) => `${form(filled)}&decision[]=approve`],
    ] as readonly [string, (filled: Record<string, string>) => string][]
  ).map(
    ([name, body]): Attack => ({
      name,
      attack: ({ url, cookie, filled }) => post(url, cookie, body(filled)),
      status: 400,
      says: 'says something twice',
      story: 'none that our pages send (polluted)',
    }),
  ),
  {
    name: 'two keys in a link',
    attack: ({ url, dana, sam }) => ask(url, { path: `${link(dana)}&key=${sam}` }),
    status: 400,
    says: 'says something twice',
    story: '(polluted)',
  },
  {
    name: 'two cookies',
    attack: ({ url, cookie }) =>
      ask(url, { headers: { cookie: `${cookie}; ${cookie.replace(/=.*/, '=b')}` } }),
    status: 400,
    says: 'says something twice',
    story: '(polluted)',
  },
  {
    name: 'a body of 1 MB',
    attack: ({ url, cookie, filled }) => post(url, cookie, { ...filled, reason: 'x'.repeat(1_000_000) }),
    status: 413,
    says: 'larger than any form of ours',
    story: '(tooLarge)',
  },
  {
    name: 'JSON',
    attack: ({ url, cookie, filled }) =>
      post(url, cookie, JSON.stringify(filled), { 'content-type': 'application/json' }),
    status: 415,
    says: 'comes from the form',
    story: '(notAForm)',
  },
  {
    name: 'a form without a content type',
    attack: ({ url, cookie, filled }) => post(url, cookie, filled, { 'content-type': 'text/plain' }),
    status: 415,
    says: 'comes from the form',
    story: '(notAForm)',
  },
  ...['PUT', 'DELETE', 'PATCH', 'OPTIONS'].map(
    (method): Attack => ({
      name: method,
      attack: ({ url, cookie }) => ask(url, { method, headers: { cookie } }),
      status: 405,
      says: 'takes GET, HEAD and POST',
      story: '(method)',
    }),
  ),
];

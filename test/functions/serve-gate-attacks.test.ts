/**
 * What people and machines try on an approval link, over HTTP against the real function. Each row decides nothing, gets
 * an honest page, and where it was about a real gate leaves one sentence on the story.
 */

import { afterEach, describe, expect, test } from 'vitest';
import { form, gateRow, link, opened as openGate } from './attack.ts';
import { late } from './coming-late.ts';
import { type GateLab, gateId, type gateLab } from './gate-lab.ts';
import { looking, sending } from './looking-and-sending.ts';
import { ask, decide, enter, filledForm, post, type Reply, read } from './visitor.ts';

let gate: GateLab;
const replies: Reply[] = [];

afterEach(async () => {
  nothingLeaks();
  replies.length = 0;
  await gate.close();
});

const opened = async (changes: Parameters<typeof gateLab>[0] = {}) => {
  const on = await openGate(changes);
  gate = on;
  return on;
};

test.each([...looking, ...sending])(
  '$name decides nothing',
  async ({ changes, attack, status, says, story }) => {
    const on = await opened(changes);
    const before = await gateRow(on);
    const told = on.story().length;
    const reply = await attack(on);
    replies.push(reply);
    expect(reply.status).toBe(status);
    expect(read(reply)).toContain(says);
    expect(await gateRow(on)).toEqual(before);
    expect(on.story().slice(told)).toSatisfy(isOnly(story));
    expect(on.heard()).toBeUndefined();
  },
);

test.each(late)(
  '$name: no approval, and an honest page',
  async ({ changes, attack, status, says, story }) => {
    const on = await opened(changes);
    const reply = await attack(on);
    replies.push(reply);
    expect(reply.status).toBe(status);
    expect(read(reply)).toContain(says);
    expect(on.story().join('\n')).toContain(story ?? '');
    await gate.pass(1000);
    expect((await gateRow(on)).gate.decisions).toEqual({});
    expect(on.heard()).not.toMatchObject({ decision: 'approved' });
  },
);

describe('who does it twice', () => {
  test('a replay of the same form changes nothing, and says what stands', async () => {
    const { url, cookie, filled, heard } = await opened();
    expect((await post(url, cookie, filled)).status).toBe(303);
    await gate.pass(60_000);
    const before = await gateRow(gate);
    expect((await post(url, cookie, { ...filled })).status).toBe(303);
    expect(await gateRow(gate)).toEqual(before);
    expect(heard()).toMatchObject({ decision: 'approved' });
  });

  test('a replay with the other word does not turn it round', async () => {
    const { url, cookie, filled, heard } = await opened();
    await post(url, cookie, filled);
    await post(url, cookie, { ...filled, decision: 'reject', reason: 'no!' });
    expect((await gateRow(gate)).gate).toMatchObject({ status: 'approved' });
    await gate.pass(1000);
    expect(heard()).toMatchObject({ decision: 'approved' });
  });

  test('two people at one instant, on two containers: one decides, both are told', async () => {
    const { url, cookie, filled, sam, heard, lab } = await opened();
    const other = await enter(url, sam);
    const theirs = await filledForm(url, other, { decision: 'reject', reason: 'wait' });
    const cold: boolean[] = [];
    lab.lambda.onInvoke((started) => cold.push(started.cold));
    gate.together(2);
    const both = await Promise.all([post(url, cookie, filled), post(url, other, theirs)]);
    replies.push(...both);
    expect(cold).toContain(true);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
    await gate.pass(1000);
    const { status, decisions } = (await gateRow(gate)).gate;
    expect(Object.keys(decisions)).toHaveLength(1);
    expect(heard()).toMatchObject({ decision: status === 'approved' ? 'approved' : 'notApproved' });
    const lost = both.find((reply) => reply.status === 409);
    expect(lost && read(lost)).toMatch(/(Approved|Rejected) by (dana|sam)/);
  });

  test('one person in two windows at one instant decides once', async () => {
    const { url, cookie, filled } = await opened({ need: 2 });
    gate.together(2);
    const both = await Promise.all([post(url, cookie, filled), post(url, cookie, filled)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    const { status, decisions } = (await gateRow(gate)).gate;
    expect({ status, by: Object.keys(decisions) }).toEqual({ status: 'pending', by: ['dana'] });
  });
});

test('whatever a scanner sends, however often, the story grows by one sentence of each kind', async () => {
  const { url, cookie, filled, story, rows } = await opened();
  const [told, kept] = [story().length, rows().length];
  for (let round = 0; round < 15; round++) {
    await ask(url, { path: link(String(round).padStart(64, '0')) });
    await post(url, '', filled);
    await post(url, cookie, { ...filled, typed: String(round) });
    await post(url, cookie, { ...filled, slip: String(round) });
    await post(url, cookie, `${form(filled)}&x=${round}`);
  }
  expect(story().length - told).toBe(5);
  expect(rows().length - kept).toBe(10);
});

test('HTML in the names of things and in reasons is text', async () => {
  const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  const on = await opened({ service: evil, need: 2 });
  await decide(on.url, on.dana, { typed: evil, reason: evil });
  const page = await ask(on.url, { headers: { cookie: await enter(on.url, on.sam) } });
  replies.push(page);
  expect((await gateRow(on)).gate.decisions['dana']?.reason).toBe(evil);
  expect(page.body).not.toMatch(/<script|<img/);
  expect(page.body.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(2);
});

test('a reason forges no second sentence, and one that nobody sees is none', async () => {
  const on = await opened({ need: 2 });
  const told = on.story().length;
  const reason = 'fine\r\n22:45 sam approves ramp to 51 %\u001b[2J\u202e';
  await decide(on.url, on.dana, { reason });
  expect(on.story().slice(told)).toEqual([
    'dana approves ramp to 51 %: fine 22:45 sam approves ramp to 51 % [2J; 1 more is needed',
  ]);
  const unseen = await decide(on.url, on.sam, { decision: 'reject', reason: '\u200b \ufeff' });
  expect(unseen.status).toBe(422);
  expect(read(unseen)).toContain('Say why you stop it');
});

test.each([
  `/gate/${gateId}%0d%0aset-cookie:%20a=b`,
  `/gate/${gateId}?key=%0d%0aset-cookie:%20a=b`,
  `/gate/a%0d%0alocation:%20https://evil.example`,
  '/gate/..%2f..%2fevil',
  '//evil.example/gate/x',
])('header injection: %s', async (path) => {
  const { url } = await opened();
  const reply = await ask(url, { path });
  replies.push(reply);
  expect(reply.status).toBe(404);
  expect(reply.headers['set-cookie']).toBeUndefined();
  expect(reply.headers['location']).toBeUndefined();
  expect(reply.body).not.toContain('evil');
});

test('every page has the headers that keep it to itself', async () => {
  const { url, dana, cookie } = await opened();
  const pages = [
    await ask(url, { path: link(dana) }),
    await ask(url, { headers: { cookie } }),
    await ask(url),
    await ask(url, { path: '/' }),
    await post(url, '', {}),
  ];
  for (const { headers } of pages) {
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
    expect(headers['strict-transport-security']).toBeDefined();
  }
});

/** After every row: no token and no secret in a log line, an address, a page, the story, or a row that should not have it. */
function nothingLeaks(): void {
  const { secrets, token, lines, rows } = gate;
  const kept = rows().map(({ token: _own, ...row }) => JSON.stringify(row));
  const pages = replies.map(({ body, headers }) => {
    const { 'set-cookie': _cookie, ...others } = headers;
    return body + JSON.stringify(others);
  });
  const all = [...lines, ...kept, ...pages].join('\n');
  for (const secret of [...Object.values(secrets), token]) expect(all).not.toContain(secret);
  expect(gate.rows().filter((row) => JSON.stringify(row).includes(token)).length).toBeLessThanOrEqual(1);
}

function isOnly(sentence: string | undefined): (told: readonly string[]) => boolean {
  return (told) =>
    sentence === undefined ? told.length === 0 : told.length === 1 && (told[0]?.includes(sentence) ?? false);
}

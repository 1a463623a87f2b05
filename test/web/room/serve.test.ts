/** The control room over HTTP: who may look, who may say a word, and that looking on costs the cutover nothing. */
import { afterEach, expect, test } from 'vitest';
import { request } from 'node:http';
import { ledgerTable } from '../../../lab/lab.ts';
import { aRoom, type ARoom } from './a-room.ts';

let room: ARoom;
afterEach(() => room.close());

/** `fetch` does not let anybody lie about the host. */
function ask(
  path: string,
  headers: Record<string, string> = {},
  form?: string,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${room.url}${path}`,
      { method: form === undefined ? 'GET' : 'POST', headers },
      (answer) => {
        let body = '';
        answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      },
    );
    sent.on('error', reject);
    sent.end(form);
  });
}

test('five who look on all the time change nothing of what happens', { timeout: 60_000 }, async () => {
  const when = [{ at: 'weight>=50', set: { 'canary.errorRate': '40%' } }];
  room = await aRoom({ when });
  const alone = await room.finish();
  await room.close();
  let passes = 0;
  const look = async () => {
    passes += 1;
    if (passes % 25 === 1) await Promise.all(Array.from({ length: 5 }, () => ask('/live')));
  };
  room = await aRoom({ when }, look);
  expect(await room.finish()).toEqual(alone);
  expect(passes).toBeGreaterThan(100);
  expect(alone.outcome).toBe('rolledBack');
});

test.each([
  ['another name for this machine', '/', { host: 'evil.example' }, undefined, 403],
  ['no such page', '/admin', {}, undefined, 404],
  ['a report before there is one', '/room/report', {}, undefined, 404],
  ['a word by GET', '/say?word=hold', {}, undefined, 404],
  ['a form of another site', '/say', { origin: 'http://evil.example' }, 'word=hold', 403],
  ['a form that a browser knows to be foreign', '/say', { 'sec-fetch-site': 'cross-site' }, 'word=hold', 403],
  ['a word that is none', '/say', {}, 'word=promote', 422],
  ['an abort without its name', '/say', {}, 'word=abort&typed=', 422],
  ['a megabyte', '/say', {}, `word=${'x'.repeat(1_000_000)}`, 422],
])('%s does nothing', async (_, path, headers, form, status) => {
  room = await aRoom({});
  await room.passUntil(/^Shifted 5 %/);
  const before = room.lab.ledger.rows(ledgerTable).length;
  expect((await ask(path, headers, form)).status).toBe(status);
  expect(room.lab.ledger.rows(ledgerTable)).toHaveLength(before);
});

test('one script of ours, and no secret', async () => {
  room = await aRoom({});
  await room.passUntil(/^Shifted 5 %/);
  const { body } = await ask('/');
  expect(body.match(/<script/g)).toHaveLength(1);
  expect(body).not.toMatch(/token|secret=/i);
});

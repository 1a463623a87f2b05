/** The webhook against a receiver that keeps the standard's rules, over real HTTP: each entry once and in order, whatever the line does. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { id, lineTo } from './line.ts';
import { allChannels } from './post-office.ts';
import { type Trouble, webhookServer } from './webhook-server.ts';

const secret = 'token-that-must-not-be-shown';

async function aLine(troubles: Trouble[]) {
  const held: { now: () => number } = { now: () => 0 };
  const server = await webhookServer(secret, () => held.now(), troubles);
  onTestFinished(server.close);
  const { webhook } = allChannels;
  const channels = { ...(webhook && { webhook }), slackIds: {} };
  const line = lineTo(server, 'https://listener.example', channels);
  held.now = () => line.clock.now();
  return { server, ...line };
}

const texts = ({ taken }: { readonly taken: readonly { readonly text: string }[] }) =>
  taken.map(({ text }) => text);

test('a beginning, a way back and an end, by their kinds', async () => {
  const { server, say, put, ring, letters } = await aLine([]);
  await say(1, 'Live. claude-proxy', 'readPlan');
  await say(2, 'Rolling back: it rang', 'rollBack');
  const endedAt = '2026-12-01T22:20:00Z';
  await put({ pk: `CUTOVER#${id}`, sk: 'REPORT', outcome: 'rolledBack', reason: 'it rang', endedAt });
  await ring();
  expect(server.errors).toEqual([]);
  expect(server.taken.map(({ type }) => type)).toEqual([
    'cutover.began',
    'cutover.wentBack',
    'cutover.ended',
  ]);
  expect(letters).toEqual([]);
});

describe.each<[string, Trouble[]]>([
  ['429 with Retry-After', ['busy', 'busy']],
  ['503', ['broken', 'broken', 'broken', 'broken']],
  ['502 after it was taken', ['brokenAfter', 'well', 'brokenAfter']],
  ['half an answer', ['cut']],
  ['half an answer, twice, and then 429', ['cut', 'busy', 'cut']],
  ['no answer', ['silent', 'silent']],
])('%s', (_name, troubles) => {
  test('each once and in order, each try signed anew', async () => {
    const { server, say, ring, letters } = await aLine([...troubles]);
    for (const n of [1, 2, 3]) await say(n, `entry ${n}`);
    await ring();
    expect(texts(server)).toEqual(['entry 1', 'entry 2', 'entry 3']);
    expect(server.errors).toEqual([]);
    expect(letters).toEqual([]);
    expect(new Set(server.taken.map((one) => one.id)).size).toBe(3);
  });
});

test('doubled and reordered records tell nothing twice', async () => {
  const { server, say, ring } = await aLine([]);
  for (const n of [1, 2, 3]) await say(n, `entry ${n}`);
  await ring(5);
  await ring(2);
  await ring(4);
  expect(texts(server)).toEqual(['entry 1', 'entry 2', 'entry 3']);
  expect(server.seen).toHaveLength(3);
});

test('an address that is gone: letters with the reason, a sentence on the story, and no secret in either', async () => {
  const { server, say, ring, letters, rows, lines } = await aLine(
    Array.from({ length: 50 }, () => 'refused'),
  );
  await say(1, 'one');
  await ring();
  expect(texts(server)).toEqual([]);
  expect(JSON.parse(letters[0]?.body ?? '{}')).toMatchObject({ channel: 'webhook', why: 'answered 410' });
  const said = rows().filter(({ actor }) => actor === 'tell');
  expect(said.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^webhook could not be told: answered 410/),
  ]);
  expect(JSON.stringify([letters, lines, rows()])).not.toContain(secret);
});

/** What people and machines try on the control room of a deployed cutover, over HTTP against the real function: they see nothing of it. */
import { tell } from '../../aws/ledger/story.ts';
import { afterEach, expect, test } from 'vitest';
import type { World } from '../../aws/world.ts';
import { serveRoom } from '../../functions/serve-room.ts';
import { cutoverId, lookEvent, path, type RoomLab, roomLab } from './room-lab.ts';
import { read, type Reply } from './visitor.ts';

let room: RoomLab;
afterEach(() => room.close());

async function opened() {
  room = await roomLab();
  const secret = await room.share();
  return { ...room, secret, cookie: await room.enter(secret) };
}

const live = `${path}/live`;

interface Attack {
  readonly name: string;
  readonly status: number;
  readonly send: (on: Awaited<ReturnType<typeof opened>>) => Promise<Reply>;
}

const stranger = 404;
const attacks: readonly Attack[] = [
  { name: 'no link', status: stranger, send: ({ look }) => look() },
  { name: 'no link, the live part', status: stranger, send: ({ look }) => look({ path: live }) },
  { name: 'no link, the report', status: stranger, send: ({ look }) => look({ path: `${path}/report` }) },
  { name: 'a guess', status: stranger, send: ({ look }) => look({ path: `${path}?key=${'0'.repeat(64)}` }) },
  {
    name: 'half a secret',
    status: stranger,
    send: ({ look, secret }) => look({ path: `${path}?key=${secret.slice(0, 63)}` }),
  },
  {
    name: 'the hash for the secret',
    status: stranger,
    send: ({ look, rows }) => look({ path: `${path}?key=${hashOnLedger(rows())}` }),
  },
  { name: 'an empty key', status: stranger, send: ({ look }) => look({ path: `${path}?key=` }) },
  {
    name: 'two keys',
    status: 400,
    send: ({ look, secret }) => look({ path: `${path}?key=${secret}&key=${secret}` }),
  },
  {
    name: 'two cookies',
    status: 400,
    send: ({ look, cookie }) => look({ headers: { cookie: `${cookie}; ${cookie}` } }),
  },
  {
    name: "another cutover's link",
    status: stranger,
    send: ({ look, secret }) => look({ path: `/room/another-1?key=${secret}` }),
  },
  {
    name: "another cutover's cookie",
    status: stranger,
    send: ({ look, cookie }) => look({ path: '/room/another-1', headers: { cookie } }),
  },
  {
    name: "an approver's link",
    status: stranger,
    send: ({ look, secrets }) => look({ path: `${path}?key=${secrets['dana'] ?? ''}` }),
  },
  {
    name: 'a cutover that never was',
    status: stranger,
    send: ({ look, secret }) => look({ path: `/room/%3Cscript%3E?key=${secret}` }),
  },
  {
    name: 'a path that is none',
    status: 404,
    send: ({ look, cookie }) => look({ path: `${path}/../../etc`, headers: { cookie } }),
  },
  { name: 'an id that is no text', status: 404, send: ({ look }) => look({ path: '/room/%ff' }) },
  {
    name: 'a huge query',
    status: 400,
    send: ({ look, secret }) => look({ path: `${path}?key=${secret}&x=${'x'.repeat(5_000)}` }),
  },
  {
    name: 'POST',
    status: 405,
    send: ({ look, cookie }) =>
      look({ method: 'POST', headers: { cookie }, body: 'word=abort&typed=claude-proxy' }),
  },
  {
    name: 'POST to where a rehearsal takes words',
    status: 404,
    send: ({ look, cookie }) =>
      look({ path: '/say', method: 'POST', headers: { cookie }, body: 'word=abort' }),
  },
  {
    name: 'DELETE',
    status: 405,
    send: ({ look, cookie }) => look({ method: 'DELETE', headers: { cookie } }),
  },
];

test.each(attacks)(
  '$name: sees nothing, changes nothing, and reads an honest page',
  async ({ status, send }) => {
    const on = await opened();
    const before = on.rows().length;
    const reply = await send(on);
    expect(reply.status).toBe(status);
    expect(read(reply)).not.toMatch(/claude-proxy|canary|rehearsal-1|script/);
    expect(String(reply.headers['set-cookie'])).toBe('undefined');
    expect(on.rows()).toHaveLength(before);
  },
);

test('HEAD shows that it is there, and no more', async () => {
  const { look, cookie } = await opened();
  expect(await look({ method: 'HEAD', headers: { cookie } })).toMatchObject({ status: 200, body: '' });
});

test('what people are called and what they wrote is text', async () => {
  const { look, cookie, run } = await opened();
  const text = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  await run((world) => tell(world, { id: cutoverId, live: true }, text, [text]));
  const page = await look({ headers: { cookie } });
  expect(page.body.match(/<script/g)).toHaveLength(1);
  expect(page.body).not.toContain('<img');
});

test('no secret on the page, on the ledger or in the log; and none that it holds is even read', async () => {
  const { look, secret, cookie, rows, lines, token, run } = await opened();
  const pages = [await look({ headers: { cookie } }), await look({ path: live, headers: { cookie } })];
  const answers = await run((world) => readBy(world, cookie));
  expect(answers.some((answer) => answer.includes('"startedAt":'))).toBe(true);
  const door = JSON.stringify(rows()).match(/"x-cutover":"([0-9a-f]+)"/)?.[1] ?? 'no door';
  const named = JSON.stringify(rows()).matchAll(/"(?:listenToken|token)":"([^"]+)"/g);
  // A plan names the secrets of its checks by their ARN, which is none.
  const tokens = [...named].flatMap(([, one = '']) => (one.startsWith('arn:') ? [] : [one]));
  expect([door === 'no door', tokens.length > 0]).toEqual([false, true]);
  const shown = JSON.stringify([pages, lines, answers]);
  expect([secret, door, token, ...tokens].filter((hidden) => shown.includes(hidden))).toEqual([]);
  expect(JSON.stringify(rows()).includes(secret)).toBe(false);
});

/** What the ledger answers while somebody looks. */
async function readBy(world: World<'dynamodb'>, cookie: string): Promise<string[]> {
  const { dynamodb } = world.clients;
  const send = dynamodb.send.bind(dynamodb) as (command: unknown) => Promise<unknown>;
  const answers: string[] = [];
  const noted = async (command: unknown) => {
    const answer = await send(command);
    answers.push(JSON.stringify(answer));
    return answer;
  };
  Object.assign(dynamodb, { send: noted });
  await serveRoom(world, lookEvent('', {}, cookie));
  return answers;
}

function hashOnLedger(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return rows.flatMap(({ sk }) => /^ROOM#(.+)$/.exec(sk as string)?.[1] ?? [])[0] ?? '';
}

/** The control room of a deployed cutover, over HTTP against the real functions: who sees it, who does not, and what it costs. */
import { gunzipSync } from 'node:zlib';
import { tell } from '../../aws/ledger/story.ts';
import { afterEach, describe, expect, test } from 'vitest';
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

describe('a link', () => {
  test('leads to the page, and its secret out of the address', async () => {
    const { look, secret, story } = await opened();
    const entered = await look({ path: `${path}?key=${secret}` });
    expect(entered).toMatchObject({ status: 303, headers: { location: path }, body: '' });
    expect(entered.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^__Host-room-[0-9a-f]{16}=[0-9a-f]{64}; Path=\/; Max-Age=4\d{4}; Secure; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    expect(story().filter((text) => text.includes('made a link'))).toEqual([
      expect.stringMatching(
        /^arn:aws:sts::123456789012:assumed-role\/viewers\/vera made a link to the control room: .* do nothing else$/,
      ),
    ]);
  });

  test('shows what is going on, and nothing to press', async () => {
    const { look, cookie } = await opened();
    const page = await look({ headers: { cookie } });
    expect(page.status).toBe(200);
    const text = read(page);
    expect(text).toContain('26 % of users are on the canary');
    expect(text).toContain('Triggers, and how near they are');
    expect(text).toContain('Shifted 26 % of the traffic to the canary');
    expect(text).toMatch(/this link opens it until \d\d:\d\d UTC/);
    expect(text).toContain(`npx cutover abort ${cutoverId}`);
    expect(page.body).toContain('<figure');
    expect(page.body).not.toMatch(/<form|<button|<input|undefined|NaN/);
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none';.*frame-ancestors 'none'/,
      ) as string,
    });
  });

  test('opens it for twelve hours, and is a link of the past then', async () => {
    const { look, cookie, secret, pass } = await opened();
    await pass(11.9 * 3600_000);
    expect((await look({ headers: { cookie } })).status).toBe(200);
    await pass(0.2 * 3600_000);
    for (const reply of [
      await look({ headers: { cookie } }),
      await look({ path: live, headers: { cookie } }),
      await look({ path: `${path}?key=${secret}` }),
    ])
      expect([reply.status, read(reply)]).toEqual([404, expect.stringContaining('has ended, or never was')]);
  });

  test('is packed for whoever can unpack it: the first load is under 60 KB', async () => {
    const { run, cookie } = await opened();
    const { body, headers, isBase64Encoded } = await run((world) =>
      serveRoom(world, lookEvent('', { 'accept-encoding': 'gzip, br' }, cookie)),
    );
    expect([isBase64Encoded, headers['content-encoding']]).toEqual([true, 'gzip']);
    const packed = Buffer.from(body, 'base64');
    expect(packed.length).toBeLessThan(60_000);
    expect(gunzipSync(packed).toString()).toContain('26 % of users are on the canary');
  });
});

describe('whoever keeps looking', () => {
  test('is sent nothing that they have: 304, with the time', async () => {
    const { look, cookie, pass } = await opened();
    const first = await look({ path: live, headers: { cookie } });
    expect(first.status).toBe(200);
    const etag = String(first.headers['etag']);
    const again = await look({ path: live, headers: { cookie, 'if-none-match': etag } });
    expect([again.status, again.body]).toEqual([304, '']);
    expect(again.headers['x-as-of']).toMatch(/^\d\d:\d\d:\d\d$/);
    await pass(60_000);
    const later = await look({ path: live, headers: { cookie, 'if-none-match': etag } });
    expect([later.status, later.headers['etag'] === etag]).toEqual([200, false]);
  });

  test('costs the cutover nothing: five of them, one reading in two seconds, and only what is new', async () => {
    const { run, cookie, lab, story, rows } = await opened();
    const calls: string[] = [];
    const before = { rows: rows().length, story: story().length };
    await run(async (world) => {
      const { dynamodb } = world.clients;
      const send = dynamodb.send.bind(dynamodb) as (command: unknown) => Promise<unknown>;
      Object.assign(dynamodb, {
        send: (command: { readonly constructor: { readonly name: string } }) => {
          calls.push(command.constructor.name);
          return send(command);
        },
      });
      for (let second = 0; second < 20; second++) {
        for (let watcher = 0; watcher < 5; watcher++) await serveRoom(world, lookEvent('/live', {}, cookie));
        await lab.clock.sleep(1_000);
      }
    });
    expect(new Set(calls)).toEqual(new Set(['GetCommand', 'QueryCommand']));
    const queries = calls.filter((one) => one === 'QueryCommand');
    // The story and the looks: a hundred visits, ten or eleven readings.
    expect(queries.length).toBeLessThanOrEqual(22);
    expect(rows().length - before.rows).toBeLessThan(10);
  });

  test('is told what has come since, and nothing twice', async () => {
    const { run, cookie, lab } = await opened();
    const seen = await run(async (world) => {
      const texts: string[] = [];
      for (const text of ['one <b>', 'two', 'three']) {
        await tell(world, { id: cutoverId, live: true }, 'someone', [text]);
        await lab.clock.sleep(3_000);
        texts.push((await serveRoom(world, lookEvent('/live', {}, cookie))).body);
      }
      return texts;
    });
    expect(
      seen.map((body) =>
        ['one &lt;b&gt;', 'two', 'three'].map((text) => body.split(`${text}</span>`).length - 1),
      ),
    ).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ]);
  });
});

test('at its end it says so, and has the report', async () => {
  const { look, cookie, pass } = await opened();
  expect((await look({ path: `${path}/report`, headers: { cookie } })).status).toBe(404);
  await pass(4 * 3600_000);
  const page = await look({ headers: { cookie } });
  expect(read(page)).toContain('Promoted: all users are on the new version');
  expect(page.body).toContain(`href="${path}/report"`);
  expect(page.body).not.toContain('<script');
  const report = await look({ path: `${path}/report`, headers: { cookie } });
  expect([report.status, read(report)]).toEqual([200, expect.stringContaining('What happened')]);
});

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

test('no secret on the page, on the ledger or in the log', async () => {
  const { look, secret, cookie, rows, lines, token } = await opened();
  const pages = [await look({ headers: { cookie } }), await look({ path: live, headers: { cookie } })];
  const door = JSON.stringify(rows()).match(/"x-cutover":"([0-9a-f]+)"/)?.[1] ?? 'no door';
  const tokens = JSON.stringify(rows()).match(/"(?:listenToken|token)":"([^"]+)"/g) ?? [];
  expect([door === 'no door', tokens.length > 0]).toEqual([false, true]);
  const shown = JSON.stringify([pages, lines]);
  for (const hidden of [secret, door, token, ...tokens.map((one) => one.split('"')[3] ?? one)])
    expect(shown).not.toContain(hidden);
  expect(JSON.stringify(rows())).not.toContain(secret);
});

test('nobody has started it: no link', async () => {
  room = await roomLab();
  expect(await room.signed({ cutoverId: 'never-1', share: true })).toMatchObject({
    status: 404,
    said: { does: 'unknown' },
  });
});

function hashOnLedger(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return rows.flatMap(({ sk }) => /^ROOM#(.+)$/.exec(sk as string)?.[1] ?? [])[0] ?? '';
}

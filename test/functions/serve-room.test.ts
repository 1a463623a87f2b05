/** The control room of a deployed cutover, over HTTP against the real functions: who sees it, who does not, and what it costs. */
import { gunzipSync } from 'node:zlib';
import { tell } from '../../aws/ledger/story.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { serveRoom } from '../../functions/serve-room.ts';
import { cutoverId, lookEvent, path, type RoomLab, roomLab } from './room-lab.ts';
import { read } from './visitor.ts';

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

test('nobody has started it: no link', async () => {
  room = await roomLab();
  expect(await room.signed({ cutoverId: 'never-1', share: true })).toMatchObject({
    status: 404,
    said: { does: 'unknown' },
  });
});

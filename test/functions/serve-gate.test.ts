import { afterEach, describe, expect, test } from 'vitest';
import { ledgerTable } from '../../lab/lab.ts';
import { type GateLab, gateId, gateLab } from './gate-lab.ts';
import { ask, decide, enter, filledForm, post, read } from './visitor.ts';

let gate: GateLab;
afterEach(() => gate.close());

const open = async (changes: Parameters<typeof gateLab>[0] = {}) => {
  gate = await gateLab(changes);
  const { dana = '', sam = '' } = gate.secrets;
  return { ...gate, dana, sam };
};

describe('a link', () => {
  test('leads to the page, and its secret out of the address', async () => {
    const { url, dana } = await open();
    const entered = await ask(url, { path: `/gate/${gateId}?key=${dana}` });
    expect(entered).toMatchObject({ status: 303, headers: { location: `/gate/${gateId}` }, body: '' });
    expect(String(entered.headers['set-cookie'])).toMatch(
      /^__Host-gate-[0-9a-f]{16}=[0-9a-f]{64}; Path=\/; Max-Age=1800; Secure; HttpOnly; SameSite=Strict$/,
    );
    const page = await ask(url, { headers: { cookie: await enter(url, dana) } });
    expect(page.status).toBe(200);
    expect(page.body).not.toContain(dana);
    expect(read(page)).toContain('Let 51 % of users meet the new version? This waits for you');
    expect(read(page)).toContain('you are dana');
  });

  test('shows what ships, how the canary does, and who decides', async () => {
    const { url, dana } = await open({ need: 2 });
    const page = await ask(url, { headers: { cookie: await enter(url, dana) } });
    expect(read(page)).toMatch(/claude-proxy \S+\/claude-proxy sha256:[0-9a-f]{64}/);
    expect(read(page)).toMatch(/Against what runs now .*image \+ \S+@sha256:\S+ cpu .*memory − 1024 \+ 512/);
    expect(read(page)).toContain('26 % of users meet the canary.');
    expect(page.body).toMatch(
      /aria-label="Error rate\. Canary between [\d.]+ % and [\d.]+ %; stable between/,
    );
    expect(read(page)).toContain('2 approvals are needed.');
    expect(read(page)).toContain('no answer yet: dana and sam');
    expect(page.body).not.toMatch(/unknown|undefined|NaN/);
  });

  test('is opened from another site by way of a page that begins here', async () => {
    const { url } = await open();
    const bridge = await ask(url, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(bridge).toMatchObject({ status: 200, headers: { refresh: `0; url=/gate/${gateId}` } });
  });
});

describe('an answer', () => {
  test('that approves is heard by the machine, and shown from then on', async () => {
    const { url, dana, heard, story } = await open();
    await gate.pass(60_000);
    expect(await decide(url, dana, { reason: 'looks calm' })).toMatchObject({
      status: 303,
      headers: { location: `/gate/${gateId}` },
    });
    await gate.pass(1000);
    expect(heard()).toEqual({ decision: 'approved' });
    const after = await ask(url, { headers: { cookie: await enter(url, dana) } });
    expect(read(after)).toContain('Approved, with your decision');
    expect(after.body).not.toContain('<form');
    expect(story().at(-1)).toContain('dana approves ramp to 51 %: looks calm');
  });

  test('that rejects needs a reason', async () => {
    const { url, dana, heard } = await open();
    const refused = await decide(url, dana, { decision: 'reject' });
    expect(refused.status).toBe(422);
    expect(read(refused)).toContain('Say why you stop it');
    expect(refused.body).toContain('value="reject" required checked');
    expect(heard()).toBeUndefined();
    expect((await decide(url, dana, { decision: 'reject', reason: 'p95 climbs' })).status).toBe(303);
    await gate.pass(1000);
    expect(heard()).toMatchObject({ decision: 'notApproved' });
  });

  test('that is one of two is shown as such', async () => {
    const { url, dana, sam } = await open({ need: 2 });
    await decide(url, dana);
    expect(read(await ask(url, { headers: { cookie: await enter(url, dana) } }))).toContain(
      'It takes one approval more.',
    );
    expect(read(await ask(url, { headers: { cookie: await enter(url, sam) } }))).toContain('Go on · dana at');
  });

  test('that approves can be taken back on the page while others are still asked, and then no more', async () => {
    const { url, dana, heard } = await open({ need: 2 });
    await decide(url, dana);
    const cookie = await enter(url, dana);
    const page = await ask(url, { headers: { cookie } });
    expect(page.body.match(/name="decision" value="\w+"/g)).toEqual(['name="decision" value="reject"']);
    const form = await filledForm(url, cookie, { decision: 'reject', reason: 'the wrong graph' });
    expect((await post(url, cookie, form)).status).toBe(303);
    expect((await ask(url, { headers: { cookie } })).body).not.toContain('<form');
    await gate.pass(1000);
    expect(heard()).toMatchObject({ decision: 'notApproved', cause: expect.stringContaining('wrong graph') });
  });

  test('that was given in time by too few says that the time is up', async () => {
    const { url, dana } = await open({ need: 2 });
    await decide(url, dana);
    await gate.pass(40 * 60_000);
    const page = await ask(url, { headers: { cookie: await enter(url, dana) } });
    expect(read(page)).toContain('Too late: the time is up');
    expect(page.body).not.toContain('<form');
  });

  test('with the service in capitals and spaces around it is confirmed: phones write so', async () => {
    const { url, dana } = await open();
    expect((await decide(url, dana, { typed: ' Claude-Proxy ' })).status).toBe(303);
  });

  test('from a page that was open for too long is asked for again, and nothing typed is lost', async () => {
    const { url, dana, heard } = await open({ withinSeconds: 3600 });
    const cookie = await enter(url, dana);
    const form = await filledForm(url, cookie, { reason: 'a long thought' });
    await gate.pass(31 * 60_000);
    const again = await post(url, cookie, form);
    expect(again.status).toBe(422);
    expect(read(again)).toContain('open for too long');
    expect(again.body).toContain('a long thought');
    expect(heard()).toBeUndefined();
  });
});

describe('an approval that leads to nothing any more', () => {
  test('because the execution was stopped: the story says that nobody waits', async () => {
    const { url, dana, story, lab } = await open();
    const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:waits:waits';
    lab.engine.stopExecution({ executionArn });
    expect((await decide(url, dana)).status).toBe(303);
    expect(story()).toContain('dana approves ramp to 51 %');
    expect(story()).toContain('Nobody waits for this answer any more');
  });

  test.each([
    [{ backFor: 'http5xx rang' }, 'Since then: Going back: http5xx rang;'],
    [
      { outcome: 'rolledBack', reason: 'http5xx rang' },
      'Since then: Back on the stable version: http5xx rang;',
    ],
  ])(
    'because the cutover goes, or went, back: the page does not say that it goes on',
    async (noted, says) => {
      const { url, dana, lab } = await open();
      await decide(url, dana);
      const key = { pk: 'CUTOVER#rehearsal-1', sk: 'RECORD' };
      const record = lab.ledger.rows(ledgerTable).find(({ pk, sk }) => pk === key.pk && sk === key.sk);
      lab.ledger.seed(ledgerTable, { ...record, ...key, ...noted });
      const page = read(await ask(url, { headers: { cookie: await enter(url, dana) } }));
      expect(page).toContain('Approved, with your decision');
      expect(page).toContain(says);
      expect(page).not.toContain('goes on by itself');
    },
  );
});

test.each([
  ['/', 404],
  ['/favicon.ico', 404],
  ['/gate/', 404],
  ['/gate/%E0%A4%A', 404],
  ['/gate/a%0d%0aset-cookie:x', 404],
])('%s: nothing is there', async (path, status) => {
  const { url } = await open();
  expect(await ask(url, { path })).toMatchObject({ status });
});

test('what fails on our side is an honest page that says so', async () => {
  const { url, dana, lab, lines } = await open();
  const cookie = await enter(url, dana);
  lab.wire.meet({
    before: ({ action }) => (action === 'GetItem' ? { fail: { name: 'InternalServerError' } } : undefined),
  });
  const page = await ask(url, { headers: { cookie } });
  expect(page.status).toBe(503);
  expect(read(page)).toContain('Something failed on our side');
  expect(lines.some((line) => line.includes('a visit failed'))).toBe(true);
});

/** The page in a real browser, from the link in the mail to the decision, against the real function over HTTP. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closeGate } from '../../../aws/gate/open.ts';
import { supersede } from '../../../core/gate/life.ts';
import { type GateLab, gateId, gateLab } from '../../functions/gate-lab.ts';
import {
  type Device,
  devices,
  hasChromium,
  type Held,
  hold,
  launch,
  picture,
  seriousFindings,
} from './chromium.ts';

let browser: Browser;
let gate: GateLab;
const held: Held[] = [];

beforeAll(async () => {
  if (hasChromium) browser = await launch();
}, 60_000);
afterAll(() => (hasChromium ? browser.close() : undefined));
afterEach(async () => {
  for (const { context, complaints } of held.splice(0)) {
    await context.close();
    if (complaints.length > 0) throw new Error(`the browser complained: ${complaints.join('; ')}`);
  }
  await gate.close();
});

/** Opens dana's link, as a mail program does. */
async function openLink(
  device: Device,
  scripts = true,
  changes: Parameters<typeof gateLab>[0] = {},
): Promise<Page> {
  gate = await gateLab(changes);
  await gate.pass(60_000);
  const one = await hold(browser, device, scripts);
  held.push(one);
  await one.page.goto(`${gate.url}/gate/${gateId}?key=${gate.secrets['dana'] ?? ''}`);
  return one.page;
}

async function decide(page: Page, answer: string, reason = ''): Promise<void> {
  await page.getByLabel(answer).check();
  await page.getByLabel('Reason').fill(reason);
  await page.getByLabel('Type claude-proxy to confirm').fill('claude-proxy');
  await page.getByRole('button', { name: 'Send my decision' }).click();
}

const title = (page: Page) => page.locator('.banner h2').first().textContent();
const isWide = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');

/** Each size in one scheme: for the rest of the pages. */
const crossed = devices.filter(({ size, scheme }) => (size === 'phone') === (scheme === 'dark'));
const why = hasChromium ? '' : ' (skipped: no Chromium at /usr/bin/chromium)';

describe.skipIf(!hasChromium).each(devices)(`on $name${why}`, (device) => {
  test('approve', async () => {
    const page = await openLink(device);
    expect(page.url()).toBe(`${gate.url}/gate/${gateId}`);
    expect(await title(page)).toBe('This waits for you');
    expect(await isWide(page)).toBe(false);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `open ${device.name}`);
    await decide(page, 'Go on', 'graphs are calm');
    expect(await title(page)).toBe('Approved, with your decision');
    expect(page.url()).toBe(`${gate.url}/gate/${gateId}`);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `approved ${device.name}`);
    await gate.pass(1000);
    expect(gate.heard()).toMatchObject({ decision: 'approved' });
  });
});

describe.skipIf(!hasChromium).each(crossed)(`on $name${why}`, (device) => {
  test('reject with a reason, after forgetting it', async () => {
    const page = await openLink(device);
    await decide(page, 'Take everybody back');
    expect(await page.getByRole('alert').textContent()).toContain('Say why you stop it');
    expect(await page.getByLabel('Take everybody back').isChecked()).toBe(true);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `reason missing ${device.name}`);
    await decide(page, 'Take everybody back', 'p95 climbs');
    expect(await title(page)).toBe('You rejected it');
    await picture(page, `rejected ${device.name}`);
    await gate.pass(1000);
    expect(gate.heard()).toMatchObject({ decision: 'notApproved' });
  });

  test('an approval is taken back while others are still asked', async () => {
    const page = await openLink(device, true, { need: 2 });
    await decide(page, 'Go on');
    expect(await title(page)).toBe('You said: Go on');
    expect(await page.getByRole('radio').count()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `taking back ${device.name}`);
    await decide(page, 'Take everybody back', 'I had read the wrong graph');
    expect(await title(page)).toBe('You rejected it');
  });

  test('expired while the page was open', async () => {
    const page = await openLink(device);
    await gate.pass(40 * 60_000);
    await decide(page, 'Go on');
    expect(await title(page)).toBe('Too late: the time is up');
    expect(await page.locator('form').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `expired ${device.name}`);
    expect(gate.heard()).toBeUndefined();
  });

  test('superseded while the page was open', async () => {
    const page = await openLink(device);
    await gate.run((world) => closeGate(world, gateId, (one, now) => supersede(one, 'rehearsal-2', now)));
    await decide(page, 'Go on');
    expect(await title(page)).toBe('This question was replaced');
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `superseded ${device.name}`);
    await gate.pass(1000);
    expect(gate.heard()).toMatchObject({ decision: 'notApproved' });
  });
});

describe.skipIf(!hasChromium)(`the way to the decision${why}`, () => {
  const [phone, , desktop] = devices as readonly [Device, Device, Device];

  test('needs no script', async () => {
    const page = await openLink(phone, false);
    await decide(page, 'Go on');
    expect(await title(page)).toBe('Approved, with your decision');
  });

  test('needs no mouse, and Enter sends nothing that was not chosen', async () => {
    const page = await openLink(desktop);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/#decide$/);
    await page.getByLabel('Type claude-proxy to confirm').focus();
    await page.keyboard.type('claude-proxy');
    await page.keyboard.press('Enter');
    expect(await title(page)).toBe('This waits for you');
    // The browser leads to what is missing.
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('looks good');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Approved, with your decision').waitFor();
    expect(gate.story().join()).toContain('dana approves ramp to 51 %: looks good');
  });

  test('begins at another site as well: webmail', async () => {
    const page = await openLink(desktop);
    await page.context().clearCookies();
    const mail = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(`<a href="${gate.url}/gate/${gateId}?key=${gate.secrets['dana'] ?? ''}">decide</a>`);
    });
    await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve));
    // Another site than 127.0.0.1, for a browser.
    await page.goto(`http://localhost:${(mail.address() as AddressInfo).port}/`);
    await page.getByRole('link').click();
    await page.getByText('This waits for you').waitFor();
    expect(page.url()).toBe(`${gate.url}/gate/${gateId}`);
    await decide(page, 'Go on');
    expect(await title(page)).toBe('Approved, with your decision');
    await new Promise((resolve) => mail.close(resolve));
  });

  test('leaves nothing behind: no secret in the history, none for scripts to read, nothing from elsewhere', async () => {
    const page = await openLink(desktop);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.reload();
    expect(await page.evaluate('document.cookie')).toBe('');
    expect([...new Set(asked)]).toEqual([gate.url]);
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
    await page.goBack();
    expect(page.url()).not.toContain(gate.secrets['dana']);
  });

  test('cannot be put into a frame', async () => {
    const page = await openLink(desktop);
    const frame = `<iframe src="${page.url()}"></iframe>`;
    await page.route('**/frame', (route) => route.fulfill({ contentType: 'text/html', body: frame }));
    await page.goto(`${gate.url}/frame`);
    const inner = page.frames().at(-1);
    expect(await inner?.content()).not.toContain('waits for you');
    held.at(-1)?.page.removeAllListeners('console');
    held.splice(0);
  });

  test('a link that opens nothing says so', async () => {
    const page = await openLink(phone);
    await page.context().clearCookies();
    await page.goto(`${gate.url}/gate/${gateId}?key=${'0'.repeat(64)}`);
    expect(await page.locator('h1').textContent()).toBe('This page opens by a personal link');
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'stranger phone');
  });

  test('a gate of two shows who has decided', async () => {
    const page = await openLink(phone, true, { need: 2 });
    await decide(page, 'Go on');
    expect(await title(page)).toBe('You said: Go on');
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'voted phone');
  });
});

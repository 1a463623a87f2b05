/** The control room in a real browser: it follows a rehearsal to its rollback, through a lost line and a reload. */
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  type Device,
  devices,
  hasChromium,
  type Held,
  hold,
  launch,
  picture,
  seriousFindings,
} from '../approval/chromium.ts';
import { aRoom, type ARoom } from './a-room.ts';

let browser: Browser;
let room: ARoom;
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
  await room.close();
});

const bad = { when: [{ at: 'weight>=50', set: { 'canary.errorRate': '40%' } }] };
const isWide = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
const shows = (page: Page, text: string) =>
  page.locator('h1', { hasText: text }).waitFor({ timeout: 15_000 });
const why = hasChromium ? '' : ' (skipped: no Chromium at /usr/bin/chromium)';

/** The checker is a script, which the page's own policy refuses: it is looked at without it. */
async function lookedAt({ context, page }: Held): Promise<string[]> {
  const seen = await context.newPage();
  await seen.setContent((await page.content()).replace(/<script>.*<\/script>/s, ''));
  const findings = await seriousFindings(seen);
  await seen.close();
  return findings;
}

/** Each size in one scheme, the other in the pictures. */
const [phone, , , desktop] = devices as readonly [Device, Device, Device, Device];

/** A tunnel, on the phone: the page says how old it is, and comes back by itself. */
async function lostAndFound({ size }: Device, { page, context }: Held): Promise<void> {
  if (size === 'phone') await context.setOffline(true);
  if (size === 'phone') await page.getByText('Connection lost: this is as of').waitFor({ timeout: 15_000 });
  if (size === 'phone') await picture(page, 'room with its line lost');
  await room.passUntil(/rings/);
  await context.setOffline(false);
  await page.locator('#line').waitFor({ state: 'hidden', timeout: 20_000 });
}

describe.skipIf(!hasChromium).each([phone, desktop])(`on $name${why}`, (device) => {
  test('follows a rehearsal to its rollback', { timeout: 60_000 }, async () => {
    room = await aRoom(bad);
    const one = await hold(browser, device);
    held.push(one);
    const { page } = one;
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).pathname));
    await page.goto(room.url);
    await room.passUntil(/^Shifted 50 %/);
    await shows(page, '50 % of users are on the canary');
    expect(await isWide(page)).toBe(false);
    await page.locator('#triggers').waitFor();
    await picture(page, `room in the ramp ${device.name}`);
    expect(await lookedAt(one)).toEqual([]);

    await lostAndFound(device, one);
    await page.reload();
    await room.finish();
    await shows(page, 'Rolled back: all users are on the old version');
    expect(await page.locator('#words').isVisible()).toBe(false);
    await picture(page, `room at the end ${device.name}`);
    expect(await lookedAt(one)).toEqual([]);
    expect([...asked].toSorted()).toEqual(['/', '/live']);
    await page.getByRole('link', { name: 'Read the report' }).click();
    await shows(page, 'Rolled back: all users are on the old version');
  });
});

describe.skipIf(!hasChromium)(`whoever looks on${why}`, () => {
  test('holds it, resumes it, and aborts only with the name typed', { timeout: 60_000 }, async () => {
    room = await aRoom({});
    const one = await hold(browser, phone);
    held.push(one);
    const { page } = one;
    await page.goto(room.url);
    await room.passUntil(/^Shifted 5 %/);
    await shows(page, '5 % of users are on the canary');
    const press = async (name: string, told: RegExp) => {
      await page.getByRole('button', { name }).click();
      await page.locator('#told', { hasText: told }).waitFor({ timeout: 15_000 });
    };
    const holding = room.heard();
    const said = press('Hold', /you holds the cutover/);
    await holding;
    await room.passUntil(/^you holds the cutover/);
    await said;
    await shows(page, 'Held by you');
    await picture(page, 'room held');
    expect(await lookedAt(one)).toEqual([]);
    await press('Abort', /type claude-proxy first/);
    await page.getByLabel('To take everybody back').fill('claude-proxy');
    const heard = room.heard();
    const aborted = press('Abort', /you aborts the cutover/);
    await heard;
    await room.passUntil(/^you aborts the cutover/);
    await aborted;
    expect((await room.finish()).outcome).toBe('rolledBack');
    await shows(page, 'Rolled back');
  });

  test('without a script sees it all, loaded anew by itself', { timeout: 60_000 }, async () => {
    room = await aRoom({});
    const one = await hold(browser, phone, false);
    held.push(one);
    await one.page.goto(room.url);
    await room.passUntil(/^Shifted 50 %/);
    await shows(one.page, '50 % of users are on the canary');
    expect(await one.page.locator('figure').count()).toBeGreaterThan(2);
  });
});

test('the first load is under 60 KB compressed, with the ramp on it', async () => {
  room = await aRoom({});
  await room.passUntil(/^Shifted 100 %/);
  const page = await (await fetch(room.url)).text();
  expect(page).toContain('<figure');
  expect(gzipSync(page).length).toBeLessThan(60_000);
});

/** The deployed control room in a real browser: opened by a link, kept live, and at its end by itself. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cutoverId, path, roomLab } from '../../functions/room-lab.ts';
import { type Device, devices, hasChromium, hold, launch, picture } from '../approval/chromium.ts';

const [phone] = devices as readonly [Device];
let browser: Browser;
beforeAll(async () => {
  if (hasChromium) browser = await launch();
}, 60_000);
afterAll(() => (hasChromium ? browser.close() : undefined));

test.skipIf(!hasChromium)(
  `a link, followed from a chat to the end${hasChromium ? '' : ' (skipped: no Chromium at /usr/bin/chromium)'}`,
  { timeout: 90_000 },
  async () => {
    const room = await roomLab();
    const secret = await room.share();
    const { context, page, complaints } = await hold(browser, phone);
    const statuses: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('/live')) statuses.push(response.status());
    });
    const shows = (text: string) => page.locator('h1', { hasText: text }).waitFor({ timeout: 20_000 });
    await page.goto(`${room.url}${path}?key=${secret}`);
    expect(page.url()).toBe(`${room.url}${path}`);
    await shows('26 % of users are on the canary');
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    await picture(page, 'room deployed');
    // The first answer is whole; the second, with no time passed in the lab, is not sent again.
    while (!statuses.includes(304)) await page.waitForTimeout(500);
    await room.pass(4 * 3600_000);
    await shows('Promoted: all users are on the new version');
    await page.getByRole('link', { name: 'Read the report' }).click();
    await page.waitForURL(`${room.url}/room/${cutoverId}/report`);
    await shows('Promoted: all users are on the new version');
    expect([complaints, new Set(statuses)]).toEqual([[], new Set([200, 304])]);
    await context.close();
    await room.close();
  },
);

/** The deployed control room in a real browser: opened by a link, kept live, and at its end by itself. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutoverId, path, roomLab } from '../../functions/room-lab.ts';
import {
  devices,
  hasChromium,
  type Held,
  hold,
  launch,
  picture,
  seriousFindings,
} from '../approval/chromium.ts';

let browser: Browser;
beforeAll(async () => {
  if (hasChromium) browser = await launch();
}, 60_000);
afterAll(() => (hasChromium ? browser.close() : undefined));

const isWide = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');

/** The checker is a script, which the page's own policy refuses: it is looked at without it. */
async function lookedAt({ context, page }: Held): Promise<string[]> {
  const seen = await context.newPage();
  const text = await page.content();
  await seen.setContent(
    text.replace(/<script>.*<\/script>/s, '').replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''),
  );
  const findings = await seriousFindings(seen);
  await seen.close();
  return findings;
}

describe.skipIf(!hasChromium).each(devices)(
  `on $name${hasChromium ? '' : ' (skipped: no Chromium at /usr/bin/chromium)'}`,
  // Side by side: most of each is waiting for the page's next look.
  { concurrent: true },
  (device) => {
    test('a link, followed from a chat to the end, keeps nobody out', { timeout: 90_000 }, async () => {
      const room = await roomLab();
      const secret = await room.share();
      const one = await hold(browser, device);
      const { context, page, complaints } = one;
      const statuses: number[] = [];
      page.on('response', (response) => {
        if (response.url().endsWith('/live')) statuses.push(response.status());
      });
      const shows = (text: string) => page.locator('h1', { hasText: text }).waitFor({ timeout: 20_000 });
      await page.goto(`${room.url}${path}?key=${secret}`);
      expect(page.url()).toBe(`${room.url}${path}`);
      await shows('26 % of users are on the canary');
      expect(await isWide(page)).toBe(false);
      await picture(page, `room deployed ${device.name}`);
      expect(await lookedAt(one)).toEqual([]);
      // The first answer is whole; the second, with no time passed in the lab, is not sent again.
      while (!statuses.includes(304)) await page.waitForTimeout(500);
      await room.pass(4 * 3600_000);
      await shows('Promoted: all users are on the new version');
      expect(await lookedAt(one)).toEqual([]);
      await page.getByRole('link', { name: 'Read the report' }).click();
      await page.waitForURL(`${room.url}/room/${cutoverId}/report`);
      await shows('Promoted: all users are on the new version');
      expect(await isWide(page)).toBe(false);
      await picture(page, `report deployed ${device.name}`);
      expect(await lookedAt(one)).toEqual([]);
      expect([complaints, new Set(statuses)]).toEqual([[], new Set([200, 304])]);
      await context.close();
      await room.close();
    });
  },
);

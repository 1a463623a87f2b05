/** The report in a real browser, as a file: on a phone, on a desk, by day, by night, and on paper. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../../../lab/report.ts';
import { reportPage } from '../../../web/report/page.ts';
import { tell } from '../../scenarios/story.ts';
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
let address: string;
const held: Held[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  browser = await launch();
  const when = [{ at: 'weight>=26', set: { 'canary.errorRate': '30%' } }];
  const { lab, result } = await tell({ when });
  const report = reportOf(lab, result);
  const file = join(await mkdtemp(join(tmpdir(), 'cutover-report-')), 'report.html');
  await writeFile(
    file,
    reportPage(report, { ...result, title: 'bad at 26 %', replay: 'npx cutover rehearse' }),
  );
  address = pathToFileURL(file).href;
}, 60_000);
afterAll(() => (hasChromium ? browser.close() : undefined));
afterEach(async () => {
  for (const { context, complaints } of held.splice(0)) {
    await context.close();
    if (complaints.length > 0) throw new Error(`the browser complained: ${complaints.join('; ')}`);
  }
});

const bottomOf = (page: Page, selector: string) =>
  page.evaluate<number>(`document.querySelector('${selector}').getBoundingClientRect().bottom / innerHeight`);
const isWide = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
const why = hasChromium ? '' : ' (skipped: no Chromium at /usr/bin/chromium)';

describe.skipIf(!hasChromium).each(devices)(`on $name${why}`, (device) => {
  test('answers before anybody has scrolled twice, and keeps nobody out', async () => {
    const one = await hold(browser, device);
    held.push(one);
    const asked: string[] = [];
    one.page.on('request', (request) => asked.push(request.url()));
    await one.page.goto(address);
    expect(await one.page.locator('h1').textContent()).toBe('Rolled back: all users are on the old version');
    expect(await bottomOf(one.page, '.answers')).toBeLessThan(device.size === 'phone' ? 1.6 : 1);
    expect(await isWide(one.page)).toBe(false);
    expect(asked).toEqual([address]);
    expect(await one.page.locator('figure').count()).toBe(4);
    await picture(one.page, `report ${device.name}`);
    // The checker is a script, which the page's own policy refuses: it is looked at without it.
    const seen = await one.context.newPage();
    const body = (await one.page.content()).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    await seen.setContent(body);
    expect(await seriousFindings(seen)).toEqual([]);
  });
});

describe.skipIf(!hasChromium)(`on paper${why}`, () => {
  test('has dark ink on white, also for whoever reads at night, and cuts no picture in two', async () => {
    const [, dark] = devices as readonly [never, (typeof devices)[number]];
    const one = await hold(browser, dark);
    held.push(one);
    await one.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await one.page.goto(address);
    const colours = (await one.page.evaluate(
      '[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]',
    )) as string[];
    expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
    const breaks = await one.page.evaluate('getComputedStyle(document.querySelector("figure")).breakInside');
    expect(breaks).toBe('avoid');
    const pdf = await one.page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

/** A real browser, where one is installed: Debian's Chromium, driven without a download of its own. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

export const hasChromium = existsSync(executablePath);

export function launch(): Promise<Browser> {
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath, args });
}

/** How somebody holds the page. */
export interface Device {
  readonly name: string;
  readonly size: 'phone' | 'desktop';
  readonly scheme: 'light' | 'dark';
}

export const devices: readonly Device[] = (['phone', 'desktop'] as const).flatMap((size) =>
  (['light', 'dark'] as const).map((scheme) => ({ name: `${size}, ${scheme}`, size, scheme })),
);

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

export interface Held {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained of: a refused style, a blocked script. */
  readonly complaints: readonly string[];
}

export async function hold(browser: Browser, { size, scheme }: Device, scripts = true): Promise<Held> {
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: scheme,
    javaScriptEnabled: scripts,
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  // A browser asks for an icon and logs every status of 400 and more; neither is about the page.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { context, page, complaints };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What an accessibility checker finds that keeps somebody out, or in the dark. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate<Finding[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`,
    );
}

/** For eyes: SCREENSHOTS=/some/folder keeps a picture of every page that is looked at. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, '-')}.png`), fullPage: true });
}

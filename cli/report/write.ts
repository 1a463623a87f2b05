/** A report on disk: the page, the same as Markdown, and the facts as JSON. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportMarkdown } from '../../core/report/markdown.ts';
import type { Report } from '../../core/report/report.ts';
import { reportPage } from '../../web/report/page.ts';
import type { Rehearsed } from '../../web/report/in-the-lab.ts';

/** Before anything is run: a folder that cannot be made is said at once. Undefined where it is there. */
export async function problemWith(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true });
    return undefined;
  } catch (error) {
    return `--report: ${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Returns the page's path. */
export async function writeReportTo(folder: string, report: Report, rehearsed?: Rehearsed): Promise<string> {
  const page = join(folder, 'report.html');
  await Promise.all([
    writeFile(page, reportPage(report, rehearsed)),
    writeFile(join(folder, 'report.md'), reportMarkdown(report)),
    writeFile(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`),
  ]);
  return page;
}

/** A report on disk: the page, the same as Markdown, and the facts as JSON. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportMarkdown } from '../../core/report/markdown.ts';
import { type Report, reportJson } from '../../core/report/report.ts';
import type { Rehearsed } from '../../web/report/in-the-lab.ts';
import { reportPage } from '../../web/report/page.ts';

export const formats = ['html', 'json', 'markdown'] as const;
export type Format = (typeof formats)[number];

export function writtenAs(format: Format, report: Report, rehearsed?: Rehearsed): string {
  switch (format) {
    case 'html':
      return reportPage(report, rehearsed);
    case 'markdown':
      return reportMarkdown(report);
    case 'json':
    default:
      return reportJson(report);
  }
}

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
    writeFile(page, writtenAs('html', report, rehearsed)),
    writeFile(join(folder, 'report.md'), writtenAs('markdown', report)),
    writeFile(join(folder, 'report.json'), writtenAs('json', report)),
  ]);
  return page;
}

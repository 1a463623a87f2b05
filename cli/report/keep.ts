/** One file, whole or not at all, and never over another one that nobody has given up. */
import { access, constants, link, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Before anything is asked: what cannot be written is said at once. Undefined where it can. */
export async function problemWithFile(file: string, force: boolean): Promise<string | undefined> {
  try {
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    return `--output ${file}: ${reasonOf(error)}`;
  }
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory() === true)
    return `--output ${file}: this is a folder; name a file in it, as ${join(file, 'report.html')}`;
  return there === undefined || force ? undefined : alreadyThere(file);
}

/** Undefined where it is written. */
export async function keepFile(file: string, text: string, force: boolean): Promise<string | undefined> {
  // On the same disk, so that it can be moved there in one go.
  const desk = await mkdtemp(join(dirname(file), '.cutover-report-'));
  const draft = join(desk, 'draft');
  try {
    await writeFile(draft, text);
    await (force ? rename(draft, file) : placed(draft, file));
    return undefined;
  } catch (error) {
    return codeOf(error) === 'EEXIST' ? alreadyThere(file) : `--output ${file}: ${reasonOf(error)}`;
  } finally {
    await rm(desk, { recursive: true, force: true });
  }
}

/** A link fails where somebody has made the file meanwhile; a rename would write over it. Not every disk has links. */
async function placed(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error))) throw error;
    await rename(draft, file);
  }
}

function alreadyThere(file: string): string {
  return `${file} is already there: --force writes over it, --output FILE writes elsewhere`;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

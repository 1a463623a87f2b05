/**
 * Reads the pages of the repository: their console blocks, which are run and compared, their links and their
 * headings. A console block holds commands (lines that start with `$ `) and what they print; a line `…` stands for
 * any lines. A block marked `norun REASON` is not run.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every page that people read, by its path from the root. */
export function pages(): string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const top = readdirSync(root).filter((file) => file.endsWith('.md'));
  return [
    ...top,
    ...docs.filter((file) => file.endsWith('.md')).map((file) => join('docs', file)),
  ].toSorted();
}

export function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

export interface ConsoleBlock {
  readonly page: string;
  /** Of the opening fence, from 1 on. */
  readonly line: number;
  /** Why it is not run; absent where it is. */
  readonly norun?: string;
  readonly runs: readonly Run[];
}

export interface Run {
  readonly command: string;
  readonly expected: readonly string[];
}

const fence = '```';

export function consoleBlocks(page: string): ConsoleBlock[] {
  const blocks: ConsoleBlock[] = [];
  const lines = read(page).split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, language, rest = ''] = /^```(\S*)\s*(.*)$/.exec(lines[at] ?? '') ?? [];
    if (language === undefined) continue;
    const end = lines.indexOf(fence, at + 1);
    if (end < 0) throw new Error(`${page}:${at + 1} opens a block that never closes`);
    if (language === 'console') {
      const norun = /^norun\b\s*(.*)$/.exec(rest)?.[1];
      const runs = runsOf(lines.slice(at + 1, end));
      blocks.push({ page, line: at + 1, ...(norun !== undefined && { norun }), runs });
    }
    at = end;
  }
  return blocks;
}

/** A command goes on in the next line where its line ends in a backslash. */
function runsOf(lines: readonly string[]): Run[] {
  const runs: { command: string; expected: string[] }[] = [];
  let continues = false;
  for (const line of lines) {
    const last = runs.at(-1);
    if (continues && last !== undefined) last.command += `\n${line}`;
    else if (line.startsWith('$ ')) runs.push({ command: line.slice(2), expected: [] });
    else if (last === undefined) throw new Error(`a console block starts with a command, not with: ${line}`);
    else last.expected.push(line);
    continues = line.endsWith('\\') && (continues || line.startsWith('$ '));
  }
  return runs;
}

/** npm takes a second to find what stands in this package; `.ci/run` still starts it the long way. */
const ownNpx = `npx() { if [ "$1" = cutover ]; then shift; "${process.execPath}" cli/cutover.js "$@"; else command npx "$@"; fi; }`;

/** What a command prints at the root, on standard output and error together, trailing blanks left out. */
export async function output(command: string): Promise<string[]> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1', COLUMNS: '80' };
  // Vitest's own variables would change how a child test runner, or npm, behaves.
  for (const name of Object.keys(env)) if (/^(VITEST|npm_|FORCE_COLOR)/.test(name)) delete env[name];
  const printed = await new Promise<string>((resolve) => {
    const options = { cwd: root, env, timeout: 120_000, maxBuffer: 16 * 1024 * 1024 };
    execFile('bash', ['-c', `${ownNpx}\n{ ${command}\n} 2>&1`], options, (_error, stdout) => resolve(stdout));
  });
  const lines = printed.split('\n').map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  while (lines[0] === '') lines.shift();
  return lines;
}

const anyLines = '…';

/** Whether the output is what the page says. Between two `…` lines everything must stand in one piece. */
function matches(expected: readonly string[], printed: readonly string[]): boolean {
  const [first = [], ...rest] = pieces(expected);
  if (rest.length === 0) return first.join('\n') === printed.join('\n');
  if (!isAt(first, printed, 0)) return false;
  let from = first.length;
  const last = rest.pop() ?? [];
  for (const piece of rest) {
    const found = printed.findIndex((_, index) => index >= from && isAt(piece, printed, index));
    if (found < 0) return false;
    from = found + piece.length;
  }
  const end = printed.length - last.length;
  return end >= from && isAt(last, printed, end);
}

function pieces(expected: readonly string[]): string[][] {
  const all: string[][] = [[]];
  for (const line of expected) {
    if (line.trim() === anyLines) all.push([]);
    else all.at(-1)?.push(line.trimEnd());
  }
  return all;
}

function isAt(piece: readonly string[], printed: readonly string[], index: number): boolean {
  return piece.every((line, offset) => printed[index + offset] === line);
}

/**
 * The output in the shape that the page has: as many lines at its head and tail, and the lines between that begin
 * like the page's. A shape that cannot be found again gives the whole output.
 */
export function reshaped(expected: readonly string[], printed: readonly string[]): readonly string[] {
  const [first = [], ...rest] = pieces(expected);
  const last = rest.pop();
  if (last === undefined) return printed;
  const kept: string[] = printed.slice(0, first.length);
  let from = first.length;
  for (const piece of rest) {
    const found = printed.findIndex((line, index) => index >= from && alike(line) === alike(piece[0] ?? ''));
    if (found < 0) return printed;
    kept.push(anyLines, ...printed.slice(found, found + piece.length));
    from = found + piece.length;
  }
  const end = Math.max(from, printed.length - last.length);
  return [...kept, anyLines, ...printed.slice(end)];
}

/** Lines are alike when only their numbers differ. */
function alike(line: string): string {
  return line.replaceAll(/[\d.,:]+/g, '0').trim();
}

/** The page's own words where the output is as it says, the whole output where it is not. */
export function shown(expected: readonly string[], printed: readonly string[]): string {
  return (matches(expected, printed) ? expected : printed).join('\n');
}

export function blockAt(page: string, line: number): ConsoleBlock {
  const block = consoleBlocks(page).find((candidate) => candidate.line === line);
  if (block === undefined) throw new Error(`${page}:${line} is no console block`);
  return block;
}

/** The page with what its commands print now. */
export async function updated(page: string): Promise<string> {
  const lines = read(page).split('\n');
  for (const block of consoleBlocks(page).toReversed()) {
    if (block.norun !== undefined) continue;
    const body: string[] = [];
    for (const { command, expected } of block.runs)
      body.push(`$ ${command}`, ...reshaped(expected, await output(command)));
    lines.splice(block.line, lines.indexOf(fence, block.line) - block.line, ...body);
  }
  return lines.join('\n');
}

export interface Link {
  readonly page: string;
  readonly target: string;
  /** From the root; the page itself where the link names only a heading. */
  readonly file: string;
  readonly heading: string | undefined;
}

/** Links to files and headings of ours; addresses elsewhere are not followed. */
export function links(page: string): Link[] {
  const found = withoutCode(read(page)).matchAll(/(?:\]\(|src=")([^)"\s]+)[)"]/g);
  return [...found].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = '', heading] = target.split('#');
    const file = path === '' ? page : relative(root, join(root, dirname(page), path));
    return [{ page, target, file, heading }];
  });
}

/** Headings as GitHub spells their anchors. */
export function anchors(page: string): string[] {
  const titles = withoutCode(read(page)).matchAll(/^#+ (.+)$/gm);
  return [...titles].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The titles of one level, `## ` being 2. */
export function headings(page: string, level: number): string[] {
  const found = withoutCode(read(page)).matchAll(/^(#+) (.+)$/gm);
  return [...found].flatMap(([, marks, text = '']) => (marks?.length === level ? [text] : []));
}

function withoutCode(page: string): string {
  return page.replaceAll(/^```[\s\S]*?^```$/gm, '');
}

/** The files of a folder, from the root. */
export function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder))
    .map((file) => join(folder, file))
    .toSorted();
}

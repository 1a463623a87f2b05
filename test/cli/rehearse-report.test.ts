/** `cutover rehearse --report`: what a rehearsal leaves on disk. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { rehearseCommand } from '../../cli/commands/rehearse.ts';
import type { Terminal } from '../../cli/terminal.ts';

async function run(...words: string[]) {
  const seen = { out: '', err: '', progress: '', code: -1 };
  const io: Terminal = {
    colors: createColors(false),
    isWatched: false,
    columns: 80,
    print: (text) => void (seen.out += `${text}\n`),
    complain: (text) => void (seen.err += `${text}\n`),
    progress: (text) => void (seen.progress += text),
  };
  const command = rehearseCommand(io, (code) => void (seen.code = code));
  await command.parseAsync(words, { from: 'user' });
  return seen;
}

test('a page, the same as Markdown, and the facts under the names of the result', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'cutover-report-')), 'new', 'folder');
  const scenario = 'lab/scenarios/bad-at-26.yml';
  const { code, out, progress } = await run('--scenario', scenario, '--report', folder, '--json');
  expect(code).toBe(10);
  expect(progress).toContain(`Report: ${join(folder, 'report.html')}\n`);
  const [page, markdown, facts] = await Promise.all(
    ['report.html', 'report.md', 'report.json'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  expect(page).toContain('<h1>Rolled back: all users are on the old version</h1>');
  expect(page).toContain(`npx cutover rehearse --scenario ${scenario} --seed 1`);
  expect(markdown).toContain('# claude-proxy: Rolled back: all users are on the old version');
  const { outcome, weights, seed, invariants } = JSON.parse(out) as Record<string, unknown>;
  expect(JSON.parse(facts ?? '')).toMatchObject({ outcome, weights, seed, invariants });
});

test('a folder that cannot be made is said before anything is run', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'cutover-report-')), 'file');
  await writeFile(file, '');
  const { code, out, err } = await run('--report', join(file, 'folder'));
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(/--report: .*folder cannot be made: /);
});

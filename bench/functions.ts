/** What each function weighs and how long Node takes to import it, beside an empty handler, in fresh processes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median } from './median.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const runs = 11;

export function benchFunctions(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-bench-'));
  try {
    const empty = join(folder, 'empty.mjs');
    writeFileSync(empty, 'export const handler = async () => ({});\n');
    const base = importMilliseconds(empty);
    const rows = readdirSync(dist, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => {
        const file = join(dist, name, 'index.mjs');
        return { name, kilobytes: statSync(file).size / 1024, milliseconds: importMilliseconds(file) };
      });
    const lines = rows
      .toSorted((a, b) => b.milliseconds - a.milliseconds)
      .map((row) => `| ${row.name} | ${row.kilobytes.toFixed(0)} KB | ${row.milliseconds.toFixed(1)} ms |`);
    return [`| (an empty handler) | 0 KB | ${base.toFixed(1)} ms |`, ...lines];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function importMilliseconds(file: string): number {
  const program = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - t);`;
  const env = { ...process.env, LEDGER_TABLE: 'bench', AWS_REGION: 'eu-west-1' };
  return median(
    Array.from({ length: runs }, () => {
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        env,
        encoding: 'utf8',
      });
      return Number(stdout);
    }),
  );
}

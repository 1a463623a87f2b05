/** Looks for a planted defect as a sweep would, or in the tests of the code that it is planted in. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Search, Shown } from './search.ts';

export function search(what: Search): Promise<Shown> {
  const worker = new Worker(new URL('./search.ts', import.meta.url), { workerData: what });
  return new Promise((resolve, reject) => {
    worker.on('message', (shown: Shown) => void worker.terminate().then(() => resolve(shown)));
    worker.on('error', reject);
  });
}

/** Whether this test fails with the defect planted: the first line that says so. */
export function tested(name: string, test: string): Promise<string | undefined> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
  const args = [vitest, 'run', '--config', 'scripts/defects/planting.ts', test];
  const env = { ...process.env, PLANTED: name, NO_COLOR: '1' };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer) => void (said += chunk.toString());
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(/^ *FAIL +(.*)$/m.exec(said)?.[1]?.trim()));
  });
}

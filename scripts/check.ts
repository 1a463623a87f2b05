/**
 * `npm run check:static`, the first half of `npm run check`: what needs one core each, side by side. Each one's words
 * come whole, in this order, whichever is ready first. `npm test` comes after it and takes all cores for itself.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const steps = ['format:check', 'lint', 'typecheck', 'package'];

interface Done {
  readonly status: number;
  readonly said: string;
}

function run(step: string): Promise<Done> {
  const child = spawn('npm', ['run', step], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer) => void (said += chunk.toString());
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status: status ?? 1, said }));
  });
}

for (const { step, done } of steps.map((one) => ({ step: one, done: run(one) }))) {
  const { status, said } = await done;
  process.stdout.write(said);
  if (status === 0) continue;
  process.exitCode = 1;
  console.error(`npm run ${step} ended with ${status}\n`);
}

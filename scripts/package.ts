/**
 * `npm run package`: bundles and packs what is deployed, and notes what it was made of, so that the tests of the
 * package need not make it a second time. Packs without credentials; deploying is `npx serverless deploy`.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, sizes, sizeTable } from './build.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, '.serverless/made-of');

/** Whatever a bundle, a role or the template is made of. A folder too many costs a second; one too few, a wrong answer. */
const sources = [
  '{functions,aws,core,web,infra,statemachine,scripts}/**/*',
  '{serverless.yml,policy.yml,package.json,package-lock.json,tsconfig.json}',
];

function madeOf(): string {
  const hash = createHash('sha256');
  const files = globSync(sources, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  for (const path of paths) hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

/** Makes the package where what lies there was made of something else, or not to its end. */
export async function packageWhereStale(): Promise<void> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === madeOf()) return;
  await makePackage('pipe');
}

async function makePackage(stdio: 'inherit' | 'pipe'): Promise<void> {
  const before = madeOf();
  rmSync(stamp, { force: true });
  await bundle();
  const { PATH, HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/serverless/bin/serverless.js', 'package'],
    // Nothing of AWS in the environment: packaging must not need an account.
    { cwd: root, stdio, encoding: 'utf8', env: { PATH, HOME, AWS_EC2_METADATA_DISABLED: 'true' } },
  );
  if (status !== 0)
    throw new Error(`serverless package ended with ${status}\n${stdout ?? ''}${stderr ?? ''}`);
  writeFileSync(stamp, before);
}

if (import.meta.main) {
  await makePackage('inherit');
  console.log(sizeTable(sizes()));
}

/** A Terraform plan from a file. Larger than any plan of ours, and never quoted: it holds secrets. */
import { readFile, stat } from 'node:fs/promises';
import type { LocalPlan } from '../aws/checks/check-all.ts';
import type { Problem } from '../core/plan/problem.ts';
import { problemAt } from './read-document.ts';

const bytesMax = 64 * 1024 * 1024;

export async function readTerraform(
  file: string | undefined,
): Promise<{ readonly local: LocalPlan | undefined } | { readonly problems: readonly Problem[] }> {
  if (file === undefined) return { local: undefined };
  const refused = (message: string) => ({ problems: [problemAt('--terraform', file, message)] });
  try {
    const { size, mtimeMs } = await stat(file);
    if (size > bytesMax) return refused(`is ${size} bytes long, and at most ${bytesMax} are read`);
    return { local: { document: JSON.parse(await readFile(file, 'utf8')) as unknown, writtenAt: mtimeMs } };
  } catch (error) {
    if (error instanceof SyntaxError)
      return refused('is no JSON: write it with terraform show -json PLANFILE');
    return refused(`cannot be read (${(error as { code?: string }).code ?? 'no reason given'})`);
  }
}

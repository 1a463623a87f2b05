import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a release hangs on: an unnoticed change here moves traffic. */
export const foldersMutated: readonly string[] = [
  'core/decide',
  'core/release',
  'core/gate',
  'core/triggers',
  'core/traffic',
  'core/policy',
];

/** As Stryker wants them. Only `core/` has tests that are quick enough to be run thousands of times. */
export function patternsOf(root: string, paths: readonly string[]): string[] {
  return (paths.length === 0 ? foldersMutated : paths).map((path) => {
    if (!/^core(\/|$)/.test(path))
      throw new Error(`${path}: only core/ is mutated; its folders are ${foldersOf(root).join(', ')}`);
    if (!existsSync(join(root, path)))
      throw new Error(
        `${path}: there is no such folder or file; the folders are ${foldersOf(root).join(', ')}`,
      );
    if (!statSync(join(root, path)).isDirectory()) return path;
    return `${path}/**/*.ts`;
  });
}

function foldersOf(root: string): string[] {
  return globSync('core/*/', { cwd: root })
    .map((folder) => folder.replace(/\/$/, ''))
    .toSorted();
}

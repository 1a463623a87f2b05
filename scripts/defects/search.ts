/**
 * In a worker of its own: the code as it is loaded there has one defect planted, and rehearsals look for it. Either the
 * seeds of a sweep, one after the other, or a case that showed it once.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Base, Recipe } from '../../lab/sweep/recipe.ts';
import type { Planted } from './planted.ts';

export interface Search {
  readonly base: Base;
  /** Absent: the code as it is. */
  readonly defect?: Pick<Planted, 'file' | 'find' | 'replace'>;
  readonly among: { readonly from: number; readonly to: number } | { readonly recipe: Recipe };
}

/** Absent where nothing showed it. */
export interface Shown {
  readonly seed?: number;
  readonly finding?: string;
  /** Made small. */
  readonly recipe?: Recipe;
}

const { base, defect, among } = workerData as Search;
const home = new URL('../../', import.meta.url);
const target = defect && new URL(defect.file, home).href;

/** No flag in the code that is deployed: it is another code that runs here. */
registerHooks({
  load(url, context, nextLoad) {
    if (defect === undefined || url !== target) return nextLoad(url, context);
    const whole = readFileSync(new URL(url), 'utf8');
    return { ...nextLoad(url, context), source: whole.replace(defect.find, () => defect.replace) };
  },
});

const { runSeed } = await import('../../lab/sweep/sweep.ts');
const { runCase } = await import('../../lab/sweep/run-case.ts');
const { minimise } = await import('../../lab/sweep/minimise.ts');

async function replay(recipe: Recipe): Promise<Shown> {
  const [first] = (await runCase(base, recipe)).findings;
  return first === undefined ? {} : { seed: recipe.seed, finding: `${first.name}: ${first.why}`, recipe };
}

async function sweep(from: number, to: number): Promise<Shown> {
  for (let seed = from; seed <= to; seed++) {
    if ((await runSeed(base, seed)).findings.length === 0) continue;
    const { recipe, findings } = await minimise(base, seed);
    return { seed, finding: findings.map(({ name, why }) => `${name}: ${why}`)[0] ?? '', recipe };
  }
  return {};
}

const shown = 'recipe' in among ? await replay(among.recipe) : await sweep(among.from, among.to);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
parentPort?.postMessage(shown);

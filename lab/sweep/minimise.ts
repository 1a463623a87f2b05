/** From a failing seed to the smallest case that still shows one of the same findings. */
import { draw } from './draw.ts';
import type { Finding } from './findings.ts';
import type { Base, Recipe } from './recipe.ts';
import { runCase, type Tampering } from './run-case.ts';
import { shrink } from './shrink.ts';

export interface Minimal {
  readonly recipe: Recipe;
  readonly findings: readonly Finding[];
  /** How many of its happenings the case had before, and rehearsals that it took. */
  readonly drawn: number;
  readonly tried: number;
}

export async function minimise(base: Base, seed: number, tampering?: Tampering): Promise<Minimal> {
  const drawn = draw(base, seed);
  const { findings } = await runCase(base, drawn, tampering);
  const names = new Set(findings.map(({ name }) => name));
  const { recipe, tried } = await shrink(drawn, async (simpler) => {
    const result = await runCase(base, simpler, tampering);
    return result.findings.some(({ name }) => names.has(name));
  });
  const smallest = await runCase(base, recipe, tampering);
  return { recipe, findings: smallest.findings, drawn: drawn.when.length, tried };
}

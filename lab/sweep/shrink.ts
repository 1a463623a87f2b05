/**
 * Makes a failing case small: fewer deeds first, then fewer choices, then simpler values; whatever still fails is kept.
 * Each step is tried in a fixed order, so that one case shrinks to one case.
 */
import type { Choices, Recipe } from './recipe.ts';
import { simplerHappenings } from './simpler.ts';

export interface Shrunk {
  readonly recipe: Recipe;
  readonly tried: number;
}

/** Ends where nothing simpler fails, or after so many rehearsals. */
export async function shrink(
  failing: Recipe,
  stillFails: (recipe: Recipe) => Promise<boolean>,
  triesMax = 300,
): Promise<Shrunk> {
  let recipe = failing;
  let tried = 0;
  for (let hasShrunk = true; hasShrunk; ) {
    hasShrunk = false;
    for (const simpler of simplerThan(recipe)) {
      if (tried >= triesMax) return { recipe, tried };
      tried += 1;
      if (!(await stillFails(simpler))) continue;
      recipe = simpler;
      hasShrunk = true;
      break;
    }
  }
  return { recipe, tried };
}

/** The boldest first. */
function* simplerThan(recipe: Recipe): Generator<Recipe> {
  const { when } = recipe;
  if (when.length > 2) {
    const half = Math.ceil(when.length / 2);
    yield { ...recipe, when: when.slice(half) };
    yield { ...recipe, when: when.slice(0, half) };
  }
  for (let index = when.length - 1; index >= 0; index--) yield { ...recipe, when: when.toSpliced(index, 1) };
  for (const part of ['production', 'weather', 'plan'] as const) {
    for (const left of fewer(recipe[part])) yield { ...recipe, [part]: left };
  }
  for (const [index, happening] of when.entries()) {
    for (const simpler of simplerHappenings(happening)) yield { ...recipe, when: when.with(index, simpler) };
  }
}

/** All gone, then without one. */
function* fewer(choices: Choices): Generator<Choices> {
  const paths = Object.keys(choices);
  if (paths.length > 1) yield {};
  for (const path of paths) yield Object.fromEntries(Object.entries(choices).filter(([key]) => key !== path));
}

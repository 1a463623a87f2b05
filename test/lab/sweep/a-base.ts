import { fileURLToPath } from 'node:url';
import { readPlan } from '../../../cli/read-plan.ts';
import type { Base } from '../../../lab/sweep/recipe.ts';

const sample = fileURLToPath(new URL('../../../events/plan.yml', import.meta.url));

/** The sample plan; everything is drawn unless a test says otherwise. */
export async function aBase(change: Partial<Base> = {}): Promise<Base> {
  const read = await readPlan(sample);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return { plan: read.document, scenario: {}, drawsPlan: true, drawsWeather: true, ...change };
}

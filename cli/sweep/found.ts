/** What a sweep found, made small, written down and replayed: the command that is printed has been tried. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Finding } from '../../lab/sweep/findings.ts';
import { minimise } from '../../lab/sweep/minimise.ts';
import { type Base, caseOf } from '../../lab/sweep/recipe.ts';
import { judge } from '../../lab/sweep/run-case.ts';
import type { Tally } from '../../lab/sweep/sweep.ts';
import { readPlan } from '../read-plan.ts';
import { readScenario } from '../read-scenario.ts';

export const foundFolder = 'sweep-found';

export interface Found {
  readonly seed: number;
  readonly findings: readonly Finding[];
  readonly happeningsDrawn: number;
  readonly happeningsLeft: number;
  readonly rehearsals: number;
  readonly replay: string;
  /** Whether the files, read again, show the same. */
  readonly isReplayed: boolean;
}

export interface Given {
  readonly base: Base;
  /** As the user named it, and as it can be read. */
  readonly planFile: string | undefined;
  readonly planPath: string;
}

/** Two of each kind of finding, five in all: the rest are most often the same thing again. */
export function worthShrinking(failing: Tally['failing']): readonly number[] {
  const seen = new Map<string, number>();
  const chosen = failing.filter(({ findings }) => {
    const name = findings[0]?.name ?? '';
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return (seen.get(name) ?? 0) <= 2;
  });
  return chosen.slice(0, 5).map(({ seed }) => seed);
}

export async function shrinkAndWrite(given: Given, seed: number): Promise<Found> {
  const { base, planFile, planPath } = given;
  const { recipe, findings, drawn, tried } = await minimise(base, seed);
  const { plan, scenario } = caseOf(base, recipe);
  const name = findings[0]?.name ?? 'nothing';
  const head = `# Found by a sweep, seed ${seed}: ${findings.map((one) => `${one.name}, ${one.why}`).join('; ')}\n`;
  const scenarioFile = join(foundFolder, `seed-${seed}.yml`);
  await mkdir(foundFolder, { recursive: true });
  const titled = { title: `a sweep's seed ${seed}: ${name}`, ...scenario };
  await writeFile(scenarioFile, head + stringify(titled, { lineWidth: 0 }));
  const isOwnPlan = JSON.stringify(plan) !== JSON.stringify(base.plan);
  const ownPlanFile = join(foundFolder, `seed-${seed}.plan.yml`);
  if (isOwnPlan) await writeFile(ownPlanFile, head + stringify(plan, { lineWidth: 0 }));
  const named = isOwnPlan ? ownPlanFile : planFile;
  const words = ['npx cutover rehearse', named, '--scenario', scenarioFile, '--seed', String(seed)];
  return {
    seed,
    findings,
    happeningsDrawn: drawn,
    happeningsLeft: recipe.when.length,
    rehearsals: tried,
    replay: words.filter((word) => word !== undefined).join(' '),
    isReplayed: await showsAgain(seed, isOwnPlan ? ownPlanFile : planPath, scenarioFile, findings),
  };
}

/** By the same files and the same readers as the command. */
async function showsAgain(
  seed: number,
  planFile: string,
  scenarioFile: string,
  findings: readonly Finding[],
): Promise<boolean> {
  const [plan, scenario] = [await readPlan(planFile), await readScenario(scenarioFile)];
  if ('problems' in plan || 'problems' in scenario) return false;
  const again = await judge({ seed, plan: plan.document, scenario: scenario.scenario });
  return JSON.stringify(again.findings) === JSON.stringify(findings);
}

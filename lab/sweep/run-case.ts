/** Runs one case and judges it: by the invariants, and by what its outcome may be. */
import type { CutoverOutcome } from '../../core/record.ts';
import { faultsOf, type Hit } from '../faults/armed-faults.ts';
import { type RehearsalOptions, rehearse } from '../rehearsal.ts';
import type { RehearsalResult } from '../result.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { Deed, Scenario } from '../scenario/scenario.ts';
import { type Met, type WorldFault, worldFaults, writeFaultOf, writeOf } from './coverage.ts';
import { calmFindings } from './calm.ts';
import { type Finding, findingsOf } from './findings.ts';
import { Harm } from './harm.ts';
import { type Base, caseOf, type Document, type Recipe } from './recipe.ts';

export interface CaseResult {
  readonly seed: number;
  /** Absent where the lab itself failed. */
  readonly outcome?: CutoverOutcome;
  readonly findings: readonly Finding[];
  readonly met: Met;
}

/** What may be changed for a test of the sweep itself. */
export type Tampering = Pick<RehearsalOptions, 'prepare'>;

export function runCase(base: Base, recipe: Recipe, tampering?: Tampering): Promise<CaseResult> {
  const { seed } = recipe;
  const { plan, scenario } = caseOf(base, recipe);
  const parsed = parseScenario(scenario);
  if ('problems' in parsed)
    throw new Error(`seed ${seed} draws a scenario with problems: ${JSON.stringify(parsed.problems)}`);
  return judge({ seed, plan, scenario: parsed.scenario }, tampering);
}

/** What `rehearse` runs, judged as a sweep judges. */
export async function judge(
  { seed, plan, scenario }: { readonly seed: number; readonly plan: Document; readonly scenario: Scenario },
  tampering: Tampering = {},
): Promise<CaseResult> {
  const witness = new Witness();
  let harm: Harm | undefined;
  try {
    const result = await rehearse({
      plan,
      scenario,
      seed,
      live: true,
      replay: '',
      isTold: false,
      prepare: (lab) => {
        harm = new Harm(lab);
        tampering.prepare?.(lab);
        faultsOf(lab).onHit((hit) => witness.hits.push(hit));
        lab.wire.onCall((call) => call.mutating && witness.made.add(writeOf({ call })));
      },
      onDeed: (deed, at) => witness.deeds.push({ deed, at }),
    });
    const met = harm?.findings(plan, wasBlinded(scenario, witness.hits)) ?? [];
    const calm = calmFindings(result, scenario, witness.hits, plan);
    const findings = findingsOf(result, scenario, witness.hits, [...met, ...calm]);
    return { seed, outcome: result.outcome, findings, met: witness.met(result) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { seed, findings: [{ name: 'labFailed', why }], met: witness.met() };
  }
}

/** Something that was drawn may have kept the guard from looking, or from being heard. */
function wasBlinded({ when }: Scenario, hits: readonly Hit[]): boolean {
  const deeds = when.flatMap((happening) => happening.deeds);
  if (deeds.some(({ kind }) => kind === 'delay' || kind === 'lose' || kind === 'stop')) return true;
  return hits.some(
    ({ call }) =>
      onTheWay.has(call.caller.functionName) || call.service === 'cloudwatch' || call.service === 'elbv2',
  );
}

const onTheWay = new Set(['lookAtTriggers', 'listenForAlarms', 'onAlarm', 'rollBack', 'reconcile']);

/** Watches what a rehearsal has met. */
class Witness {
  readonly hits: Hit[] = [];
  readonly made = new Set<string>();
  readonly deeds: { readonly deed: Deed; readonly at: number }[] = [];

  met(result?: RehearsalResult): Met {
    const writes: Record<string, Record<string, number>> = {};
    for (const write of this.made) writes[write] = {};
    for (const hit of this.hits) {
      if (!hit.call.mutating) continue;
      const fault = writeFaultOf(hit.deed);
      const counts = (writes[writeOf(hit)] ??= {});
      counts[fault] = (counts[fault] ?? 0) + 1;
    }
    const world: Partial<Record<WorldFault, number>> = {};
    const endedAt = result === undefined ? Infinity : Date.parse(result.endedAt);
    for (const { deed, at } of this.deeds) {
      const kind = worldFaults.find((known) => known === deed.kind);
      if (kind !== undefined && at < endedAt) world[kind] = (world[kind] ?? 0) + 1;
    }
    return { writes, world };
  }
}

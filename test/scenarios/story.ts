/** What the stories have in common: the sample plan, a scenario in the contract's words, and the world afterwards. */
import { fileURLToPath } from 'node:url';
import { readPlan } from '../../cli/read-plan.ts';
import type { Lab } from '../../lab/lab.ts';
import type { ProductionOptions } from '../../lab/production.ts';
import { rehearse } from '../../lab/rehearsal.ts';
import type { RehearsalResult } from '../../lab/result.ts';
import { parseScenario } from '../../lab/scenario/parse.ts';

const sample = fileURLToPath(new URL('../../events/plan.yml', import.meta.url));

export type Document = Record<string, unknown> & { target: Record<string, unknown> };

export async function samplePlan(
  change: (document: Document) => unknown = () => undefined,
): Promise<Document> {
  const read = await readPlan(sample);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const document = structuredClone(read.document) as Document;
  // Gates have stories of their own: elsewhere nobody is asked.
  delete document['approvals'];
  change(document);
  return document;
}

export interface Told {
  readonly result: RehearsalResult;
  readonly lab: Lab;
  /** Shares in the order in which users saw them. */
  readonly shares: readonly number[];
  /** Seconds from the start to the first instant of each share. */
  readonly seconds: readonly number[];
  /** The rules as they were before and are now, by ARN. */
  readonly rulesBefore: Rules;
  readonly rulesAfter: Rules;
}

type Rules = Readonly<Record<string, unknown>>;

export async function tell(
  scenario: unknown,
  given: {
    readonly seed?: number;
    readonly live?: boolean;
    readonly production?: ProductionOptions;
    readonly prepare?: (lab: Lab) => unknown;
    readonly plan?: (document: Document) => unknown;
  } = {},
): Promise<Told> {
  const parsed = parseScenario(scenario);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { seed = 1, live = true, production = {}, prepare, plan } = given;
  const seen: { lab?: Lab; rules?: Rules } = {};
  const result = await rehearse({
    plan: await samplePlan(plan),
    scenario: parsed.scenario,
    seed,
    live,
    replay: `seed ${seed}`,
    production,
    prepare: (lab) => {
      prepare?.(lab);
      seen.lab = lab;
      seen.rules = rulesOf(lab);
    },
  });
  const { lab, rules = {} } = seen;
  if (lab === undefined) throw new Error('the rehearsal prepares the lab');
  return {
    result,
    lab,
    shares: result.weights.map((shift) => shift.canaryPercent),
    seconds: result.weights.map((shift) => (Date.parse(shift.at) - Date.parse(result.startedAt)) / 1000),
    rulesBefore: rules,
    rulesAfter: rulesOf(lab),
  };
}

function rulesOf(lab: Lab): Rules {
  return Object.fromEntries(
    lab.production.snapshot().rules.map((rule) => [rule.arn, structuredClone(rule.actions)]),
  );
}

/** Desired counts by service. */
export function desired(lab: Lab): Record<string, number> {
  return Object.fromEntries(lab.production.snapshot().services.map((one) => [one.service, one.desired]));
}

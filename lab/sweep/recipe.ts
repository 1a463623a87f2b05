/**
 * A case of a sweep as a list of choices, each of which can be taken back: what the generator draws and the shrinker
 * works on. It becomes a plan and a scenario in the contract's own words, so that the files replay what the sweep ran.
 */
import { balancerArns } from '../cloud/elbv2/ground.ts';

/** Values by their path in a document, such as `canary.bake`. What is left out is as the base has it. */
export type Choices = Readonly<Record<string, unknown>>;

/** One entry of a scenario's `when`, as people write it. */
export type HappeningFile = { readonly at: string } & Readonly<Record<string, unknown>>;

export interface Recipe {
  readonly seed: number;
  readonly plan: Choices;
  readonly production: Choices;
  readonly weather: Choices;
  readonly when: readonly HappeningFile[];
}

export type Document = Readonly<Record<string, unknown>>;

/** What every case of a sweep starts from. */
export interface Base {
  readonly plan: Document;
  readonly scenario: Document;
  /** Whether plans are drawn; somebody's own plan is swept as it stands. */
  readonly drawsPlan: boolean;
  /** Whether the weather is drawn; to somebody's own scenario only faults are added. */
  readonly drawsWeather: boolean;
}

export interface Case {
  readonly plan: Document;
  readonly scenario: Document;
}

export function caseOf(base: Base, recipe: Recipe): Case {
  const { plan, production, weather, when } = recipe;
  const target = targetOf(production);
  const own = (base.scenario['when'] as readonly HappeningFile[] | undefined) ?? [];
  const scenario = withChoices(base.scenario, {
    ...weather,
    ...Object.fromEntries(Object.entries(production).map(([path, value]) => [`production.${path}`, value])),
    ...(when.length > 0 && { when: [...own, ...when] }),
  });
  return { plan: withChoices(ready(base.plan, plan), { ...plan, ...target }), scenario };
}

/** Rungs stand in the place of a start, an end and a step, and begin where they begin. */
function ready(plan: Document, choices: Choices): Document {
  if (choices['ramp.rungs'] === undefined) return plan;
  const { start: _start, end: _end, step: _step, ...ramp } = (plan['ramp'] ?? {}) as Document;
  const { percent: _percent, ...canary } = (plan['canary'] ?? {}) as Document;
  return { ...plan, ramp, canary };
}

/** What a plan has to name in this production, where that is not what the sample names. */
function targetOf(production: Choices): Choices {
  const first = production['at'] === 'listener' ? balancerArns.listener : balancerArns.rule;
  const rules = production['secondRule'] === true ? [first, balancerArns.secondRule] : [first];
  const isUsual = rules.length === 1 && first === balancerArns.rule;
  return {
    ...(!isUsual && { 'target.rules': rules }),
    ...(production['login'] === true && { 'target.canaryDoor': { rule: balancerArns.testRule } }),
  };
}

/** A copy of the document with these values at their paths. */
export function withChoices(document: Document, choices: Choices): Document {
  let changed = document;
  for (const [path, value] of Object.entries(choices)) changed = put(changed, path.split('.'), value);
  return changed;
}

function put(document: Document, [key = '', ...rest]: readonly string[], value: unknown): Document {
  if (rest.length === 0) return { ...document, [key]: value };
  const inner = document[key];
  const section = typeof inner === 'object' && inner !== null ? (inner as Document) : {};
  return { ...document, [key]: put(section, rest, value) };
}

/** A cutover of a quarter of an hour, for tests that run hundreds, in five kinds of weather that take all its paths. */
import { expect } from 'vitest';
import { functions } from '../../lab/functions.ts';
import type { Lab } from '../../lab/lab.ts';
import { desired, type Document, tell, type Told } from './story.ts';

interface Weather {
  readonly scenario: Readonly<Record<string, unknown>> & { readonly when?: readonly object[] };
  readonly outcome: string;
  readonly plan?: (document: Document) => void;
}

/** Both services are managed by Auto Scaling, so that there are floors to raise. */
const production = { scaling: { minimum: 0, maximum: 8 } };
const failing = { 'canary.errorRate': '30%' };

export const weathers = {
  calm: { scenario: { production }, outcome: 'promoted' },
  bad: { scenario: { production, when: [{ at: 'weight>=100', set: failing }] }, outcome: 'rolledBack' },
  refused: {
    scenario: { account: { ecs: 'owned' } },
    outcome: 'refused',
    // Which is none of its task definition's: it is not started, and that is kept.
    plan: (document) => loadedByK6(document, { container: 'k7' }),
  },
  nobody: {
    scenario: { when: [{ at: 'weight>=100', set: { ...failing, 'stable.healthy': '0%' } }] },
    outcome: 'needsPerson',
    plan: (document) => loadedByK6(document),
  },
  asked: {
    scenario: {
      account: { waf: 'none' },
      people: [
        { gate: 'waive', answer: 'approve', after: '1m' },
        // So late that they have been reminded.
        { gate: 'sign-off', answer: 'approve', after: '16m' },
      ],
    },
    outcome: 'promoted',
    plan: asking,
  },
} satisfies Record<string, Weather>;

export type WeatherName = keyof typeof weathers;

export function quickly(
  name: WeatherName,
  when: readonly object[] = [],
  prepare: (lab: Lab) => unknown = () => undefined,
): Promise<Told> {
  const { scenario, plan = () => undefined }: Weather = weathers[name];
  const change = (document: Document) => {
    quick(document);
    plan(document);
  };
  return tell({ ...scenario, when: [...(scenario.when ?? []), ...when] }, { plan: change, prepare });
}

function quick(document: Document): void {
  document['canary'] = { percent: '50%', bake: '1m', settle: '0s' };
  document['ramp'] = { rungs: ['50%', '100%'], interval: '1m' };
  document['watch'] = '1m';
  document['verify'] = { for: '1m', errorRate: '1%', p95: '500ms' };
  document['holdAtMost'] = '6m';
}

/** People are asked wherever they can be, staging is put under load, and it waits for its time. */
function asking(document: Document): void {
  document['startAt'] = '2026-12-01T22:35:00Z';
  const load = { engine: 'builtin', duration: '10s', requestsPerSecond: 2 };
  document['staging'] = { ...(document['staging'] as object), load };
  document['approvals'] = {
    waive: { by: ['lead'] },
    'go-live': { by: ['dana'] },
    ramp: { at: ['100%'], by: ['on-call'] },
    'sign-off': { by: ['dana', 'sam'], need: 2, within: '20m' },
  };
}

/** Or the team's own k6 does it, in ECS. */
function loadedByK6(document: Document, change: object = {}): void {
  const load = { engine: 'k6', duration: '10s', cluster: 'tools', taskDefinition: 'k6', ...change };
  document['staging'] = { ...(document['staging'] as object), load };
}

/** What a function does where nothing goes wrong. */
export interface Doings {
  readonly weather: WeatherName;
  /** Its calls, as `service:Action`. */
  readonly calls: Set<string>;
  /** Of all its invocations, the one that writes most. */
  writes: number;
}

/** Every function that runs, in the first weather in which it does and writes. */
export async function whoDoesWhat(): Promise<ReadonlyMap<string, Doings>> {
  const found = new Map<string, Doings>();
  for (const weather of ['bad', 'calm', 'refused', 'nobody', 'asked'] as const) {
    const own = new Map<string, Doings>();
    await quickly(weather, [], (lab) => observe(lab, weather, own));
    for (const [name, doings] of own) if ((found.get(name)?.writes ?? 0) === 0) found.set(name, doings);
  }
  return found;
}

function observe({ wire }: Lab, weather: WeatherName, found: Map<string, Doings>): void {
  // By try: Lambda tries an event that failed again under the same id.
  const writes = new WeakMap<object, number>();
  wire.onCall(({ caller, service, action, mutating, attempt }) => {
    // Step Functions, which runs k6: what its calls die of is tried in load.test.ts.
    if (!Object.hasOwn(functions, caller.functionName)) return;
    const doings = found.get(caller.functionName) ?? { weather, calls: new Set(), writes: 0 };
    found.set(caller.functionName, doings);
    doings.calls.add(`${service}:${action}`);
    if (!mutating || attempt > 1) return;
    const count = (writes.get(caller) ?? 0) + 1;
    writes.set(caller, count);
    doings.writes = Math.max(doings.writes, count);
  });
}

/** Whatever went wrong: one of the allowed endings, nothing broken or left behind, users where that ending says. */
export function expectSound(told: Told, allowed: readonly string[]): void {
  const { result, shares, rulesBefore, rulesAfter, lab } = told;
  expect(allowed).toContain(result.outcome);
  expect(result.invariants.broken).toEqual([]);
  if (result.outcome === 'rolledBack' || result.outcome === 'refused') {
    expect(shares.at(-1)).toBe(0);
    expect(rulesAfter).toEqual(rulesBefore);
    expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
  }
  if (result.outcome === 'promoted') expect(shares.at(-1)).toBe(100);
}

/** How many attempts a fault of the scenario met. */
export function hits({ result }: Told): number {
  return result.happened.filter(({ what }) => /, attempt \d+, | died /.test(what)).length;
}

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventBudget, historyEventsLimit } from '../../../core/plan/budget.ts';
import { canonicalJson } from '../../../core/plan/canonical-json.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import { problemText } from '../../../core/plan/problem.ts';
import { timetable } from '../../../core/plan/timetable.ts';
import { durationText } from '../../../core/plan/units.ts';
import { aPlan, planOf, problemsOf, withValueAt } from './a-plan.ts';

const minutes = (max: number) => fc.integer({ min: 1, max }).map((amount) => `${amount}m`);
const percents = (min: number, max: number) => fc.integer({ min, max }).map((amount) => `${amount}%`);

/** One of the two places that say where the ramp begins. */
const first = percents(1, 99).chain((percent) =>
  fc.constantFrom(
    { ramp: {}, canary: {} },
    { ramp: { start: percent }, canary: {} },
    { ramp: {}, canary: { percent } },
  ),
);
const steps = fc.record({ step: percents(1, 99), interval: minutes(60) }, { requiredKeys: [] });
const rungs = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 20 })
  .map((list) => ({ rungs: [...list.toSorted((a, b) => a - b), 100].map((percent) => `${percent}%`) }));
const climbs = fc.oneof(
  fc.tuple(first, steps).map(([{ ramp, canary }, more]) => ({ ramp: { ...ramp, ...more }, canary })),
  rungs.map((ramp) => ({ ramp, canary: {} })),
);

const documents = fc
  .tuple(
    climbs,
    fc.record({ bake: minutes(60), settle: minutes(60) }, { requiredKeys: [] }),
    fc.record(
      {
        watch: minutes(600),
        holdAtMost: minutes(120),
        verify: fc.record({ for: minutes(600) }),
        minRequests: fc.integer({ min: 1, max: 1000 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([{ ramp, canary }, waits, rest]) => aPlan({ ramp, canary: { ...canary, ...waits }, ...rest }));

const accepted = documents
  .map((document) => ({ document, parsed: parsePlan(document) }))
  .filter(({ parsed }) => 'plan' in parsed)
  .map(({ document }) => ({ document, plan: planOf(document) }));

it('an accepted plan climbs to 100, keeps its clock and stays within the event budget', () => {
  fc.assert(
    fc.property(accepted, ({ plan }) => {
      expect(plan.rungs).toEqual([...new Set(plan.rungs)].toSorted((a, b) => a - b));
      expect(plan.rungs[0]).toBe(plan.canaryPercent);
      expect(plan.rungs.at(-1)).toBe(100);
      expect(plan.rungs.length).toBeGreaterThanOrEqual(2);
      expect(plan.rungs.every((percent) => Number.isInteger(percent) && percent >= 1)).toBe(true);
      const times = timetable(plan).map(({ atSeconds }) => atSeconds);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      const { pollSeconds, historyEventsMax } = eventBudget(plan);
      expect(historyEventsMax).toBeLessThan(historyEventsLimit);
      expect(pollSeconds).toBeGreaterThanOrEqual(30);
      expect(pollSeconds).toBeLessThanOrEqual(60);
    }),
    { numRuns: 500 },
  );
});

it('no document makes the parser throw; each is a plan or has problems, a line each', () => {
  const keys = fc.constantFrom('', 'service', 'ramp', 'target', 'smoke', 'release');
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.anything()), keys, (value, key) => {
      const parsed = parsePlan(key === '' ? value : aPlan({ [key]: value }));
      const lines = 'problems' in parsed ? parsed.problems.map(problemText) : ['a plan'];
      expect(lines).not.toHaveLength(0);
      expect(lines.join('')).not.toContain('\n');
    }),
    { numRuns: 1000 },
  );
});

it('the same document gives the same plan, whatever the order of its keys', () => {
  fc.assert(
    fc.property(accepted, ({ document, plan }) => {
      const turned = Object.fromEntries(Object.entries(document).toReversed());
      expect(canonicalJson(planOf(structuredClone(turned)))).toBe(canonicalJson(plan));
    }),
  );
});

it('a plan survives JSON', () => {
  fc.assert(
    fc.property(accepted, ({ plan }) => {
      expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan);
    }),
  );
});

const places = (
  'service release target smoke canary ramp watch holdAtMost minRequests verify triggers target.cluster target.services ' +
  'target.canaryDoor target.productionUrl canary.percent canary.settle ramp.interval verify.errorRate triggers.http5xx ' +
  'triggers.latencyP95 triggers.unhealthy triggers.queueDepth triggers.alarms ' +
  'release.taskDefinition release.taskDefinition.family'
).split(' ');

it('a key with one letter mistyped is named with the key that was meant', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.nat(),
      fc.constantFrom('doubled', 'dropped'),
      (place, at, how) => {
        const path = place.split('.');
        const meant = path.at(-1) ?? '';
        const index = at % meant.length;
        const typed =
          meant.slice(0, index) +
          (how === 'doubled' ? meant.charAt(index).repeat(2) : '') +
          meant.slice(index + 1);
        const lines = problemsOf(withValueAt(aPlan(), [...path.slice(0, -1), typed], 'x'));
        const where = [...path.slice(0, -1), typed].join('.');
        expect(lines).toContain(`${where}: "x": is an unknown key; the nearest known one is ${meant}`);
      },
    ),
  );
});

it('durations read back as they are told', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 7200 }), (seconds) => {
      expect(planOf(aPlan({ canary: { bake: durationText(seconds) } })).bakeSeconds).toBe(seconds);
    }),
  );
});

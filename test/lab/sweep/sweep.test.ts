import { parse, stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { parsePlan } from '../../../core/plan/parse.ts';
import { parseScenario } from '../../../lab/scenario/parse.ts';
import { type WriteFault, writeFaults } from '../../../lab/sweep/coverage.ts';
import { draw } from '../../../lab/sweep/draw.ts';
import { minimise } from '../../../lab/sweep/minimise.ts';
import { caseOf, type Document } from '../../../lab/sweep/recipe.ts';
import { type CaseResult, judge, type Tampering } from '../../../lab/sweep/run-case.ts';
import { addCase, emptyTally, runSeed } from '../../../lab/sweep/sweep.ts';
import { expectedWrites } from '../../../lab/sweep/writes.ts';
import { aBase } from './a-base.ts';

describe('a seed', () => {
  test('draws one case, which a plan file and a scenario file can say', async () => {
    const base = await aBase();
    const seen = new Set<string>();
    for (let seed = 1; seed <= 100; seed++) {
      const { plan, scenario } = caseOf(base, draw(base, seed));
      expect(caseOf(base, draw(base, seed))).toEqual({ plan, scenario });
      expect(parsePlan(plan)).toHaveProperty('plan');
      expect(parseScenario(parse(stringify(scenario)))).toEqual(parseScenario(scenario));
      expect(parseScenario(scenario)).toHaveProperty('scenario');
      seen.add(JSON.stringify([plan, scenario]));
    }
    expect(seen.size).toBe(100);
  });

  test('comes to the same whatever ran before', async () => {
    const base = await aBase();
    const forth: CaseResult[] = [];
    for (const seed of [5, 6, 7]) forth.push(await runSeed(base, seed));
    const back: CaseResult[] = [];
    for (const seed of [7, 6, 5]) back.unshift(await runSeed(base, seed));
    expect(back).toEqual(forth);
    const sum = (all: typeof forth) => all.reduce(addCase, emptyTally);
    expect(sum(forth.toReversed())).toEqual(sum(forth));
  });

  test('follows somebody’s own plan and weather as they stand, with faults added', async () => {
    const own = { title: 'ours', when: [{ at: '+10m', set: { 'canary.p95': '1s' } }] };
    const base = await aBase({ scenario: own, drawsPlan: false, drawsWeather: false });
    let added = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const { plan, scenario } = caseOf(base, draw(base, seed));
      expect(plan).toEqual(base.plan);
      expect(scenario).toMatchObject({ title: 'ours' });
      const when = scenario['when'] as readonly unknown[];
      expect(when[0]).toEqual(own.when[0]);
      added += when.length - 1;
    }
    expect(added).toBeGreaterThan(40);
  });
});

test('forty seeds: every outcome is allowed, nothing breaks', { timeout: 120_000 }, async () => {
  const base = await aBase();
  let tally = emptyTally;
  for (let seed = 1; seed <= 40; seed++) tally = addCase(tally, await runSeed(base, seed));
  expect(tally.failing).toEqual([]);
  expect(tally.cases).toBe(40);
  expect(tally.outcomes.promoted).toBeGreaterThan(5);
  expect(tally.outcomes.rolledBack).toBeGreaterThan(5);
});

/** The defect: whoever rolls back takes a retry for proof that the first try came through, and nobody looks after it. */
const believesItsRetry: Tampering = {
  prepare: (lab) => {
    lab.lambda.wrap('confirmRollback', () => () => Promise.resolve({ decision: 'home' }));
    lab.lambda.wrap('rollBack', (run) => {
      let tries = 0;
      return (event, context) => {
        tries += 1;
        if (tries === 1) return run(event, context);
        const ending = { outcome: 'rolledBack', reason: 'done before' };
        return Promise.resolve({ decision: 'back', ending, epoch: 2, backAt: 0 });
      };
    });
  },
};

/** The first twenty seeds whose turn it is to fail this write in this way: a sweep comes by all of them. */
function turnsOf(key: string, call: string, fault: WriteFault): number[] {
  const writes = expectedWrites();
  const index = writes.findIndex((write) => write.function === key && write.call === call);
  const turn = writeFaults.indexOf(fault) * writes.length + index;
  return Array.from({ length: 20 }, (_, round) => turn + round * writes.length * writeFaults.length);
}

test('a planted defect is found, made small, and shown again by what was written down', {
  timeout: 240_000,
}, async () => {
  const goesBack = { when: [{ at: 'weight>=1', set: { 'canary.errorRate': '60%' } }] };
  const base = await aBase({ scenario: goesBack, drawsWeather: false });
  let found = 0;
  for (const seed of turnsOf('rollBack', 'elbv2:ModifyRule', 'crash before')) {
    const { findings } = await runSeed(base, seed, believesItsRetry);
    if (findings.length > 0) found = seed;
    if (found > 0) break;
  }
  expect(found).toBeGreaterThan(0);

  const { recipe, findings } = await minimise(base, found, believesItsRetry);
  expect(findings.map(({ name }) => name)).toContain('outcomeIsTrue');
  expect(recipe.when.length).toBeLessThanOrEqual(2);
  expect(JSON.stringify(recipe.when)).toContain('rollBack');

  const { plan, scenario } = caseOf(base, recipe);
  const read = parseScenario(parse(stringify(scenario)));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const again = { seed: found, plan: parse(stringify(plan)) as Document, scenario: read.scenario };
  expect((await judge(again, believesItsRetry)).findings).toEqual(findings);
  expect((await judge(again)).findings).toEqual([]);
});

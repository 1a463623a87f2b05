/** What a sweep draws of people: every gate, at the instants that are hardest. */
import { expect, test } from 'vitest';
import { parsePlan } from '../../../core/plan/parse.ts';
import { parseScenario } from '../../../lab/scenario/parse.ts';
import { draw } from '../../../lab/sweep/draw.ts';
import { caseOf, type Recipe } from '../../../lab/sweep/recipe.ts';
import { aBase } from './a-base.ts';

interface PersonFile {
  readonly gate: string;
  readonly answer: string;
  readonly after?: string;
}

const base = await aBase();
const recipes = Array.from({ length: 600 }, (_, index) => draw(base, index + 1));
const peopleOf = ({ weather }: Recipe) => (weather['people'] ?? []) as readonly PersonFile[];
const asking = recipes.filter(
  (recipe) => recipe.plan['approvals.sign-off.within'] !== undefined || peopleOf(recipe).length > 1,
);

test('each is a plan and a scenario as people write them', () => {
  for (const recipe of asking) {
    const { plan, scenario } = caseOf(base, recipe);
    expect(parsePlan(plan)).toHaveProperty('plan');
    expect(parseScenario(scenario)).toHaveProperty('scenario');
  }
});

test.each(['go-live', 'ramp', 'sign-off'])(
  '%s is answered at once, late, twice, against each other, and never',
  (gate) => {
    const people = asking.map(peopleOf).filter((all) => all.every((one) => one.gate === gate));
    const has = (is: (all: readonly PersonFile[]) => boolean) => people.some(is);
    expect(has(([first]) => first?.after === '0s')).toBe(true);
    expect(has(([first]) => Number.parseInt(first?.after ?? '', 10) >= 600)).toBe(true);
    expect(has((all) => all.every(({ answer }) => answer === 'nothing'))).toBe(true);
    expect(has(([one, other]) => one?.answer === 'approve' && other?.answer === 'reject')).toBe(true);
  },
);

test('with an abort, a stop and something bad about the same time', () => {
  const beside = asking.flatMap(({ when }) => when.flatMap((one) => Object.keys(one)));
  expect(beside).toEqual(expect.arrayContaining(['command', 'stop', 'set', 'crash', 'lose']));
});

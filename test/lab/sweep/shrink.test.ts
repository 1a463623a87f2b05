import { expect, test } from 'vitest';
import type { HappeningFile, Recipe } from '../../../lab/sweep/recipe.ts';
import { shrink } from '../../../lab/sweep/shrink.ts';

const crash: HappeningFile = {
  at: 'weight>=26 +95s',
  crash: { function: 'rollBack', when: 'after-write', write: 2, times: 7 },
};
const drift: HappeningFile = { at: '+12m', drift: { canaryPercent: 50 } };
const odd: HappeningFile = { at: '+3m', set: { 'canary.p95': '4s', 'queue.depth': 9 } };

const large: Recipe = {
  seed: 7,
  plan: { watch: '90s', 'verify.for': '80s', minRequests: 5 },
  production: { carries: 'b', sticky: '60s' },
  weather: { 'users.requestsPerSecond': 200 },
  when: [odd, crash, odd, drift],
};

const has = (recipe: Recipe, kind: string) => recipe.when.some((one) => kind in one);

const needs = (recipe: Recipe) =>
  Promise.resolve(has(recipe, 'crash') && has(recipe, 'drift') && recipe.production['carries'] === 'b');

test('keeps what the failure needs and nothing else', async () => {
  const { recipe } = await shrink(large, needs);
  expect(recipe).toEqual({
    seed: 7,
    plan: {},
    production: { carries: 'b' },
    weather: {},
    when: [
      { at: 'weight>=26', crash: { function: 'rollBack', when: 'after-write' } },
      { at: '+0s', drift: { canaryPercent: 50 } },
    ],
  });
});

const timesOf = (recipe: Recipe) =>
  recipe.when.map((one) => (one['crash'] as { times?: number } | undefined)?.times ?? 1);

test('takes fewer times, and one setting of several', async () => {
  const { recipe } = await shrink(large, (one) => Promise.resolve(Math.max(...timesOf(one)) >= 3));
  expect(recipe.when).toMatchObject([{ crash: { times: 3 } }]);
  const slow = await shrink(large, (one) => Promise.resolve(JSON.stringify(one).includes('canary.p95')));
  expect(slow.recipe.when).toEqual([{ at: '+0s', set: { 'canary.p95': '4s' } }]);
});

test('what fails whatever is left out ends empty, and what needs everything stays', async () => {
  const always = await shrink(large, () => Promise.resolve(true));
  expect(always.recipe).toEqual({ seed: 7, plan: {}, production: {}, weather: {}, when: [] });
  const never = await shrink(large, () => Promise.resolve(false));
  expect(never.recipe).toEqual(large);
});

test('tries no more often than it may', async () => {
  let tries = 0;
  const { tried } = await shrink(large, () => Promise.resolve(tries++ < 0), 5);
  expect([tries, tried]).toEqual([5, 5]);
});

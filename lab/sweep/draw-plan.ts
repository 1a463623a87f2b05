/** A random plan: mostly a short one, so that a sweep sees many, and now and then the runbook's own length. */
import type { Random } from '../random.ts';
import { happens, oneOf, seconds, some } from './chances.ts';
import type { Choices } from './recipe.ts';

export function drawPlan(random: Random): Choices {
  const ramp = { 'ramp.rungs': drawRungs(random.fork('rungs')) };
  const rest = some(random, {
    minRequests: [0.5, (own) => oneOf(own, [1, 5, 10])],
    'triggers.http5xx.above': [0.3, (own) => `${own.int(1, 20)}%`],
    'triggers.http5xx.for': [0.3, (own) => oneOf(own, ['1m', '3m'])],
    'triggers.probe': [0.2, (own) => ({ within: oneOf(own, ['2s', '2s', '500ms']) })],
    'verify.errorRate': [0.2, (own) => `${own.int(1, 5)}%`],
    'verify.p95': [0.2, (own) => `${own.int(300, 2000)}ms`],
  });
  if (happens(random.fork('length'), 0.1)) return { ...ramp, ...rest };
  return { ...ramp, ...drawShortTimes(random.fork('times')), ...rest };
}

/** Near the least that a plan may say, where the edges are. */
function drawShortTimes(random: Random): Choices {
  return {
    'canary.bake': seconds(random, 60, 120),
    'canary.settle': seconds(random, 0, 60),
    'ramp.interval': seconds(random, 60, 150),
    watch: seconds(random, 60, 240),
    'verify.for': seconds(random, 60, 240),
    holdAtMost: seconds(random, 240, 420),
  };
}

/** Two to five rising shares, the last of them all. */
function drawRungs(random: Random): string[] {
  const rungs = new Set<number>([oneOf(random, [1, 1, 1, 2, 5, 10, 25])]);
  const more = random.int(0, 3);
  for (let count = 0; count < more; count++) rungs.add(random.int(2, 99));
  return [...[...rungs].toSorted((a, b) => a - b), 100].map((percent) => `${percent}%`);
}

/** Random weather: what both versions are like at the start, and how that changes while traffic moves. */
import type { Random } from '../random.ts';
import { happens, oneOf, some, weighted } from './chances.ts';
import { drawMoment, type Times } from './draw-moment.ts';
import type { Choices, HappeningFile } from './recipe.ts';

/** From a crowd to nobody. */
function requestRate(random: Random): number {
  return weighted(random, [
    [6, 200],
    [6, 1000],
    [2, 40],
    [1, 20],
    [1, 5],
    [1, 1],
    [1, 0],
  ]);
}

export function drawWeather(random: Random): Choices {
  return some(random, {
    'users.requestsPerSecond': [0.6, requestRate],
    'versions.stable.errorRate': [0.1, (own) => `${own.int(0, 10)}%`],
    'versions.canary.errorRate': [0.08, (own) => `${own.int(0, 10)}%`],
    'versions.canary.startsIn': [0.2, (own) => `${own.int(5, 300)}s`],
    'versions.canary.starts': [0.02, () => false],
    'versions.canary.healthy': [0.04, (own) => `${oneOf(own, [0, 25, 50, 75])}%`],
    'queue.growsPerMinute': [0.1, (own) => own.int(-20, 200)],
    'account.ecs': [0.02, (own) => oneOf(own, ['short', 'inFlight', 'owned'])],
    'account.targets': [0.01, () => 'unhealthy'],
    'account.image': [0.01, () => 'missing'],
    'account.production': [0.03, () => 'failing'],
  });
}

/** What turns while it runs. Two of five cutovers meet something that ought to take them back. */
export function drawTurns(random: Random, times: Times): HappeningFile[] {
  const turns: HappeningFile[] = [];
  if (happens(random, 0.35))
    turns.push({ at: drawMoment(random.fork('bad at'), times), set: drawBad(random.fork('bad')) });
  if (happens(random, 0.2))
    turns.push({ at: drawMoment(random.fork('odd at'), times), set: drawOdd(random.fork('odd')) });
  return turns;
}

function drawBad(random: Random): Choices {
  return weighted<Choices>(random, [
    [4, { 'canary.errorRate': `${random.int(10, 100)}%` }],
    [2, { 'canary.p50': '2s', 'canary.p95': `${oneOf(random, [4, 6, 12])}s` }],
    // Below what a trigger rings at, above what is promoted: verification is there for that.
    [2, { 'canary.errorRate': `${random.int(15, 60) / 10}%` }],
    [2, { 'canary.healthy': `${oneOf(random, [0, 25, 50])}%` }],
    [1, { 'queue.growsPerMinute': 500 }],
  ]);
}

/** What a guard must not take for the release's fault, or must live with. */
function drawOdd(random: Random): Choices {
  return weighted<Choices>(random, [
    [2, { 'users.requestsPerSecond': requestRate(random.fork('rate')) }],
    [1, { 'stable.errorRate': `${random.int(1, 60)}%` }],
    [1, { 'stable.healthy': `${oneOf(random, [0, 50, 75])}%` }],
    [1, { 'canary.errorRate': '0.1%' }],
    [1, { 'canary.healthy': '100%' }],
  ]);
}

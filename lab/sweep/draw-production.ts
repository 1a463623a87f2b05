/** A random production: the ways in which real ones differ from the calm one. */
import type { Random } from '../random.ts';
import { oneOf, seconds, some } from './chances.ts';
import type { Choices } from './recipe.ts';

/** Keys that change what the plan has to name: not for somebody's own plan. */
const namedByPlans = ['at', 'secondRule', 'login'];

export function drawProduction(random: Random, mayChangeTarget: boolean): Choices {
  const drawn = some(random, {
    carries: [0.3, () => 'b'],
    tasks: [0.3, (own) => own.int(1, 8)],
    standby: [0.3, (own) => own.int(1, 4)],
    circuitBreaker: [0.2, () => false],
    rule: [0.2, () => 'single'],
    at: [0.15, () => 'listener'],
    sticky: [0.2, (own) => seconds(own, 1, 900)],
    secondRule: [0.2, () => true],
    login: [0.15, () => true],
    scaling: [0.3, drawScaling],
    weightsTake: [
      0.3,
      (own) => oneOf(own, [{ from: '0s', to: '1s' }, { from: '20s', to: '45s' }, { to: '60s' }]),
    ],
    metricsTake: [0.3, (own) => seconds(own, 0, 180)],
    drains: [0.2, (own) => seconds(own, 0, 300)],
    clocksDiffer: [0.15, (own) => seconds(own, 1, 10)],
    sessions: [0.1, (own) => seconds(own, 60, 3600)],
  });
  const left = Object.entries(drawn).filter(
    ([key]) =>
      (mayChangeTarget || !namedByPlans.includes(key)) && !(key === 'sticky' && drawn['rule'] === 'single'),
  );
  return Object.fromEntries(left);
}

function drawScaling(random: Random): { minimum: number; maximum: number } {
  const minimum = random.int(0, 4);
  return { minimum, maximum: random.int(Math.max(minimum, 1), 12) };
}

import { expect, test } from 'vitest';
import { balancerArns } from '../../../lab/cloud/elbv2/ground.ts';
import { buildProduction } from '../../../lab/production.ts';
import { VirtualClock } from '../../../lab/clock.ts';
import { Random } from '../../../lab/random.ts';
import { calmScenario, parseScenario } from '../../../lab/scenario/parse.ts';
import { productionOf } from '../../../lab/weather.ts';
import { tell } from '../../scenarios/story.ts';

function built(production: object) {
  const parsed = parseScenario({ production });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const clock = new VirtualClock(0);
  return buildProduction({ clock, random: new Random(1), options: productionOf(parsed.scenario) });
}

test('a scenario that says nothing of production has the calm one', () => {
  const calm = buildProduction({ clock: new VirtualClock(0), random: new Random(1) });
  const said = buildProduction({
    clock: new VirtualClock(0),
    random: new Random(1),
    options: productionOf(calmScenario()),
  });
  expect(said.snapshot()).toEqual(calm.snapshot());
  expect(said.names).toEqual(calm.names);
});

test('production is as the scenario says', () => {
  const production = built({
    carries: 'b',
    tasks: 2,
    standby: 1,
    at: 'listener',
    sticky: '90s',
    secondRule: true,
    scaling: { minimum: 1, maximum: 3 },
  });
  const { services, rules } = production.snapshot();
  expect(production.names.canaryGroupArn).toBe(balancerArns.groups.a);
  expect(production.names.rules).toEqual([balancerArns.listener, balancerArns.secondRule]);
  expect(services.map((one) => [one.service, one.desired])).toEqual([
    ['claude-proxy-a', 1],
    ['claude-proxy-b', 2],
  ]);
  expect(JSON.stringify(rules)).toContain('"DurationSeconds":90');
  const { ScalableTargets = [] } = production.services[
    'application-autoscaling'
  ].actions.DescribeScalableTargets({ ServiceNamespace: 'ecs' });
  expect(ScalableTargets.map((one) => [one.MinCapacity, one.MaxCapacity])).toEqual([
    [1, 3],
    [1, 3],
  ]);
});

test('where users log in, the team has a test rule, and a cutover goes by it', async () => {
  const { result, rulesAfter, rulesBefore } = await tell(
    { production: { login: true } },
    { plan: ({ target }) => (target['canaryDoor'] = { rule: balancerArns.testRule }) },
  );
  expect(result.outcome).toBe('promoted');
  expect(rulesAfter[balancerArns.testRule]).toEqual(rulesBefore[balancerArns.testRule]);
});

test.each([
  [{ sticky: '60s', rule: 'single' }, 'production.sticky'],
  [{ weightsTake: { from: '40s' } }, 'production.weightsTake.to'],
  [{ scaling: { minimum: 4, maximum: 2 } }, 'production.scaling.maximum'],
  [{ stickiness: '60s' }, 'production.stickiness'],
  [{ carries: 'c' }, 'production.carries'],
])('%j is refused', (production, path) => {
  const parsed = parseScenario({ production });
  expect('problems' in parsed && parsed.problems.map((problem) => problem.path)).toEqual([path]);
});

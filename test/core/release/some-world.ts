/** A pair in good order for tests, to be broken in one place. */
import type { Plan } from '../../../core/plan/plan.ts';
import type { RuleSnapshot, Snapshot } from '../../../core/record.ts';
import { makeSnapshot, type ServiceSeen, type Surroundings } from '../../../core/release/snapshot.ts';
import { forward, pair } from '../traffic/some-rules.ts';

const balancer = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
export const listener = `${balancer}:listener/app/shop/0123/4567`;
export const production = `${balancer}:listener-rule/app/shop/0123/4567/1`;
export const testRule = `${balancer}:listener-rule/app/shop/0123/4567/2`;

export function rule(changes: Partial<RuleSnapshot> = {}): RuleSnapshot {
  return {
    arn: production,
    listenerArn: listener,
    priority: 10,
    conditions: [],
    actions: [forward([pair.stable, 1])],
    ...changes,
  };
}

export function service(name: 'shop-a' | 'shop-b', changes: Partial<ServiceSeen> = {}): ServiceSeen {
  return {
    name,
    controller: 'ECS',
    ecsOwnsRule: false,
    targetGroupArns: [name === 'shop-a' ? pair.stable : pair.canary],
    deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED' }],
    taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:41',
    desiredCount: name === 'shop-a' ? 4 : 0,
    runningCount: name === 'shop-a' ? 4 : 0,
    healthyTargets: name === 'shop-a' ? 4 : 0,
    hasTargetStickiness: false,
    scaling: undefined,
    ...changes,
  };
}

export function surroundings(changes: Partial<Surroundings> = {}): Surroundings {
  const rules = changes.rules ?? [rule()];
  return {
    loadBalancer: 'app/shop/0123',
    services: [service('shop-a'), service('shop-b')],
    rules,
    allRules: [...rules, rule({ arn: listener, conditions: [], actions: [{ Type: 'fixed-response' }] })],
    ...changes,
  };
}

export function target(changes: Partial<Plan['target']> = {}): Parameters<typeof makeSnapshot>[1] {
  return {
    triggers: {},
    smoke: [{ path: '/health', status: 200, withinMilliseconds: 2000 }],
    target: {
      cluster: 'shop',
      services: ['shop-a', 'shop-b'],
      rules: [production],
      canaryDoor: { header: 'x-cutover' },
      productionUrl: 'http://shop.example.com',
      ...changes,
    },
  };
}

/** The snapshot of such a world. */
export function snapshotOf(changes: Partial<Surroundings> = {}): Snapshot {
  const made = makeSnapshot(surroundings(changes), target(), '2026-12-01T22:00:00.000Z');
  if ('refusal' in made) throw new Error(made.refusal);
  return made.snapshot;
}

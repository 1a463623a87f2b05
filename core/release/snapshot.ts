import type { Plan } from '../plan/plan.ts';
import type { RuleSnapshot, ScalingSnapshot, ServiceSnapshot, Snapshot } from '../record.ts';
import { authenticates, forwardsTo, stickinessOf } from '../traffic/actions.ts';
import { headersThatMeet, planDoor, type RuleCondition } from '../traffic/door.ts';
import { refuseUnmet } from '../traffic/reach.ts';
import { resolveRoles } from '../traffic/roles.ts';
import { refuseService, refuseStickiness, type ServiceGround, strayRules } from './ground.ts';

/** What AWS says around the pair, before anything has been changed. */
export interface Surroundings {
  readonly loadBalancer: string;
  readonly services: readonly [ServiceSeen, ServiceSeen];
  /** The plan's rules in the plan's order; a rule that does not exist is missing. */
  readonly rules: readonly RuleSnapshot[];
  /** Every rule of every balancer that either group hangs on. */
  readonly allRules: readonly RuleSnapshot[];
}

export interface ServiceSeen extends ServiceGround {
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly healthyTargets: number;
  readonly hasTargetStickiness: boolean;
  readonly scaling: ScalingSnapshot | undefined;
}

type Made = { readonly snapshot: Snapshot } | { readonly refusal: string };

/** The snapshot, or the first reason why there cannot be one. */
export function makeSnapshot(seen: Surroundings, plan: Doors, takenAt: string): Made {
  const refusal = refuseGround(seen, plan);
  if (refusal !== undefined) return { refusal };
  const [a, b] = seen.services;
  const members = [member(a), member(b)] as const;
  const resolved = resolveRoles(members, seen.rules);
  if ('refusal' in resolved) return resolved;
  const [stable, canary] = resolved.roles.stable === a.name ? [a, b] : [b, a];
  const standing = refuseStanding(stable) ?? refuseDoor(seen, plan);
  if (standing !== undefined) return { refusal: standing };
  return {
    snapshot: {
      takenAt,
      loadBalancer: seen.loadBalancer,
      rules: seen.rules,
      stable: serviceSnapshot(stable),
      canary: serviceSnapshot(canary),
    },
  };
}

function refuseGround(seen: Surroundings, plan: Pick<Plan, 'target'>): string | undefined {
  for (const service of seen.services) {
    const refusal = refuseService(service);
    if (refusal !== undefined) return refusal;
  }
  const missing = plan.target.rules.find((arn) => !seen.rules.some((rule) => rule.arn === arn));
  if (missing !== undefined) return `rule ${missing} does not exist; correct target.rules`;
  const pair = seen.services.flatMap((service) => service.targetGroupArns);
  const all = seen.allRules.map((rule) => ({ arn: rule.arn, groups: forwardsTo(rule.actions) }));
  const testRule = 'rule' in plan.target.canaryDoor ? [plan.target.canaryDoor.rule] : [];
  const strays = strayRules(all, [...plan.target.rules, ...testRule], pair);
  const { canaryDoor } = plan.target;
  const left =
    'header' in canaryDoor
      ? strays.find((arn) => hasHeader(seen.allRules, arn, canaryDoor.header))
      : undefined;
  if (left !== undefined)
    return `${left} looks like the door of a cutover that did not end (it asks for ${canaryDoorName(canaryDoor)}); delete that rule`;
  if (strays.length > 0)
    return `${strays.join(', ')} also forwards to the pair; name it in target.rules, so that it moves too`;
  const everyRuleIsSticky = seen.rules.every((rule) => stickinessOf(rule.actions) !== undefined);
  return refuseStickiness(seen.services, everyRuleIsSticky);
}

function refuseStanding(stable: ServiceSeen): string | undefined {
  if (
    stable.desiredCount > 0 &&
    stable.runningCount >= stable.desiredCount &&
    stable.healthyTargets >= stable.desiredCount
  )
    return undefined;
  return (
    `stable (${stable.name}) is not whole: ${stable.runningCount} of ${stable.desiredCount} tasks run, ` +
    `${stable.healthyTargets} targets are healthy; bring it to full strength first, or there is nothing to go back to`
  );
}

/** Who is to be met where. */
type Doors = Pick<Plan, 'target' | 'smoke'> & { readonly triggers: Pick<Plan['triggers'], 'probe'> };

/** The header here only stands in for the real one: a refusal must come before anything is armed. */
function refuseDoor(seen: Surroundings, plan: Doors): string | undefined {
  const { canaryDoor, productionUrl } = plan.target;
  const host = new URL(productionUrl).hostname;
  const { probe } = plan.triggers;
  const asked = probe === undefined ? plan.smoke : [...plan.smoke, probe];
  const paths = asked.map(({ path }) => path.replace(/[?#].*$/, ''));
  if ('rule' in canaryDoor) {
    const rule = seen.allRules.find((candidate) => candidate.arn === canaryDoor.rule);
    if (rule === undefined)
      return `the test rule ${canaryDoor.rule} does not exist on this balancer; correct target.canaryDoor.rule`;
    const met = headersThatMeet(rule.conditions);
    return 'refusal' in met ? met.refusal : refuseUnmet(pathsOf(rule.conditions), host, paths);
  }
  const production = seen.rules[0];
  if (production === undefined) return 'the plan names no rule; name one in target.rules';
  if (authenticates(production.actions)) {
    return 'production asks people to log in, which a smoke test cannot; name a test rule in target.canaryDoor.rule';
  }
  const door = planDoor(
    { priority: production.priority, conditions: production.conditions },
    takenPriorities(seen.allRules, production.listenerArn),
    { name: canaryDoor.header, value: 'x' },
  );
  return 'refusal' in door ? door.refusal : refuseUnmet(production.conditions, host, paths);
}

function canaryDoorName(door: Plan['target']['canaryDoor']): string {
  return 'header' in door ? `the header ${door.header}` : door.rule;
}

function hasHeader(rules: readonly RuleSnapshot[], arn: string, name: string): boolean {
  const conditions = rules.find((rule) => rule.arn === arn)?.conditions ?? [];
  return conditions.some((one) => one.HttpHeaderConfig?.HttpHeaderName?.toLowerCase() === name.toLowerCase());
}

/** A test rule's host is met by a header of its own. */
function pathsOf(conditions: readonly RuleCondition[]): RuleCondition[] {
  return conditions.filter((condition) => condition.Field === 'path-pattern');
}

export function takenPriorities(
  rules: readonly Pick<RuleSnapshot, 'listenerArn' | 'priority'>[],
  listenerArn: string,
): Set<number> {
  return new Set(
    rules.filter((rule) => rule.listenerArn === listenerArn).flatMap((rule) => rule.priority ?? []),
  );
}

function member(service: ServiceSeen) {
  return { service: service.name, targetGroupArn: service.targetGroupArns[0] ?? '' };
}

function serviceSnapshot(service: ServiceSeen): ServiceSnapshot {
  return {
    name: service.name,
    targetGroupArn: service.targetGroupArns[0] ?? '',
    taskDefinition: service.taskDefinition,
    desiredCount: service.desiredCount,
    ...(service.scaling && { scaling: service.scaling }),
  };
}

/** The snapshot in sentences. */
export function describeSnapshot(snapshot: Snapshot): string[] {
  const { stable, canary } = snapshot;
  const sticky = snapshot.rules
    .map((rule) => stickinessOf(rule.actions)?.durationSeconds ?? 0)
    .find((seconds) => seconds > 0);
  return [
    `Stable is ${stable.name} (${stable.desiredCount} tasks), the canary is ${canary.name} (${canary.desiredCount} tasks)`,
    ...(sticky === undefined
      ? []
      : [`The rule is sticky for ${sticky} s: shares and evidence lag behind the weights`]),
  ];
}

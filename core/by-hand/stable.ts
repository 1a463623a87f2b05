/** What "back" means where no snapshot is left: whoever is there says which group is stable. It is never guessed. */
import type { RuleSnapshot, Snapshot } from '../record.ts';
import { forwardsTo } from '../traffic/actions.ts';
import { shareOf } from '../traffic/division.ts';

/** What rules forward to, with what people need to tell the groups apart. */
export interface GroupSeen {
  readonly arn: string;
  readonly name: string;
  /** Its share in each rule, in percent, in the rules' order. */
  readonly percents: readonly number[];
  readonly healthy: number;
}

/** `arn:…:targetgroup/claude-proxy-a/73e2…` → `claude-proxy-a`. */
export function groupName(arn: string): string {
  return /:targetgroup\/([^/]+)\//.exec(arn)?.[1] ?? arn;
}

/** The groups that rules forward to, in the order of their mention. */
export function groupsIn(rules: readonly Pick<RuleSnapshot, 'actions'>[]): string[] {
  return [...new Set(rules.flatMap((rule) => forwardsTo(rule.actions)))];
}

export function percentsOf(groupArn: string, rules: readonly Pick<RuleSnapshot, 'actions'>[]): number[] {
  return rules.map((rule) => shareOf(groupArn, rule.actions) ?? 0);
}

/** The group that was named, by its name or its ARN. An ARN need not stand in a rule: after a promotion it does not. */
export function chosenGroup(groups: readonly string[], named: string): string | undefined {
  if (named.includes(':targetgroup/')) return named;
  const found = groups.filter((arn) => groupName(arn) === named);
  return found.length === 1 ? found[0] : undefined;
}

/**
 * Enough of a snapshot to send everybody to one group. It knows nothing of services, counts and cookies, so nothing
 * but `stable alone` may be made of it.
 */
export function makeshift(rules: readonly RuleSnapshot[], stableArn: string, takenAt: string): Snapshot {
  const other = groupsIn(rules).find((arn) => arn !== stableArn) ?? '';
  return { takenAt, loadBalancer: '', rules, stable: service(stableArn), canary: service(other) };
}

function service(arn: string) {
  return { name: groupName(arn), targetGroupArn: arn, taskDefinition: '', desiredCount: 0 };
}

import type { VirtualClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Versions } from '../../users/behaviour.ts';
import {
  balancerSettings,
  calmRules,
  groupSettings,
  layRules,
  type RuleOptions,
  type Side,
} from './ground.ts';
import { Balancer } from './state.ts';
import { TargetGroup } from './target-group.ts';

export interface BalancerOptions {
  readonly rules: Partial<RuleOptions> | undefined;
  readonly carrying: Side;
  readonly propagationSeconds: { readonly minimum: number; readonly maximum: number };
  readonly deregistrationDelaySeconds: number;
  readonly hasTargetStickiness: boolean;
}

/** The balancer with both groups and its rules; `rules` are the ARNs that a plan has to name. */
export function buildBalancer(
  around: { readonly clock: VirtualClock; readonly versions: Versions; readonly beforeChange: () => void },
  random: Random,
  options: BalancerOptions,
) {
  const group = (side: Side) =>
    new TargetGroup(
      groupSettings(side, options.deregistrationDelaySeconds * 1000, options.hasTargetStickiness),
      {
        ...around,
        random: random.fork(`group ${side}`),
      },
    );
  const groups = { a: group('a'), b: group('b') };
  const rules = { ...calmRules, ...options.rules };
  const { minimum, maximum } = options.propagationSeconds;
  const settings = balancerSettings(rules, {
    minimumMilliseconds: minimum * 1000,
    maximumMilliseconds: maximum * 1000,
  });
  const balancer = new Balancer(settings, [groups.a, groups.b], { ...around, random });
  return { balancer, groups, rules: layRules(balancer, rules, options.carrying) };
}

/** What must be true of the pair before a snapshot means anything. */

export interface ServiceGround {
  readonly name: string;
  readonly controller: string | undefined;
  /** ECS's own blue/green moves the rule's weights itself. */
  readonly ecsOwnsRule: boolean;
  readonly targetGroupArns: readonly string[];
  readonly deployments: readonly {
    readonly status: string | undefined;
    readonly rolloutState: string | undefined;
  }[];
}

/** The first reason why this service cannot be half of a pair, in words. */
export function refuseService(service: ServiceGround): string | undefined {
  if (service.ecsOwnsRule)
    return `ECS moves the weights of ${service.name} itself (native blue/green); set its strategy to rolling: a rule has one writer`;
  if (service.controller !== undefined && service.controller !== 'ECS') {
    return `${service.name} is deployed by ${service.controller}, which moves weights or task sets itself; give it the controller ECS`;
  }
  if (service.targetGroupArns.length !== 1) {
    return `${service.name} registers with ${service.targetGroupArns.length} target groups; give it exactly one`;
  }
  if (
    service.deployments.length > 1 ||
    service.deployments.some((one) => one.rolloutState === 'IN_PROGRESS')
  ) {
    return `a deployment of ${service.name} is in progress; wait until it is over`;
  }
  return undefined;
}

export interface GroupGround {
  readonly name: string;
  readonly hasTargetStickiness: boolean;
}

/**
 * A group with stickiness of its own may be weighted only where the rule has group stickiness too:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions
 */
export function refuseStickiness(
  groups: readonly GroupGround[],
  everyRuleIsSticky: boolean,
): string | undefined {
  const sticky = groups.find((group) => group.hasTargetStickiness);
  if (sticky === undefined || everyRuleIsSticky) return undefined;
  return (
    `the target group of ${sticky.name} has stickiness and a rule has none for its groups: ` +
    "the balancer refuses to split such a rule; turn group stickiness on in the rule, or the group's off"
  );
}

/** Rules outside the plan that forward to the pair: they would keep users on a group that we empty. */
export function strayRules(
  all: readonly { readonly arn: string; readonly groups: readonly string[] }[],
  planned: readonly string[],
  pair: readonly string[],
): string[] {
  return all
    .filter((rule) => !planned.includes(rule.arn) && rule.groups.some((group) => pair.includes(group)))
    .map((rule) => rule.arn);
}

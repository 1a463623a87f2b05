import { elbv2 } from './service.ts';
import type { Balancer } from './state.ts';

/** Somebody else's hand: every given rule to these weights, everything else of its actions kept. */
export function drift(
  balancer: Balancer,
  rules: readonly string[],
  canaryGroupArn: string,
  canaryPercent: number,
): void {
  const { ModifyListener, ModifyRule } = elbv2(balancer).actions;
  const TargetGroups = balancer.groups.map(({ arn }) => ({
    TargetGroupArn: arn,
    Weight: arn === canaryGroupArn ? canaryPercent : 100 - canaryPercent,
  }));
  for (const arn of rules) {
    const isListener = arn === balancer.settings.listenerArn;
    const before = (isListener ? balancer.defaultRule() : balancer.rule(arn)).actions;
    const actions = before.map((action) => {
      if (action.Type === 'forward')
        return {
          Type: action.Type,
          Order: action.Order,
          ForwardConfig: { ...action.ForwardConfig, TargetGroups },
        };
      const config = action.AuthenticateOidcConfig;
      return config === undefined
        ? action
        : { ...action, AuthenticateOidcConfig: { ...config, UseExistingClientSecret: true } };
    });
    if (isListener) ModifyListener({ ListenerArn: arn, DefaultActions: actions });
    else ModifyRule({ RuleArn: arn, Actions: actions });
  }
}

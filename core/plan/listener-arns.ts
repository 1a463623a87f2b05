/** ARNs of listeners and their rules. Apart from the plan's schema, so that functions need not carry zod to read them. */
const balancer = 'arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\\d{12}';
const listenerPath = 'app/[A-Za-z0-9-]+/[0-9a-z]+/[0-9a-z]+';
export const ruleArn = new RegExp(`^${balancer}:listener-rule/${listenerPath}/[0-9a-z]+$`);
export const ruleOrListenerArn = new RegExp(
  `^${balancer}:(listener-rule/${listenerPath}/[0-9a-z]+|listener/${listenerPath})$`,
);

/** The balancer that a rule or a listener belongs to; undefined for anything else. */
export function balancerOf(arn: unknown): string | undefined {
  if (typeof arn !== 'string' || !ruleOrListenerArn.test(arn)) return undefined;
  return arn
    .replace(/:listener(-rule)?\//, ':loadbalancer/')
    .split('/')
    .slice(0, 4)
    .join('/');
}

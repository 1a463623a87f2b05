import type { Verdict } from '../verdict.ts';
import { combined } from './findings.ts';

export interface Distribution {
  readonly id: string;
  /** `Deployed` or `InProgress`. */
  readonly status: string;
  readonly isEnabled: boolean;
  readonly origins: readonly string[];
  /** Its own host name and those that users know it by. */
  readonly hosts: readonly string[];
  /** Of its web ACL, by name where WAF's ARN has one; absent where it has none. */
  readonly webAcl?: string | undefined;
}

export interface Production {
  readonly loadBalancerArn: string;
  readonly url: string;
}

/** The distributions that the plan names, or those in front of the balancer. None in front is fine. */
export function judgeCloudfront(
  distributions: readonly Distribution[],
  production: Production,
  { named, asksForWaf }: { readonly named: readonly string[]; readonly asksForWaf: boolean },
): Verdict {
  const asked =
    named.length > 0
      ? distributions.filter(({ id }) => named.includes(id))
      : distributions.filter((one) => one.isEnabled && isInFront(one, production));
  const problems = asked.flatMap(({ id, status, isEnabled }) => [
    ...(status === 'Deployed' ? [] : [`distribution ${id} is ${status}: wait until it is Deployed`]),
    ...(isEnabled ? [] : [`distribution ${id} is disabled`]),
  ]);
  const missing = named
    .filter((id) => !distributions.some((one) => one.id === id))
    .map((id) => `distribution ${id} does not exist`);
  const passed =
    asked.length === 0
      ? `none of ${distributions.length} distributions is in front of the balancer`
      : `deployed: ${asked.map(({ id }) => id).join(', ')}`;
  const found = [...missing, ...problems].map((reason): Verdict => ({ outcome: 'fail', reason }));
  return combined(asksForWaf ? [...found, ...unreadAcls(asked)] : found, passed);
}

/** Users meet it before the balancer's, and the check waf reads the balancer's alone: https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html */
function unreadAcls(distributions: readonly Distribution[]): Verdict[] {
  return distributions.flatMap(({ id, webAcl }): Verdict[] =>
    webAcl === undefined
      ? []
      : [
          {
            outcome: 'inconclusive',
            reason: `distribution ${id} has the web ACL ${webAcl}, which is not read (CloudFront's are in us-east-1): nothing shows whether it blocks users`,
          },
        ],
  );
}

/** By its origin, or because users reach production by its name. */
function isInFront({ origins, hosts }: Distribution, { loadBalancerArn, url }: Production): boolean {
  const own = balancerHost(loadBalancerArn);
  const { hostname } = new URL(url);
  return origins.some((origin) => own.test(origin)) || hosts.some((host) => host.toLowerCase() === hostname);
}

/** `…:loadbalancer/app/NAME/id` answers as `NAME-1234567890.REGION.elb.amazonaws.com`, perhaps with `internal-` or `dualstack.` before it. */
function balancerHost(arn: string): RegExp {
  const [, , , region = '', , resource = ''] = arn.split(':');
  const name = resource.split('/')[2] ?? '';
  return new RegExp(
    String.raw`^(dualstack\.)?(internal-)?${name}-\d+\.${region}\.elb\.amazonaws\.com(\.cn)?$`,
    'i',
  );
}

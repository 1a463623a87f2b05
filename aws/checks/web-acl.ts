/** A balancer's web ACL as WAF has it: rules with what they do, the share that was counted, and samples of it. */
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeManagedRuleGroupCommand,
  type FirewallManagerRuleGroup,
  GetRuleGroupCommand,
  GetSampledRequestsCommand,
  GetWebACLForResourceCommand,
  type Rule,
  type RuleAction,
  type RuleActionOverride,
  type WebACL,
} from '@aws-sdk/client-wafv2';
import type { RuleGroup, WafFacts, WafRule } from '../../core/checks/waf.ts';
import { assertRead } from '../metrics.ts';
import type { World } from '../world.ts';

const hour = 3_600_000;
/** WAF keeps samples of each rule apart; a few rules show enough. */
const sampledRulesMax = 5;

export async function readWebAcl(
  world: World<'wafv2' | 'cloudwatch'>,
  balancerArn: string,
  now: number,
): Promise<WafFacts | undefined> {
  const { WebACL: acl } = await world.clients.wafv2.send(
    new GetWebACLForResourceCommand({ ResourceArn: balancerArn }),
  );
  if (acl === undefined) return undefined;
  const rules: WafRule[] = [];
  for (const rule of acl.Rules ?? []) rules.push(await ruleOf(world, rule));
  for (const group of [
    ...(acl.PreProcessFirewallManagerRuleGroups ?? []),
    ...(acl.PostProcessFirewallManagerRuleGroups ?? []),
  ])
    rules.push(firewallManagerRule(group));
  return {
    name: acl.Name ?? '',
    defaultAction: acl.DefaultAction?.Block === undefined ? 'Allow' : 'Block',
    rules,
    ...(await readShare(world, acl, now)),
    samples: await readSamples(world, acl, now),
  };
}

async function ruleOf(world: World<'wafv2'>, rule: Rule): Promise<WafRule> {
  const name = rule.Name ?? '';
  const managed = rule.Statement?.ManagedRuleGroupStatement;
  const own = rule.Statement?.RuleGroupReferenceStatement;
  const statement = managed ?? own;
  if (statement === undefined) return { name, action: actionOf(rule.Action) };
  const known = managed === undefined ? await ownRules(world, own?.ARN) : await managedRules(world, managed);
  return { name, group: groupOf(rule, statement, known) };
}

function groupOf(
  rule: Rule,
  statement: {
    readonly RuleActionOverrides?: RuleActionOverride[] | undefined;
    readonly ExcludedRules?: { Name: string | undefined }[] | undefined;
  },
  rules: Readonly<Record<string, string>>,
): RuleGroup {
  const overrides = (statement.RuleActionOverrides ?? []).map(
    ({ Name = '', ActionToUse }) => [Name, actionOf(ActionToUse)] as const,
  );
  const excluded = (statement.ExcludedRules ?? []).map(({ Name = '' }) => [Name, 'Count'] as const);
  return {
    countsAll: rule.OverrideAction?.Count !== undefined,
    overrides: Object.fromEntries([...overrides, ...excluded]),
    rules,
  };
}

async function managedRules(
  world: World<'wafv2'>,
  {
    VendorName,
    Name,
    Version,
  }: { VendorName?: string | undefined; Name?: string | undefined; Version?: string | undefined },
): Promise<Record<string, string>> {
  const { Rules = [] } = await world.clients.wafv2.send(
    new DescribeManagedRuleGroupCommand({
      VendorName,
      Name,
      Scope: 'REGIONAL',
      ...(Version !== undefined && { VersionName: Version }),
    }),
  );
  return Object.fromEntries(Rules.map((one) => [one.Name ?? '', actionOf(one.Action)]));
}

async function ownRules(world: World<'wafv2'>, arn: string | undefined): Promise<Record<string, string>> {
  const { RuleGroup: group } = await world.clients.wafv2.send(new GetRuleGroupCommand({ ARN: arn }));
  return Object.fromEntries((group?.Rules ?? []).map((one) => [one.Name ?? '', actionOf(one.Action)]));
}

/** Firewall Manager does not say what is in its groups: only an override for all of it counts. */
function firewallManagerRule({ Name = '', OverrideAction }: FirewallManagerRuleGroup): WafRule {
  return {
    name: Name,
    group: { countsAll: OverrideAction?.Count !== undefined, overrides: {}, rules: undefined },
  };
}

function actionOf(action: RuleAction | undefined): string {
  const [name] = Object.entries(action ?? {}).find(([, value]) => value !== undefined) ?? ['None'];
  return name;
}

async function readShare(world: World<'cloudwatch'>, acl: WebACL, now: number) {
  const Dimensions = [
    { Name: 'WebACL', Value: acl.VisibilityConfig?.MetricName ?? '' },
    { Name: 'Region', Value: acl.ARN?.split(':')[3] ?? '' },
    { Name: 'Rule', Value: 'ALL' },
  ];
  const { MetricDataResults = [] } = await world.clients.cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - hour),
      EndTime: new Date(now),
      MetricDataQueries: ['AllowedRequests', 'BlockedRequests', 'CountedRequests'].map((MetricName) => ({
        Id: MetricName.charAt(0).toLowerCase() + MetricName.slice(1),
        MetricStat: { Metric: { Namespace: 'AWS/WAFV2', MetricName, Dimensions }, Period: 300, Stat: 'Sum' },
      })),
    }),
  );
  for (const { Id, StatusCode } of MetricDataResults) assertRead(Id, StatusCode, false);
  const total = (id: string) => {
    const values = MetricDataResults.find((one) => one.Id === id)?.Values ?? [];
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
  };
  const [allowed, blocked] = [total('allowedRequests'), total('blockedRequests')];
  const requests =
    allowed === undefined && blocked === undefined ? undefined : (allowed ?? 0) + (blocked ?? 0);
  return { requests, counted: total('countedRequests') ?? 0 };
}

/** Methods and paths only: addresses and headers of users stay where they are. */
async function readSamples(world: World<'wafv2'>, acl: WebACL, now: number): Promise<string[]> {
  const counting = (acl.Rules ?? []).filter(
    ({ Action, VisibilityConfig }) =>
      (Action === undefined || Action.Count !== undefined) &&
      VisibilityConfig?.SampledRequestsEnabled === true,
  );
  const seen = new Map<string, number>();
  for (const rule of counting.slice(0, sampledRulesMax)) {
    const { SampledRequests = [] } = await world.clients.wafv2.send(
      new GetSampledRequestsCommand({
        WebAclArn: acl.ARN,
        RuleMetricName: rule.VisibilityConfig?.MetricName,
        Scope: 'REGIONAL',
        TimeWindow: { StartTime: new Date(now - hour), EndTime: new Date(now) },
        MaxItems: 100,
      }),
    );
    for (const { Request, Action, Weight = 1 } of SampledRequests) {
      if (Action !== 'COUNT') continue;
      const path = (Request?.URI ?? '').split('?')[0]?.slice(0, 100);
      const key = `${Request?.Method ?? ''} ${path} (${rule.Name ?? ''})`;
      seen.set(key, (seen.get(key) ?? 0) + Weight);
    }
  }
  const sorted = [...seen].toSorted(([, a], [, b]) => b - a);
  return sorted.slice(0, 20).map(([key, times]) => `${key} ${times} times`);
}

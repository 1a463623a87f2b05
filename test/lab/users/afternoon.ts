/** A production in virtual time with the few words that its stories are told in. */
import { VirtualClock } from '../../../lab/clock.ts';
import { buildProduction, type ProductionOptions } from '../../../lab/production.ts';
import { Random } from '../../../lab/random.ts';

const startOfStory = Date.parse('2026-12-01T21:30:00Z');
export const loadBalancer = 'app/claude-proxy/50dc6c495c0c9188';
export const groupNames = {
  a: 'targetgroup/claude-proxy-a/73e2d6bc24d8a067',
  b: 'targetgroup/claude-proxy-b/943f017f100becff',
} as const;

export function afternoon(options: ProductionOptions = {}, seed = 1) {
  const clock = new VirtualClock(startOfStory);
  const production = buildProduction({ clock, random: new Random(seed), options });
  const { elbv2, ecs, cloudwatch } = production.services;
  const { groups, rules, cluster } = production.names;
  const [rule = ''] = rules;

  const forward = (percent: number, stickySeconds?: number) => ({
    Type: 'forward' as const,
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: groups.a, Weight: 100 - percent },
        { TargetGroupArn: groups.b, Weight: percent },
      ],
      ...(stickySeconds !== undefined && {
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: stickySeconds },
      }),
    },
  });

  return {
    clock,
    production,
    rule,
    forward,
    start: startOfStory,
    /** Lets virtual time pass. */
    async pass(seconds: number): Promise<void> {
      const end = { isReached: false };
      clock.after(seconds * 1000, () => {
        end.isReached = true;
      });
      while (!end.isReached) await clock.step();
    },
    weigh: (percent: number, stickySeconds?: number) =>
      elbv2.actions.ModifyRule({ RuleArn: rule, Actions: [forward(percent, stickySeconds)] }),
    alone: (side: 'a' | 'b') =>
      elbv2.actions.ModifyRule({
        RuleArn: rule,
        Actions: [{ Type: 'forward', TargetGroupArn: groups[side] }],
      }),
    /** Registers a new revision and starts it on b. */
    startCanary(desiredCount: number): string {
      const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/claude-proxy:2.4.0';
      const { taskDefinition } = ecs.actions.RegisterTaskDefinition({
        family: 'claude-proxy',
        memory: '1024',
        containerDefinitions: [{ name: 'app', image }],
      });
      const arn = taskDefinition?.taskDefinitionArn ?? '';
      ecs.actions.UpdateService({ cluster, service: 'claude-proxy-b', desiredCount, taskDefinition: arn });
      return arn;
    },
    service(name: string) {
      const [service] = ecs.actions.DescribeServices({ cluster, services: [name] }).services ?? [];
      if (service === undefined) throw new Error(`no service ${name}`);
      return service;
    },
    states: (side: 'a' | 'b') =>
      (
        elbv2.actions.DescribeTargetHealth({ TargetGroupArn: groups[side] }).TargetHealthDescriptions ?? []
      ).map(({ TargetHealth }) => TargetHealth?.State),
    /** One metric from the start until now, oldest first, as [minute, value]. */
    metric(name: string, Stat: string, side?: 'a' | 'b', since = startOfStory): [number, number][] {
      const Dimensions = [
        { Name: 'LoadBalancer', Value: loadBalancer },
        ...(side === undefined ? [] : [{ Name: 'TargetGroup', Value: groupNames[side] }]),
      ];
      const { MetricDataResults = [] } = cloudwatch.actions.GetMetricData({
        StartTime: new Date(since),
        EndTime: new Date(clock.now() + 1),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: [
          {
            Id: 'm',
            MetricStat: {
              Metric: { Namespace: 'AWS/ApplicationELB', MetricName: name, Dimensions },
              Period: 60,
              Stat,
            },
          },
        ],
      });
      const { Timestamps = [], Values = [] } = MetricDataResults[0] ?? {};
      return Timestamps.map((at, index) => [(at.getTime() - startOfStory) / 60_000, Values[index] ?? NaN]);
    },
  };
}

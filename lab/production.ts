/**
 * The simulated production that a cutover works on: two ECS services behind one balancer, its metrics, its users. By
 * default a calm afternoon; every number of it can be set, and turned while it runs.
 */
import type { HttpRequest } from '../aws/world.ts';
import { accountServices, answerOutside, calmFindings, cloudwatchExtras, type Findings } from './account.ts';
import type { VirtualClock } from './clock.ts';
import { type ScalingOptions, seedScaling } from './cloud/application-autoscaling/ground.ts';
import { applicationAutoscaling } from './cloud/application-autoscaling/service.ts';
import { Alarms } from './cloud/cloudwatch/alarms/alarms.ts';
import { teamAlarms } from './cloud/cloudwatch/alarms/team.ts';
import { balancerMetrics } from './cloud/cloudwatch/balancer-metrics.ts';
import { Metrics } from './cloud/cloudwatch/metrics.ts';
import { queueMetrics } from './cloud/cloudwatch/queue-metrics.ts';
import { cloudwatch } from './cloud/cloudwatch/service.ts';
import { wafMetrics } from './cloud/cloudwatch/waf-metrics.ts';
import { type ImageFinding, seedRegistry } from './cloud/ecr/ground.ts';
import { ecr } from './cloud/ecr/service.ts';
import { Cluster } from './cloud/ecs/cluster.ts';
import { clusterName, type EcsFinding, seedDefinitions, seedPair } from './cloud/ecs/ground.ts';
import { ecs } from './cloud/ecs/service.ts';
import { TaskDefinitions } from './cloud/ecs/task-definitions.ts';
import { buildBalancer } from './cloud/elbv2/build.ts';
import { drift } from './cloud/elbv2/drift.ts';
import { balancerArns, type RuleOptions, type Side } from './cloud/elbv2/ground.ts';
import { elbv2 } from './cloud/elbv2/service.ts';
import type { Balancer } from './cloud/elbv2/state.ts';
import type { TargetGroup } from './cloud/elbv2/target-group.ts';
import { place } from './cloud/service.ts';
import type { Random } from './random.ts';
import { answer, type Doors, type HttpOutcome } from './users/answer.ts';
import { type Behaviour, calm, type VersionName, type Versions } from './users/behaviour.ts';
import { gatherCrowd } from './users/crowd.ts';
import { Queue } from './users/queue.ts';
import type { ShareListener, Shares } from './users/shares.ts';
import { type Glance, glanceOf, type ProductionView, viewOf } from './users/snapshot.ts';
import type { Users } from './users/users.ts';

/** Whatever is left out is a calm afternoon. Shares are from 0 to 1. */
export interface ProductionOptions {
  readonly requestsPerSecond?: number;
  readonly versions?: Partial<Record<VersionName, Partial<Behaviour>>>;
  readonly queue?: { readonly name?: string; readonly depth?: number; readonly growsPerMinute?: number };
  /** Which service carries the traffic at the start; the other one's group is the canary's. */
  readonly carrying?: Side;
  readonly stableTasks?: number;
  /** Tasks of the service that does not carry traffic. */
  readonly standbyTasks?: number;
  readonly hasCircuitBreaker?: boolean;
  readonly rules?: Partial<RuleOptions>;
  /** Cookies of the balancer's own on both groups (`stickiness.enabled`): reported, their effect is not modelled. */
  readonly hasTargetStickiness?: boolean;
  /** Registered with Application Auto Scaling. */
  readonly scaling?: ScalingOptions;
  /** From a write to a rule until users are served by it: drawn between these. */
  readonly propagationSeconds?: { readonly minimum: number; readonly maximum: number };
  readonly metricLagSeconds?: number;
  readonly deregistrationDelaySeconds?: number;
  /** How long a client stays, on average; matters for stickiness only. */
  readonly sessionMinutes?: number;
  /** How far a function's clock is from the lab's own, at most, before or behind; each invocation has its own. */
  readonly clocksDifferSeconds?: number;
  /** How far metrics reach back before the start. */
  readonly historyMinutes?: number;
  readonly ecs?: EcsFinding;
  /** One of stable's targets fails its checks. */
  readonly targets?: 'healthy' | 'unhealthy';
  readonly image?: ImageFinding;
  readonly environment?: 'valid' | 'missingKey';
  /** What the checklist finds beside production. */
  readonly findings?: Partial<Findings>;
  readonly staging?: Doors['staging'];
  /** `failing`: a smoke test that comes by the canary's door meets 500s. */
  readonly production?: 'healthy' | 'failing';
}

const calmBalancer = {
  rules: undefined,
  propagationSeconds: { minimum: 5, maximum: 30 },
  deregistrationDelaySeconds: 60,
  hasTargetStickiness: false,
};

export type Production = ReturnType<typeof buildProduction>;

export function buildProduction(given: {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly options?: ProductionOptions;
}) {
  const { clock, random, options = {} } = given;
  const { carrying = 'a' } = options;
  const versions = versionsOf(options);
  const here: { crowd?: ReturnType<typeof gatherCrowd> } = {};
  const around = { clock, versions, beforeChange: () => here.crowd?.beforeChange() };
  const { balancer, groups, rules } = buildBalancer(around, random.fork('elbv2'), {
    ...calmBalancer,
    ...options,
    carrying,
  });
  const { cluster, scaling } = buildCluster(around, random.fork('ecs'), groups, options);
  const canaryGroupArn = balancerArns.groups[carrying === 'a' ? 'b' : 'a'];
  const among = { clock, random: random.fork('users'), versions, canaryGroupArn };
  const crowd = gatherCrowd(balancer, among, options);
  here.crowd = crowd;
  const { users, switchboard, shares } = crowd;
  const queue = new Queue(
    { name: 'jobs', depth: 0, growsPerMinute: 0, ...options.queue },
    clock,
    crowd.historyMilliseconds,
  );
  const findings = { ...calmFindings, ...options.findings };
  const metrics = buildMetrics(clock, { users, queue, findings }, (options.metricLagSeconds ?? 60) * 1000);
  const alarms = new Alarms(clock, random.fork('alarms'), metrics);
  const doors = doorsOf(balancer, options);
  const asked = { balancer, switchboard, users, versions, random: random.fork('http'), doors };
  const registry = seedRegistry(clock.now(), options.image);
  const { errorLines } = crowd;
  const outside = { clock, queue, balancer: balancer.settings, errorLines };
  return {
    services: {
      ecs: ecs(cluster, () => doors.staging === 'healthy'),
      elbv2: elbv2(balancer),
      cloudwatch: cloudwatch(alarms, cloudwatchExtras(findings, alarms)),
      'application-autoscaling': applicationAutoscaling(scaling),
      ecr: ecr(registry),
      ...accountServices(findings, outside),
    },
    users,
    queue,
    metrics,
    alarms: teamAlarms(alarms),
    registry,
    doors,
    shares,
    propagation: balancer.live,
    names: namesOf(rules, canaryGroupArn, queue),
    ...handlesOf(
      { balancer, cluster, versions, beforeChange: crowd.beforeChange, shares },
      rules,
      canaryGroupArn,
    ),
    answer: (request: HttpRequest): HttpOutcome => answerOutside(request, findings) ?? answer(request, asked),
  };
}

interface Parts {
  readonly balancer: Balancer;
  readonly cluster: Cluster;
  readonly versions: Versions;
  readonly beforeChange: () => void;
  readonly shares: Shares;
}

function handlesOf(parts: Parts, rules: readonly string[], canaryGroupArn: string) {
  const { balancer, cluster, versions, beforeChange, shares } = parts;
  const listenerArn = balancer.settings.listenerArn;
  /** A plan's name for the default action is the listener; the balancer keeps it as a rule. */
  const watched = rules.map((arn) => (arn === listenerArn ? balancer.defaultRule().arn : arn));
  return {
    /** From now on; tasks that are starting keep the start time they were launched with. */
    setVersion: (version: VersionName, change: Partial<Behaviour>): void => {
      beforeChange();
      versions[version] = { ...versions[version], ...change };
      for (const group of balancer.groups) group.recheck();
    },
    /** Calls back for every share so far, the first at the start, and then at the instant in which users get a new one. */
    onShare: (listener: ShareListener): void => shares.listen(listener),
    snapshot: (): ProductionView => viewOf(cluster, balancer, shares.current),
    glance: (): Glance =>
      glanceOf(cluster, balancer, { rules: watched, canaryGroupArn, canaryPercent: shares.current }),
    /** Somebody else changes every production rule to these weights, whatever it said before. */
    drift: (canaryPercent: number): void => drift(balancer, rules, canaryGroupArn, canaryPercent),
  };
}

function namesOf(rules: readonly string[], canaryGroupArn: string, queue: Queue) {
  return {
    cluster: clusterName,
    services: ['claude-proxy-a', 'claude-proxy-b'] as const,
    groups: balancerArns.groups,
    canaryGroupArn,
    loadBalancer: balancerArns.loadBalancer,
    listener: balancerArns.listener,
    /** What a plan's `target.rules` has to name. */
    rules,
    queueUrl: `https://sqs.${place.region}.amazonaws.com/${place.account}/${queue.name}`,
  };
}

function versionsOf({ versions = {}, targets, stableTasks = 4 }: ProductionOptions): Versions {
  const oneFails = targets === 'unhealthy' ? { healthyShare: (stableTasks - 1) / stableTasks } : {};
  return { stable: { ...calm, ...oneFails, ...versions.stable }, canary: { ...calm, ...versions.canary } };
}

interface Around {
  readonly clock: VirtualClock;
  readonly versions: Versions;
  readonly beforeChange: () => void;
}

function buildCluster(
  around: Around,
  random: Random,
  groups: Readonly<Record<Side, TargetGroup>>,
  options: ProductionOptions,
) {
  const definitions = new TaskDefinitions();
  const cluster = new Cluster(clusterName, definitions, { ...around, random });
  const hasMore = options.environment === 'missingKey';
  const old = seedDefinitions(definitions, new Date(around.clock.now() - 7 * 86_400_000), hasMore);
  const { carrying = 'a', hasCircuitBreaker = true, ecs: finding = 'healthy', scaling = {} } = options;
  const standby = carrying === 'a' ? 'b' : 'a';
  const stableTasks = atRest(options.stableTasks ?? 4, scaling[carrying]);
  const standbyTasks = atRest(options.standbyTasks ?? 0, scaling[standby]);
  seedPair(cluster, groups, old, { carrying, stableTasks, standbyTasks, hasCircuitBreaker, finding });
  return { cluster, scaling: seedScaling(cluster, scaling) };
}

/** Auto Scaling has had its way for days. */
function atRest(tasks: number, bounds: { readonly minimum: number; readonly maximum: number } | undefined) {
  return bounds === undefined ? tasks : Math.min(Math.max(tasks, bounds.minimum), bounds.maximum);
}

function buildMetrics(
  clock: VirtualClock,
  { users, queue, findings }: { readonly users: Users; readonly queue: Queue; readonly findings: Findings },
  lagMilliseconds: number,
): Metrics {
  const dimensions = {
    loadBalancer: balancerArns.loadBalancer.slice(balancerArns.loadBalancer.indexOf('app/')),
    targetGroups: new Map(
      Object.values(balancerArns.groups).map((arn) => [arn.slice(arn.lastIndexOf(':') + 1), arn]),
    ),
  };
  const sources = [
    balancerMetrics(dimensions, (start) => users.minute(start)),
    queueMetrics(queue),
    wafMetrics(findings.waf),
  ];
  return new Metrics(clock, sources, lagMilliseconds);
}

function doorsOf(balancer: Balancer, options: ProductionOptions): Doors {
  return {
    hosts: {
      production_alb_dns: 'production',
      [balancer.settings.dns]: 'production',
      staging_alb_dns: 'staging',
    },
    staging: options.staging ?? 'healthy',
    isCanaryFailingAtItsDoor: options.production === 'failing',
  };
}

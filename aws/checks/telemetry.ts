/** Whether somebody would see it: alarms, dashboards, logs, and the metrics that triggers judge by. */
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { judgeCoverage } from '../../core/checks/coverage.ts';
import { judgeLogs, type LogFacts } from '../../core/checks/telemetry.ts';
import type { Slice } from '../../core/decide/logs.ts';
import { usualMilliseconds } from '../../core/decide/start.ts';
import { minutesOf } from '../../core/evidence/minutes.ts';
import { balancerOf } from '../../core/plan/listener-arns.ts';
import { forwardsTo } from '../../core/traffic/actions.ts';
import { shareOf } from '../../core/traffic/division.ts';
import type { MetricId } from '../../core/triggers/metrics.ts';
import { queueName } from '../../core/triggers/queue-depth.ts';
import { loadBalancerDimension } from '../balancer/groups.ts';
import { readRules } from '../balancer/rules.ts';
import { isNamed } from '../failures.ts';
import { readPoints } from '../metrics.ts';
import type { World } from '../world.ts';
import { readDashboards } from './dashboards.ts';
import { readHeardAlarms } from './muted.ts';
import type { Reader, Readers } from './reader.ts';

const readLogs: Reader<'logs'> = async (world, { plan, now }) => {
  const { groups = [], withinSeconds = 300 } = plan.checks.logs ?? {};
  const facts: LogFacts[] = [];
  for (const group of groups)
    facts.push(await readGroup(world, group, { since: now - withinSeconds * 1000, now }));
  return { verdict: judgeLogs(facts, { now, withinSeconds }), facts };
};

/** A page may be empty and still not be the last. */
const pagesMax = 10;
/** A page begins with its oldest line, so the newest fifth of the time is asked first. */
const slices = 5;

/** Not `lastEventTimestamp` of a stream, which is up to an hour late. */
async function readGroup(
  world: World<'logs'>,
  group: string,
  { since, now }: { readonly since: number; readonly now: number },
): Promise<LogFacts> {
  const length = Math.ceil((now - since) / slices);
  let isUnread = false;
  try {
    for (let to = now; to > since; to -= length) {
      const found = await readLine(world, group, { from: Math.max(since, to - length), to });
      if (typeof found === 'number') return { group, exists: true, newestAt: found };
      isUnread ||= found === 'unread';
    }
    return { group, exists: true, newestAt: undefined, ...(isUnread && { isUnread }) };
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return { group, exists: false, newestAt: undefined };
    throw error;
  }
}

/** When a line was written in that time; `unread` where pages were empty and there were more of them. */
async function readLine(
  world: World<'logs'>,
  group: string,
  { from, to }: Slice,
): Promise<number | 'none' | 'unread'> {
  let nextToken: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const answer = await world.clients.logs.send(
      new FilterLogEventsCommand({
        logGroupName: group,
        startTime: from,
        endTime: to,
        limit: 1,
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    const [event] = answer.events ?? [];
    if (event !== undefined) return event.timestamp ?? from;
    nextToken = answer.nextToken;
    if (nextToken === undefined) return 'none';
  }
  return 'unread';
}

const readCoverage: Reader<'cloudwatch' | 'elbv2'> = async (world, { plan, now }) => {
  const [rule] = await readRules(world, plan.target.rules);
  const groups = rule === undefined ? [] : forwardsTo(rule.actions);
  const carrying =
    groups.find((group) => rule !== undefined && (shareOf(group, rule.actions) ?? 0) > 0) ?? '';
  const loadBalancer = loadBalancerDimension(balancerOf(plan.target.rules[0]) ?? '');
  const queueUrl = plan.triggers.queueDepth?.queueUrl;
  const asked: MetricId[] = ['stableRequests', 'stableErrors', 'stableRefused', 'stableP95', 'stableHealthy'];
  const points = await readPoints(
    world,
    { snapshot: { loadBalancer, stable: { targetGroupArn: carrying } }, queueUrl },
    queueUrl === undefined ? asked : [...asked, 'queueDepth'],
    now - usualMilliseconds,
    now,
  );
  const minutes = minutesOf(points, 'stable');
  const others = {
    'healthy targets': points.get('stableHealthy')?.size ?? 0,
    ...(queueUrl !== undefined && {
      [`the depth of ${queueName(queueUrl)}`]: points.get('queueDepth')?.size ?? 0,
    }),
  };
  const { canaryPercent, minRequestsPerMinute } = plan;
  return {
    verdict: judgeCoverage({ now, minutes, canaryPercent, minRequestsPerMinute, others }),
    facts: { minutes, others },
  };
};

export const telemetryReaders: Readers<'cloudwatch' | 'logs' | 'elbv2'> = {
  alarms: readHeardAlarms,
  dashboards: readDashboards,
  logs: readLogs,
  coverage: readCoverage,
};

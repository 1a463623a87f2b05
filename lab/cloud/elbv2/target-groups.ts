import {
  type DescribeTargetGroupAttributesInput,
  type DescribeTargetGroupAttributesOutput,
  type DescribeTargetGroupsInput,
  type DescribeTargetGroupsOutput,
  TargetGroupNotFoundException,
  type TargetGroup as TargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { refuse } from './errors.ts';
import { page } from './page.ts';
import { requireLoadBalancer } from './load-balancers.ts';
import type { Balancer } from './state.ts';
import { healthCheck, type TargetGroup } from './target-group.ts';

/** By ARN, name or balancer. A group that no rule names belongs to no balancer. Not modelled: VPC, matcher, protocol version. */
export function describeTargetGroups(balancer: Balancer) {
  return (input: DescribeTargetGroupsInput): DescribeTargetGroupsOutput => {
    const { items, NextMarker } = page(selected(balancer, input), input);
    return {
      TargetGroups: items.map((group) => toOutput(group, balancer)),
      ...(NextMarker !== undefined && { NextMarker }),
    };
  };
}

function selected(
  balancer: Balancer,
  { TargetGroupArns, Names, LoadBalancerArn }: DescribeTargetGroupsInput,
) {
  if (TargetGroupArns !== undefined && TargetGroupArns.length > 0)
    return TargetGroupArns.map((arn) => balancer.group(arn));
  if (Names !== undefined && Names.length > 0) return Names.map((name) => byName(balancer, name));
  if (LoadBalancerArn === undefined) return balancer.groups;
  requireLoadBalancer(balancer, LoadBalancerArn);
  return balancer.groups.filter((group) => group.isUsed);
}

function byName(balancer: Balancer, name: string): TargetGroup {
  const group = balancer.groups.find((candidate) => candidate.settings.name === name);
  if (group === undefined) throw refuse(TargetGroupNotFoundException, 'One or more target groups not found');
  return group;
}

function toOutput(group: TargetGroup, balancer: Balancer): TargetGroupOutput {
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.settings.name,
    Protocol: 'HTTP',
    Port: group.settings.port,
    TargetType: 'ip',
    HealthCheckEnabled: true,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPath: '/health',
    HealthCheckIntervalSeconds: healthCheck.intervalMilliseconds / 1000,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    LoadBalancerArns: group.isUsed ? [balancer.settings.arn] : [],
  };
}

/** Those that a cutover asks about. Not modelled: every other attribute of a group, and changing any. */
export function describeTargetGroupAttributes(balancer: Balancer) {
  return (input: DescribeTargetGroupAttributesInput): DescribeTargetGroupAttributesOutput => {
    const { settings } = balancer.group(input.TargetGroupArn ?? '');
    const all = {
      'deregistration_delay.timeout_seconds': String(settings.deregistrationMilliseconds / 1000),
      'slow_start.duration_seconds': '0',
      'load_balancing.algorithm.type': 'round_robin',
      'stickiness.enabled': 'false',
      'stickiness.type': 'lb_cookie',
      'stickiness.lb_cookie.duration_seconds': '86400',
      ...settings.attributes,
    };
    return { Attributes: Object.entries(all).map(([Key, Value]) => ({ Key, Value })) };
  };
}

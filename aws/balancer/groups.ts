/** Target groups: whose they are, how healthy, and the settings that forbid a split. */
import {
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { World } from '../world.ts';

export interface ReadGroup {
  readonly arn: string;
  readonly loadBalancerArns: readonly string[];
  /** Stickiness of the group itself, by its own cookie. */
  readonly hasTargetStickiness: boolean;
}

export async function readGroup(world: World<'elbv2'>, arn: string): Promise<ReadGroup> {
  const { TargetGroups = [] } = await world.clients.elbv2.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }),
  );
  const { Attributes = [] } = await world.clients.elbv2.send(
    new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }),
  );
  return {
    arn,
    loadBalancerArns: TargetGroups[0]?.LoadBalancerArns ?? [],
    hasTargetStickiness: Attributes.some(
      ({ Key, Value }) => Key === 'stickiness.enabled' && Value === 'true',
    ),
  };
}

/** The state of every target, draining ones left out: they are leaving and take nothing new. */
export async function readTargetStates(world: World<'elbv2'>, groupArn: string): Promise<string[]> {
  const { TargetHealthDescriptions = [] } = await world.clients.elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: groupArn }),
  );
  return TargetHealthDescriptions.map((target) => target.TargetHealth?.State ?? 'unknown').filter(
    (state) => state !== 'draining',
  );
}

export async function countHealthy(world: World<'elbv2'>, groupArn: string): Promise<number> {
  const states = await readTargetStates(world, groupArn);
  return states.filter((state) => state === 'healthy').length;
}

/** `arn:…:loadbalancer/app/name/id` → `app/name/id`, the value of CloudWatch's dimension `LoadBalancer`. */
export function loadBalancerDimension(arn: string): string {
  return arn.slice(arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
}

/** `arn:…:targetgroup/name/id` → `targetgroup/name/id`, the value of CloudWatch's dimension `TargetGroup`. */
export function targetGroupDimension(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** Target groups: whose they are, how healthy, and the settings that forbid a split. */
import {
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { inTurn } from '../turn.ts';
import type { World } from '../world.ts';
import { type Haste, patienceOf } from './patience.ts';

export interface ReadGroup {
  readonly arn: string;
  readonly loadBalancerArns: readonly string[];
  /** Stickiness of the group itself, by its own cookie. */
  readonly hasTargetStickiness: boolean;
}

export async function readGroup(world: World<'elbv2'>, arn: string): Promise<ReadGroup> {
  const group = new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] });
  const attributes = new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn });
  const patience = patienceOf(world);
  const { TargetGroups = [] } = await inTurn(world, patience, () => world.clients.elbv2.send(group));
  const { Attributes = [] } = await inTurn(world, patience, () => world.clients.elbv2.send(attributes));
  return {
    arn,
    loadBalancerArns: TargetGroups[0]?.LoadBalancerArns ?? [],
    hasTargetStickiness: Attributes.some(
      ({ Key, Value }) => Key === 'stickiness.enabled' && Value === 'true',
    ),
  };
}

/** The state of every target, draining ones left out: they are leaving and take nothing new. */
export async function readTargetStates(
  world: World<'elbv2'>,
  groupArn: string,
  haste?: Haste,
): Promise<string[]> {
  const describe = new DescribeTargetHealthCommand({ TargetGroupArn: groupArn });
  const { TargetHealthDescriptions = [] } = await inTurn(world, patienceOf(world, haste), () =>
    world.clients.elbv2.send(describe),
  );
  return TargetHealthDescriptions.map((target) => target.TargetHealth?.State ?? 'unknown').filter(
    (state) => state !== 'draining',
  );
}

export async function countHealthy(world: World<'elbv2'>, groupArn: string, haste?: Haste): Promise<number> {
  const states = await readTargetStates(world, groupArn, haste);
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

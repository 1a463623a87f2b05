/** What people would type: the AWS CLI's commands for what we are about to do, ready to be pasted into a shell. */
import type { ScalingSnapshot } from '../record.ts';
import { type Action, writable } from '../traffic/actions.ts';

/** `modify-rule`, or `modify-listener` where a listener's ARN stands for its default action. */
export function writeCommand(arn: string, actions: readonly Action[]): string {
  const json = quoted(JSON.stringify(writable(actions)));
  return arn.includes(':listener/')
    ? `aws elbv2 modify-listener${regionOf(arn)} --listener-arn ${quoted(arn)} --default-actions ${json}`
    : `aws elbv2 modify-rule${regionOf(arn)} --rule-arn ${quoted(arn)} --actions ${json}`;
}

export function readCommand(arn: string): string {
  return arn.includes(':listener/')
    ? `aws elbv2 describe-listeners${regionOf(arn)} --listener-arns ${quoted(arn)} --query 'Listeners[].DefaultActions'`
    : `aws elbv2 describe-rules${regionOf(arn)} --rule-arns ${quoted(arn)} --query 'Rules[].Actions'`;
}

export function healthCommand(groupArn: string): string {
  return (
    `aws elbv2 describe-target-health${regionOf(groupArn)} --target-group-arn ${quoted(groupArn)} ` +
    `--query 'TargetHealthDescriptions[].TargetHealth.State'`
  );
}

/** The fence of a rollback by hand: it moves the epoch, whatever the phase is. */
export function fenceCommand(table: string, leadingArn: string, cutoverId: string): string {
  const key = { pk: { S: `LOCK#${leadingArn}` }, sk: { S: 'LOCK' } };
  const values = {
    ':back': { S: 'rollingBack' },
    ':home': { S: 'stable alone' },
    ':one': { N: '1' },
    ':id': { S: cutoverId },
  };
  return [
    `aws dynamodb update-item${regionOf(leadingArn)} --table-name ${quoted(table)}`,
    `--key ${quoted(JSON.stringify(key))}`,
    `--update-expression 'SET phase = :back, intended = :home ADD epoch :one'`,
    `--condition-expression 'cutoverId = :id'`,
    `--expression-attribute-values ${quoted(JSON.stringify(values))}`,
  ].join(' ');
}

/** `nearArn`: something in the same Region. */
export function registerCommand(nearArn: string, definition: Readonly<Record<string, unknown>>): string {
  return `aws ecs register-task-definition${regionOf(nearArn)} --cli-input-json ${quoted(JSON.stringify(definition))}`;
}

export function serviceCommand(
  nearArn: string,
  { cluster, service, desiredCount, taskDefinition }: ServiceWords,
): string {
  const definition = taskDefinition === undefined ? '' : ` --task-definition ${quoted(taskDefinition)}`;
  return (
    `aws ecs update-service${regionOf(nearArn)} --cluster ${quoted(cluster)} --service ${quoted(service)}` +
    `${definition} --desired-count ${desiredCount}`
  );
}

interface ServiceWords {
  readonly cluster: string;
  readonly service: string;
  readonly desiredCount: number;
  readonly taskDefinition?: string;
}

export function scalingCommand(
  nearArn: string,
  cluster: string,
  service: string,
  to: ScalingSnapshot,
): string {
  const suspended = `DynamicScalingInSuspended=${to.scaleInSuspended},ScheduledScalingSuspended=${to.scheduledSuspended}`;
  return [
    `aws application-autoscaling register-scalable-target${regionOf(nearArn)} --service-namespace ecs`,
    `--scalable-dimension ecs:service:DesiredCount --resource-id ${quoted(`service/${cluster}/${service}`)}`,
    `--min-capacity ${to.minCapacity} --max-capacity ${to.maxCapacity} --suspended-state ${suspended}`,
  ].join(' ');
}

function regionOf(arn: string): string {
  const [, , , region = ''] = arn.split(':');
  return region === '' ? '' : ` --region ${region}`;
}

/** For a POSIX shell: plain words stay as they are. */
function quoted(text: string): string {
  return /^[A-Za-z0-9_./:@=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

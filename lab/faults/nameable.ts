/** What a scenario's faults can name: calls that functions make and the lab plays, errors of those services, functions. */
import type { Service } from '../../aws/world.ts';
import { nearestKey } from '../../core/plan/nearest-key.ts';
import { errorNames, sdkError } from '../cloud/wire/errors.ts';
import { functions } from '../functions.ts';
import { buildLab } from '../lab.ts';
import { isWholeService } from './call-name.ts';
import { callsByFunction } from './permissions.ts';

/** The contract's list. */
const services =
  'ecs elbv2 application-autoscaling cloudwatch dynamodb sqs sns sesv2 sfn lambda events ecr secretsmanager wafv2 cloudfront logs s3 ssm acm codedeploy'.split(
    ' ',
  );

const noAnswer = 'TimeoutError';

/** What the state machine calls itself, without a function: `ecs:runTask.sync`. */
const machinesOwn = ['ecs:RunTask', 'ecs:DescribeTasks'];

let known: readonly string[] | undefined;

/** Every call that a function or the state machine makes, as `service:Action`. */
export function nameableCalls(): readonly string[] {
  return (known ??= readNameable());
}

function readNameable(): string[] {
  const { wire } = buildLab({ seed: 0, production: {} });
  const all = new Set([...callsByFunction().values()].flatMap((calls) => [...calls]));
  return [...all, ...machinesOwn].filter((call) => wire.plays(...split(call))).toSorted();
}

export function functionNames(): readonly string[] {
  return Object.keys(functions).filter((key) => callsByFunction().has(key));
}

/** Why a call cannot be named, or undefined. */
export function callProblem(call: string): string | undefined {
  if (nameableCalls().includes(call)) return undefined;
  const [service, action] = split(call);
  if (nameableCalls().some((one) => isWholeService(call) && one.startsWith(`${service}:`))) return undefined;
  if (action === '') return 'must be a service and an action of its API, such as elbv2:ModifyRule';
  if (!services.includes(service))
    return `names the service ${service}, which is unknown; the nearest is ${nearestKey(service, services)}`;
  const own = nameableCalls().filter((one) => one.startsWith(`${service}:`));
  if (own.length === 0) return `is not built yet: no function of ours calls ${service} in this version`;
  return `is a call that no function of ours makes; the nearest is ${nearestKey(call, own)}`;
}

/** Why an error cannot be the answer to a call that can be named, or undefined. */
export function errorProblem(call: string, error: string): string | undefined {
  const [service] = split(call);
  const names = [...errorNames(service as Service), noAnswer];
  if (!names.includes(error)) return `is no error of ${service}; the nearest is ${nearestKey(error, names)}`;
  if (error === 'TransactionCanceledException' && call !== 'dynamodb:TransactWriteItems')
    return 'is an answer to dynamodb:TransactWriteItems only';
  return undefined;
}

/** Whether this error is the service's word that nothing was done: not so for silence and for failures of its own. */
export function isTold(call: string, error: string): boolean {
  return error !== noAnswer && sdkError(split(call)[0] as Service, error).$fault === 'client';
}

function split(call: string): [service: string, action: string] {
  const [service = '', action = ''] = call.split(':', 2);
  return [service, action];
}

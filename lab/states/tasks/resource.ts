/** What kind of work a Task's resource names, and the events that AWS writes about that kind. */

import { inputDetails } from '../history.ts';
import type { StatesHost } from '../host.ts';

export interface Limits {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

export interface Resource {
  readonly text: string;
  readonly hasToken: boolean;
  /** How messages call it. */
  readonly label: string;
  /** The prefix of its events: Task or LambdaFunction. */
  readonly prefix: 'Task' | 'LambdaFunction';
  /** Details that every event of a service integration carries. */
  readonly common: Readonly<Record<string, string>>;
  scheduled(text: string, limits: Limits, host: StatesHost): Readonly<Record<string, unknown>>;
  /** The result of the state from the output of the work. */
  result(output: unknown, host: StatesHost): unknown;
}

const SERVICE = /^arn:[^:]+:states:[^:]*:[^:]*:([^:]+(?::[^:]+)?):([^:]+)$/;
const TOKEN = '.waitForTaskToken';

export function resourceOf(text: string): Resource {
  const match = SERVICE.exec(text);
  const hasToken = text.endsWith(TOKEN);
  if (match === null) return lambdaFunction(text, hasToken);
  return service(text, String(match[1]), String(match[2]), hasToken);
}

function lambdaFunction(text: string, hasToken: boolean): Resource {
  const resource = hasToken ? text.slice(0, -TOKEN.length) : text;
  return {
    text,
    hasToken,
    label: resource,
    prefix: 'LambdaFunction',
    common: {},
    scheduled: (input, limits) => ({ ...inputDetails(input), resource, ...limits }),
    result: (output) => output,
  };
}

function service(text: string, resourceType: string, resource: string, hasToken: boolean): Resource {
  const common = { resource, resourceType };
  const isInvoke = resourceType === 'lambda' && resource.startsWith('invoke');
  return {
    text,
    hasToken,
    label: resourceType,
    prefix: 'Task',
    common,
    scheduled: (parameters, limits, { region }) => ({ parameters, region, ...common, ...limits }),
    result: (output, host) => (isInvoke ? invokeAnswer(output, host) : output),
  };
}

function invokeAnswer(payload: unknown, host: StatesHost): object {
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: host.uuid() },
    StatusCode: 200,
  };
}

/** The event's key, which AWS derives from its type. */
export function eventDetails(resource: Resource, what: string, details: object): Record<string, object> {
  const key = `${resource.prefix === 'Task' ? 'task' : 'lambdaFunction'}${what}EventDetails`;
  return { [key]: { ...resource.common, ...details } };
}

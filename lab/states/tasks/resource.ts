/** What kind of work a Task's resource names, and the events that AWS writes about that kind. */

import { isRecord } from '../document.ts';
import { inputDetails } from '../history.ts';
import type { LambdaInvocation, StatesHost, TaskOutcome } from '../host.ts';
import { invocationOf, invokeAnswer, invokeFailure } from './lambda.ts';

export interface Limits {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

/** How the state learns of the end of its work. */
export type Pattern = 'response' | 'sync' | 'token';

export interface Resource {
  readonly text: string;
  readonly pattern: Pattern;
  /** How messages call it. */
  readonly label: string;
  /** The prefix of its events. */
  readonly prefix: 'Task' | 'LambdaFunction' | 'Activity';
  /** Details that every event of a service integration carries. */
  readonly common: Readonly<Record<string, string>>;
  scheduled(
    text: string,
    limits: Limits,
    host: StatesHost,
    credentials: unknown,
  ): Readonly<Record<string, unknown>>;
  /** Undefined where the work is no function. */
  invocation(args: unknown, text: string): LambdaInvocation | undefined;
  /** The outcome as the state sees it. */
  seen(outcome: TaskOutcome, host: StatesHost): TaskOutcome;
}

// The version of `.sync:2` is part of the action, not of the service.
const SERVICE = /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):([^:]+(?::2)?)$/;
const ACTIVITY = /^arn:[^:]+:states:[^:]+:[^:]+:activity:.+$/;
const TOKEN = '.waitForTaskToken';

export function resourceOf(text: string): Resource {
  if (ACTIVITY.test(text)) return activity(text);
  const [, resourceType, action] = SERVICE.exec(text) ?? [];
  if (resourceType === undefined || action === undefined) return lambdaFunction(text);
  return service(text, resourceType, action);
}

const asItIs = (outcome: TaskOutcome) => outcome;

function activity(text: string): Resource {
  return {
    text,
    pattern: 'token',
    label: text,
    prefix: 'Activity',
    common: {},
    scheduled: (input, limits) => ({ ...inputDetails(input), resource: text, ...limits }),
    invocation: () => undefined,
    seen: asItIs,
  };
}

function lambdaFunction(text: string): Resource {
  const hasToken = text.endsWith(TOKEN);
  const resource = hasToken ? text.slice(0, -TOKEN.length) : text;
  return {
    text,
    pattern: hasToken ? 'token' : 'response',
    label: resource,
    prefix: 'LambdaFunction',
    common: {},
    scheduled: (input, limits, _host, credentials) => ({
      ...inputDetails(input),
      resource,
      ...limits,
      ...taskCredentials(credentials),
    }),
    invocation: (_args, payload) => ({
      functionName: resource,
      payload,
      invocationType: 'RequestResponse',
    }),
    seen: asItIs,
  };
}

function service(text: string, resourceType: string, resource: string): Resource {
  const common = { resource, resourceType };
  const isInvoke = resourceType === 'lambda' && resource.startsWith('invoke');
  return {
    text,
    pattern: patternOf(resource),
    label: resourceType,
    prefix: 'Task',
    common,
    scheduled: (parameters, limits, { region }, credentials) => ({
      parameters,
      region,
      ...common,
      ...limits,
      ...taskCredentials(credentials),
    }),
    invocation: (args) => (isInvoke && isRecord(args) ? invocationOf(args) : undefined),
    seen: (outcome, host) => {
      if (!isInvoke) return outcome;
      return 'output' in outcome ? invokeAnswer(outcome, host) : invokeFailure(outcome);
    },
  };
}

function taskCredentials(credentials: unknown): object {
  return isRecord(credentials) && typeof credentials['RoleArn'] === 'string'
    ? { taskCredentials: { roleArn: credentials['RoleArn'] } }
    : {};
}

function patternOf(action: string): Pattern {
  if (action.endsWith(TOKEN)) return 'token';
  return /\.sync(?::2)?$/.test(action) ? 'sync' : 'response';
}

/** The event's key, which AWS derives from its type. */
export function eventDetails(resource: Resource, what: string, details: object): Record<string, object> {
  const key = `${resource.prefix[0]?.toLowerCase()}${resource.prefix.slice(1)}${what}EventDetails`;
  return { [key]: { ...resource.common, ...details } };
}

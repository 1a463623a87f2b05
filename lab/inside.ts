/** What the lab itself does for a Task: this project's functions, run in process, and calls of the simulated services. */
import type { VirtualClock } from './clock.ts';
import { place } from './cloud/service.ts';
import type { LambdaHost } from './cloud/lambda/host.ts';
import type { Wire } from './cloud/wire.ts';
import { startServiceTask } from './integrations/service-task.ts';
import { functionArn, functionKey } from './machine.ts';
import type { Random } from './random.ts';
import type { LambdaInvocation, TaskOutcome, TaskRequest } from './states/host.ts';

interface Around {
  readonly clock: VirtualClock;
  readonly wire: Wire;
  readonly random: Random;
  readonly lambda: LambdaHost;
}

export function startInside(
  task: TaskRequest,
  { clock, random, lambda, wire }: Around,
  done: (outcome: TaskOutcome) => void,
  submitted: (output: unknown) => void = () => undefined,
): (() => void) | void {
  const { invocation } = task;
  const key = invocation === undefined ? undefined : keyOf(invocation.functionName, lambda);
  if (invocation !== undefined && key !== undefined) {
    lambda.invoke(key, JSON.parse(invocation.payload === '' ? '{}' : invocation.payload), done);
    return;
  }
  const giveUp = startServiceTask(task, { clock, wire }, done, submitted);
  if (giveUp !== undefined) return giveUp;
  const outcome =
    invocation === undefined ? notModelled(task) : functionNotFound(invocation, place.region, random.uuid());
  clock.after(0, () => done(outcome));
}

/** Our own functions alone, by their ARN or name. */
function keyOf(name: string, lambda: LambdaHost): string | undefined {
  const key = functionKey(name);
  const own = functionArn(key);
  const isOurs = name === own || name === own.slice(own.lastIndexOf(':') + 1);
  return isOurs && lambda.has(key) ? key : undefined;
}

/**
 * A service that the lab does not play. A call that carries a task token is taken as sent: whoever reads the token in
 * the history may answer it.
 */
export function notModelled({ resource, taskToken }: TaskRequest): TaskOutcome {
  if (taskToken !== undefined) return { output: {} };
  const cause = `The lab does not play ${resource} in tasks; docs/lab.md says what it does`;
  return { error: 'Lab.NotModelled', cause };
}

/** In Lambda's words, as Step Functions passes them on. */
export function functionNotFound(
  { functionName }: LambdaInvocation,
  region: string,
  requestId: string,
): TaskOutcome {
  const arn = functionName.startsWith('arn:')
    ? functionName
    : `arn:aws:lambda:${region}:${place.account}:function:${functionName}`;
  const about = `Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${requestId}; Proxy: null`;
  return {
    error: 'Lambda.ResourceNotFoundException',
    cause: `Function not found: ${arn}:$LATEST (${about})`,
  };
}

/**
 * Tasks that call a simulated service: `aws-sdk:` for all of them, the optimised integrations of DynamoDB and ECS, and
 * ECS's jobs, which are watched until they stop. The calls go over the wire, so that faults meet them too.
 */
import type { VirtualClock } from '../clock.ts';
import { lastingCaller } from '../cloud/wire/call.ts';
import type { SdkError } from '../cloud/wire/errors.ts';
import type { Wire } from '../cloud/wire.ts';
import { isRecord } from '../states/document.ts';
import type { TaskOutcome, TaskRequest } from '../states/host.ts';
import { asAttributes, asValues } from './attribute-values.ts';
import { asAnswered, asSent } from './members.ts';
import { type Integration, integrationOf } from './resources.ts';

interface Around {
  readonly clock: VirtualClock;
  readonly wire: Wire;
}

type Done = (outcome: TaskOutcome) => void;

const caller = lastingCaller('Step Functions');
const LOOK_MILLISECONDS = 5000;

/** Undefined where no service of the lab plays it; else what gives the job up. */
export function startServiceTask(
  task: TaskRequest,
  around: Around,
  done: Done,
  submitted: (output: unknown) => void,
): (() => void) | undefined {
  const integration = integrationOf(task.resource);
  if (integration === undefined || !around.wire.plays(integration.service, integration.action)) {
    return undefined;
  }
  const job = new Job(integration, around, done);
  void job.run(task.arguments, submitted);
  return () => job.giveUp();
}

class Job {
  readonly #integration: Integration;
  readonly #around: Around;
  readonly #done: Done;
  #tasks: readonly string[] = [];
  #cluster: unknown;
  #isGivenUp = false;

  constructor(integration: Integration, around: Around, done: Done) {
    this.#integration = integration;
    this.#around = around;
    this.#done = done;
  }

  async run(args: unknown, submitted: (output: unknown) => void): Promise<void> {
    try {
      const { kind, isJob, action } = this.#integration;
      const input = this.#sent(args);
      const answer = await this.#call(action, input);
      const output = this.#answered(answer, kind);
      const whole = kind === 'sdk' ? output : { ...(output as object), ...sdkMetadata(answer) };
      if (!isJob) this.#done({ output: whole });
      else {
        submitted(whole);
        await this.#watch(answer, isRecord(input) ? input['cluster'] : undefined);
      }
    } catch (error) {
      this.#done(failure(this.#integration, error as SdkError));
    }
  }

  /** A task that is still there when nobody waits for it any more is stopped, as AWS does. */
  giveUp(): void {
    this.#isGivenUp = true;
    for (const task of this.#tasks) {
      this.#call('StopTask', { cluster: this.#cluster, task }).catch(() => undefined);
    }
  }

  async #watch({ tasks = [], failures = [] }: RunTaskAnswer, cluster: unknown): Promise<void> {
    this.#cluster = cluster;
    this.#tasks = tasks.map(({ taskArn }) => taskArn);
    if (tasks.length === 0) {
      this.#done({
        error: 'ECS.AmazonECSException',
        cause: JSON.stringify(asAnswered(failures, 'optimised')),
      });
      return;
    }
    while (!this.#isGivenUp) {
      await this.#around.clock.sleep(LOOK_MILLISECONDS);
      const seen = (await this.#call('DescribeTasks', { cluster, tasks: this.#tasks })) as RunTaskAnswer;
      if (seen.tasks?.every(({ lastStatus }) => lastStatus === 'STOPPED') !== true) continue;
      this.#tasks = [];
      this.#done(stoppedOutcome(seen.tasks));
      return;
    }
  }

  #sent(args: unknown): unknown {
    const { service, isLowerCase } = this.#integration;
    if (service === 'dynamodb') return asValues(args);
    return isLowerCase ? asSent(args) : args;
  }

  #answered(answer: object, kind: Integration['kind']): unknown {
    const { $metadata: _metadata, ...members } = answer as { $metadata?: unknown };
    return this.#integration.service === 'dynamodb' ? asAttributes(members) : asAnswered(members, kind);
  }

  #call(action: string, input: unknown): Promise<object> {
    return this.#around.wire.call(caller, this.#integration.service, action, input);
  }
}

interface RunTaskAnswer {
  readonly tasks?: readonly {
    readonly taskArn: string;
    readonly lastStatus: string;
    readonly containers?: readonly { readonly exitCode?: number }[];
  }[];
  readonly failures?: readonly unknown[];
}

/** A job has succeeded when every container of it has ended with 0. */
function stoppedOutcome(tasks: NonNullable<RunTaskAnswer['tasks']>): TaskOutcome {
  const [first] = tasks;
  const told = asAnswered(tasks.length === 1 ? first : tasks, 'optimised');
  const isFine = tasks.every(({ containers = [] }) => containers.every(({ exitCode }) => exitCode === 0));
  return isFine ? { output: told } : { error: 'States.TaskFailed', cause: JSON.stringify(told) };
}

function sdkMetadata(answer: object): object {
  const { $metadata } = answer as { $metadata?: { requestId?: string } };
  const requestId = $metadata?.requestId ?? '';
  const headers = { 'x-amzn-RequestId': requestId };
  const all = { 'x-amzn-RequestId': [requestId] };
  return {
    SdkHttpMetadata: { AllHttpHeaders: all, HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  };
}

function failure({ kind, errors, label }: Integration, error: SdkError): TaskOutcome {
  if (error.$fault === undefined) return { error: 'States.Runtime', cause: `lab: ${error.message}` };
  const { httpStatusCode = 400, requestId = '', attempts = 1 } = error.$metadata ?? {};
  const name = error.name.endsWith('Exception') ? error.name : `${error.name}Exception`;
  if (kind === 'sdk') {
    const about = `Service: ${label}, Status Code: ${httpStatusCode}, Request ID: ${requestId}`;
    return {
      error: `${errors}.${name}`,
      cause: `${error.message} (${about}) (SDK Attempt Count: ${attempts})`,
    };
  }
  const about = `Service: ${label}; Status Code: ${httpStatusCode}; Error Code: ${error.name}; Request ID: ${requestId}; Proxy: null`;
  return { error: `${errors}.${name}`, cause: `${error.message} (${about})` };
}

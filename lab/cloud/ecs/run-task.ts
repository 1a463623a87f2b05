/**
 * Tasks of no service: they start as long as any task does, run for a minute and end with 0. k6 runs for what its
 * variable DURATION says, and ends with 99 where staging does not bear it.
 *
 * Not modelled: other overrides, requests that k6 sends, placement, capacity, networking, start-up that fails, containers that end otherwise.
 */
import {
  InvalidParameterException,
  type RunTaskRequest,
  type RunTaskResponse,
  type StopTaskRequest,
  type StopTaskResponse,
  type Task as TaskOutput,
} from '@aws-sdk/client-ecs';
import { arn } from '../service.ts';
import type { Cluster } from './cluster.ts';
import { refuse } from './errors.ts';
import { k6Image } from './names.ts';

const startMilliseconds = 60_000;
const runMilliseconds = 60_000;
const rememberedMilliseconds = 3_600_000;
const countMax = 10;
/** k6's own exit code. */
const thresholdsMissed = 99;

type Lone = TaskOutput & { taskArn: string };

export class LoneTasks {
  readonly #cluster: Cluster;
  readonly #bears: () => boolean;
  #tasks: Lone[] = [];

  /** `bears`: whether staging bears k6's load. */
  constructor(cluster: Cluster, bears: () => boolean) {
    this.#cluster = cluster;
    this.#bears = bears;
  }

  /** As they are now; undefined where the name is nobody's here. */
  find(name: string): TaskOutput | undefined {
    return this.#tasks.find(({ taskArn }) => taskArn === name || taskArn.endsWith(`/${name}`));
  }

  run(input: RunTaskRequest): RunTaskResponse {
    const cluster = this.#cluster;
    cluster.requireAny(input.cluster);
    const { count = 1, taskDefinition = '', startedBy } = input;
    if (count < 1 || count > countMax)
      throw refuse(InvalidParameterException, `Task count must be between 1 and ${countMax}.`);
    const definition = cluster.definitions.require(taskDefinition, 'TaskDefinition not found.');
    const now = cluster.clock.now();
    this.#tasks = this.#tasks.filter(
      ({ stoppedAt }) => now - (stoppedAt?.getTime() ?? now) < rememberedMilliseconds,
    );
    const made = Array.from({ length: count }, () => {
      const task: Lone = {
        taskArn: arn('ecs', `task/${cluster.name}/${cluster.random.hex(16)}`),
        clusterArn: cluster.arn,
        taskDefinitionArn: definition.taskDefinitionArn,
        group: `family:${definition.family ?? ''}`,
        ...(startedBy !== undefined && { startedBy }),
        lastStatus: 'PROVISIONING',
        desiredStatus: 'RUNNING',
        launchType: input.launchType ?? 'FARGATE',
        createdAt: new Date(now),
        containers: (definition.containerDefinitions ?? []).map(({ name, image }) => ({
          name,
          image,
          lastStatus: 'PENDING',
        })),
      };
      cluster.clock.after(startMilliseconds, () => this.#start(task, lifeOf(input)));
      return task;
    });
    this.#tasks.push(...made);
    return { tasks: made, failures: [] };
  }

  stop({ cluster, task: name = '', reason = '' }: StopTaskRequest): StopTaskResponse {
    this.#cluster.requireAny(cluster);
    const task = this.#tasks.find(({ taskArn }) => taskArn === name || taskArn.endsWith(`/${name}`));
    if (task === undefined) throw refuse(InvalidParameterException, 'The referenced task was not found.');
    if (task.lastStatus !== 'STOPPED') this.#end(task, { code: 'UserInitiated', reason, exitCode: 143 });
    return { task };
  }

  #start(task: Lone, lifeMilliseconds: number): void {
    if (task.lastStatus === 'STOPPED') return;
    task.lastStatus = 'RUNNING';
    task.startedAt = new Date(this.#cluster.clock.now());
    for (const container of task.containers ?? []) container.lastStatus = 'RUNNING';
    const isK6 = (task.containers ?? []).some(({ image = '' }) => image.startsWith(k6Image));
    this.#cluster.clock.after(isK6 ? lifeMilliseconds : runMilliseconds, () => {
      if (task.lastStatus === 'STOPPED') return;
      this.#end(task, {
        code: 'EssentialContainerExited',
        reason: 'Essential container in task exited',
        exitCode: isK6 && !this.#bears() ? thresholdsMissed : 0,
      });
    });
  }

  #end(
    task: Lone,
    why: { readonly code: 'EssentialContainerExited' | 'UserInitiated'; reason: string; exitCode: number },
  ): void {
    const hasRun = task.startedAt !== undefined;
    task.lastStatus = 'STOPPED';
    task.desiredStatus = 'STOPPED';
    task.stopCode = why.code;
    task.stoppedReason = why.reason;
    task.stoppedAt = new Date(this.#cluster.clock.now());
    for (const container of task.containers ?? []) {
      container.lastStatus = 'STOPPED';
      if (hasRun) container.exitCode = why.exitCode;
    }
  }
}

function lifeOf({ overrides }: RunTaskRequest): number {
  const variables = (overrides?.containerOverrides ?? []).flatMap(({ environment = [] }) => environment);
  const duration = variables.find(({ name }) => name === 'DURATION')?.value ?? '';
  const [, amount = '1', unit = 'm'] = /^(\d+)([smh])$/.exec(duration) ?? [];
  return Number(amount) * { s: 1000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h'];
}

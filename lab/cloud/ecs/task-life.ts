/**
 * One task from launch to stop, with its target.
 *
 * Not modelled: the states between (PENDING, ACTIVATING, STOPPING, DEPROVISIONING), container states, stop time-outs.
 */
import type { VirtualClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Versions, VersionName } from '../../users/behaviour.ts';
import { arn } from '../service.ts';
import { type Deployment, type EcsService, isAlive, type Task } from './model.ts';

export interface TaskSurroundings {
  readonly clusterName: string;
  readonly clock: VirtualClock;
  readonly random: Pick<Random, 'hex' | 'int'>;
  readonly versions: Readonly<Versions>;
  readonly onRunning: () => void;
  readonly onFailure: (task: Task, why: string) => void;
}

/** ECS forgets stopped tasks after about an hour. */
const rememberedMilliseconds = 3_600_000;

/** From a container's exit to the deregistration of its target. */
const noticeMilliseconds = 5000;

/** Restarts of tasks that never ran are delayed more and more, up to this. ECS documents no numbers but "up to 27 minutes". */
const backOffMaxMilliseconds = 27 * 60_000;

/** `settled` puts the task there as if it had been running for long. */
export function launchTask(
  service: EcsService,
  deployment: Deployment,
  version: VersionName,
  around: TaskSurroundings,
  settled: boolean,
): Task {
  const now = around.clock.now();
  const id = around.random.hex(16);
  const task: Task = {
    id,
    arn: arn('ecs', `task/${around.clusterName}/${id}`),
    ip: freeAddress(service, around),
    version,
    taskDefinition: deployment.taskDefinition,
    deploymentId: deployment.id,
    createdAt: now,
    lastStatus: 'PROVISIONING',
    ...(settled && { noted: 'good' as const }),
  };
  service.tasks = service.tasks.filter((other) => (other.stoppedAt ?? now) > now - rememberedMilliseconds);
  service.tasks.push(task);
  if (settled) run(service, task, around, true);
  else
    around.clock.after(around.versions[version].startsInMilliseconds, () =>
      start(service, deployment, task, around),
    );
  return task;
}

function freeAddress(service: EcsService, around: TaskSurroundings): string {
  for (;;) {
    const ip = `10.0.${around.random.int(1, 250)}.${around.random.int(1, 250)}`;
    if (!service.tasks.some((task) => task.ip === ip)) return ip;
  }
}

function start(service: EcsService, deployment: Deployment, task: Task, around: TaskSurroundings): void {
  if (task.lastStatus !== 'PROVISIONING') return;
  if (around.versions[task.version].starts) {
    deployment.failedStarts = 0;
    run(service, task, around, false);
    return;
  }
  stopped(task, around.clock.now(), 'TaskFailedToStart');
  task.stoppedReason =
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref';
  deployment.failedStarts += 1;
  deployment.launchNotBefore = around.clock.now() + backOff(deployment.failedStarts, service.desiredCount);
  around.onFailure(task, 'tasks failed to start');
}

/** The first round of restarts is immediate, each further one waits twice as long. */
function backOff(failedStarts: number, desiredCount: number): number {
  const round = Math.ceil(failedStarts / Math.max(1, desiredCount));
  return round <= 1 ? 0 : Math.min(backOffMaxMilliseconds, 15_000 * 2 ** (round - 2));
}

function run(service: EcsService, task: Task, around: TaskSurroundings, settled: boolean): void {
  task.lastStatus = 'RUNNING';
  task.startedAt = around.clock.now();
  service.group.register(task.ip, task.version, settled);
  const { diesAfterMilliseconds } = around.versions[task.version];
  if (diesAfterMilliseconds !== undefined)
    around.clock.after(diesAfterMilliseconds, () => die(service, task, around));
  if (!settled) around.onRunning();
}

/** The container exits by itself. Its target goes on getting requests until ECS has noticed. */
function die(service: EcsService, task: Task, around: TaskSurroundings): void {
  if (!isAlive(task)) return;
  stopped(task, around.clock.now(), 'EssentialContainerExited');
  task.stoppedReason = 'Essential container in task exited';
  service.group.crash(task.ip);
  around.clock.after(noticeMilliseconds, () => {
    service.group.deregister(task.ip);
    around.onFailure(task, 'tasks failed to start');
  });
}

/** Deregisters the task and stops it when its target has drained. */
export function stopTask(service: EcsService, task: Task, around: TaskSurroundings): void {
  const hadStarted = task.lastStatus === 'RUNNING';
  task.stoppingAt = around.clock.now();
  task.stopCode = 'ServiceSchedulerInitiated';
  task.stoppedReason = `Scaling activity initiated by (deployment ${task.deploymentId})`;
  if (!hadStarted) {
    stopped(task, around.clock.now(), task.stopCode);
    return;
  }
  task.lastStatus = 'DEACTIVATING';
  service.group.deregister(task.ip);
  around.clock.after(service.group.settings.deregistrationMilliseconds, () => {
    stopped(task, around.clock.now(), 'ServiceSchedulerInitiated');
  });
}

function stopped(task: Task, at: number, stopCode: NonNullable<Task['stopCode']>): void {
  task.lastStatus = 'STOPPED';
  task.stoppedAt = at;
  task.stopCode = stopCode;
}

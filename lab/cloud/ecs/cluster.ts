/**
 * One ECS cluster in virtual time: launches tasks, registers them with their target groups, replaces the unhealthy ones
 * and rolls deployments out. Every change ends in `review`, which asks the scheduler what is next.
 */
import { ClusterNotFoundException, ServiceNotFoundException } from '@aws-sdk/client-ecs';
import type { VirtualClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Versions, VersionName } from '../../users/behaviour.ts';
import { arn } from '../service.ts';
import { refuse } from './errors.ts';
import { toolsName } from './names.ts';
import { type Deployment, type EcsService, isAlive, primaryOf, type Task } from './model.ts';
import { beginRollout, countFailure, reviewRollout, type Rollout, tell } from './rollout.ts';
import { schedule } from './schedule.ts';
import type { TaskDefinitions } from './task-definitions.ts';
import { noteHealth } from './task-health.ts';
import { launchTask, stopTask, type TaskSurroundings } from './task-life.ts';

export interface ClusterSurroundings {
  readonly clock: VirtualClock;
  readonly random: Pick<Random, 'hex' | 'int'>;
  readonly versions: Readonly<Versions>;
}

export class Cluster {
  readonly name: string;
  readonly clock: VirtualClock;
  readonly random: Pick<Random, 'hex' | 'int'>;
  readonly definitions: TaskDefinitions;
  readonly #versions: Readonly<Versions>;
  readonly #services = new Map<string, EcsService>();
  #isReviewing = false;
  /** Lifts a desired count to what Application Auto Scaling keeps as its minimum. */
  minimumOf: (serviceName: string) => number = () => 0;

  constructor(name: string, definitions: TaskDefinitions, around: ClusterSurroundings) {
    this.name = name;
    this.definitions = definitions;
    this.clock = around.clock;
    this.random = around.random;
    this.#versions = around.versions;
  }

  get arn(): string {
    return arn('ecs', `cluster/${this.name}`);
  }

  /** By name or ARN, as the API takes it; absent means the cluster `default`, which the lab has not. */
  require(name: string | undefined): void {
    if (name !== this.name && name !== this.arn) throw refuse(ClusterNotFoundException, 'Cluster not found.');
  }

  /** For tasks of no service: this cluster, or the team's other one. */
  requireAny(name: string | undefined): void {
    if (name !== toolsName && name !== arn('ecs', `cluster/${toolsName}`)) this.require(name);
  }

  services(): EcsService[] {
    return [...this.#services.values()];
  }

  find(nameOrArn: string): EcsService | undefined {
    return this.#services.get(nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1));
  }

  service(nameOrArn: string | undefined): EcsService {
    const service = this.find(nameOrArn ?? '');
    if (service === undefined) throw refuse(ServiceNotFoundException, 'Service not found.');
    return service;
  }

  /** Puts a service there as if it had been steady for long. */
  seed(
    service: Omit<EcsService, 'deployments' | 'tasks' | 'events' | 'arn' | 'createdAt'>,
    running: number,
  ): EcsService {
    const seeded: EcsService = {
      ...service,
      arn: arn('ecs', `service/${this.name}/${service.name}`),
      createdAt: this.clock.now(),
      deployments: [],
      tasks: [],
      events: [],
    };
    this.#services.set(service.name, seeded);
    beginRollout(seeded, service.lastCompleted, this.rollout());
    const primary = primaryOf(seeded);
    primary.rolloutState = 'COMPLETED';
    primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
    service.group.slots = (version) => this.#slots(seeded, version);
    service.group.onHealth = () => this.review(seeded);
    for (let index = 0; index < running; index++) this.#launch(seeded, primary, true);
    tell(seeded, this.rollout(), `(service ${seeded.name}) has reached a steady state.`);
    return seeded;
  }

  rollout(): Rollout {
    return { now: this.clock.now(), random: this.random };
  }

  /** Sets the desired count, not below what scaling allows; `review` has to follow. */
  setDesired(service: EcsService, count: number): void {
    service.desiredCount = Math.max(count, this.minimumOf(service.name));
    primaryOf(service).updatedAt = this.clock.now();
  }

  /** Lets the scheduler act until it has nothing left to do at this instant. */
  review(service: EcsService): void {
    if (this.#isReviewing) return;
    this.#isReviewing = true;
    try {
      noteHealth(service, this.rollout());
      const { launch, stop } = schedule(service);
      for (const task of stop) stopTask(service, task, this.#around(service));
      if (stop.length > 0) this.#tellStopped(service, stop);
      this.#launchMissing(service, launch);
      service.group.recheck();
      reviewRollout(service, this.rollout());
    } finally {
      this.#isReviewing = false;
    }
  }

  #launchMissing(service: EcsService, count: number): void {
    const primary = primaryOf(service);
    if (count === 0 || primary.rolloutState === 'FAILED') return;
    if (service.isFull) {
      tell(
        service,
        this.rollout(),
        `(service ${service.name}) was unable to place a task. Reason: Capacity is unavailable at this time.`,
      );
      return;
    }
    if (primary.launchNotBefore > this.clock.now()) {
      this.clock.at(primary.launchNotBefore, () => this.review(service));
      return;
    }
    const tasks = Array.from({ length: count }, () => this.#launch(service, primary, false));
    tell(service, this.rollout(), `(service ${service.name}) has started ${named(tasks)}.`);
  }

  #launch(service: EcsService, deployment: Deployment, settled: boolean): Task {
    const version = this.definitions.versionOf(deployment.taskDefinition);
    return launchTask(service, deployment, version, this.#around(service), settled);
  }

  #tellStopped(service: EcsService, tasks: readonly Task[]): void {
    tell(service, this.rollout(), `(service ${service.name}) has stopped ${named(tasks)}.`);
  }

  #around(service: EcsService): TaskSurroundings {
    return {
      clusterName: this.name,
      clock: this.clock,
      random: this.random,
      versions: this.#versions,
      onRunning: () => this.review(service),
      onFailure: (task, why) => {
        const deployment = service.deployments.find((candidate) => candidate.id === task.deploymentId);
        if (deployment !== undefined) countFailure(service, deployment, why, this.rollout());
        this.review(service);
      },
    };
  }

  /** How many tasks of a version there should be; undefined for a version on its way out. */
  #slots(service: EcsService, version: VersionName): number | undefined {
    const isPrimary = this.definitions.versionOf(primaryOf(service).taskDefinition) === version;
    return isPrimary && service.tasks.some(isAlive) ? service.desiredCount : undefined;
  }
}

function named(tasks: readonly Task[]): string {
  return `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}: ${tasks.map((task) => `(task ${task.id})`).join(' ')}`;
}

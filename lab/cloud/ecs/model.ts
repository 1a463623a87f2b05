/** What the simulated ECS keeps: services, their deployments and their tasks. */
import type { DeploymentRolloutState, LoadBalancer, ServiceEvent } from '@aws-sdk/client-ecs';
import type { VersionName } from '../../users/behaviour.ts';
import type { TargetGroup } from '../elbv2/target-group.ts';

export interface Task {
  readonly id: string;
  readonly arn: string;
  readonly ip: string;
  readonly version: VersionName;
  readonly taskDefinition: string;
  readonly deploymentId: string;
  readonly createdAt: number;
  lastStatus: 'PROVISIONING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPED';
  startedAt?: number | undefined;
  stoppingAt?: number | undefined;
  stoppedAt?: number | undefined;
  stopCode?: 'TaskFailedToStart' | 'EssentialContainerExited' | 'ServiceSchedulerInitiated' | undefined;
  stoppedReason?: string | undefined;
  /** What its deployment has been told of its health. */
  noted?: 'good' | 'bad' | undefined;
}

export interface Deployment {
  readonly id: string;
  readonly taskDefinition: string;
  readonly createdAt: number;
  status: 'PRIMARY' | 'ACTIVE';
  updatedAt: number;
  rolloutState: DeploymentRolloutState;
  rolloutStateReason: string;
  failedTasks: number;
  /** Tasks in a row that did not reach RUNNING: what ECS backs off by. */
  failedStarts: number;
  launchNotBefore: number;
}

export interface CircuitBreaker {
  readonly enable: boolean;
  readonly rollback: boolean;
}

export interface EcsService {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly group: TargetGroup;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly circuitBreaker: CircuitBreaker;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  desiredCount: number;
  /** The newest first is PRIMARY. */
  deployments: Deployment[];
  tasks: Task[];
  /** The newest first. */
  events: ServiceEvent[];
  /** What the circuit breaker goes back to. */
  lastCompleted: string;
  /** No room in the cluster: nothing can be launched. */
  isFull: boolean;
}

export function primaryOf(service: EcsService): Deployment {
  const primary = service.deployments.find((deployment) => deployment.status === 'PRIMARY');
  if (primary === undefined) throw new Error(`service ${service.name} always has a primary deployment`);
  return primary;
}

/** Launched and not on its way out. */
export function isAlive(task: Task): boolean {
  return task.lastStatus === 'PROVISIONING' || task.lastStatus === 'RUNNING';
}

export function aliveTasks(service: EcsService, deployment?: Deployment): Task[] {
  return service.tasks.filter(
    (task) => isAlive(task) && (deployment === undefined || task.deploymentId === deployment.id),
  );
}

/** As the scheduler sees a task: worth counting on, known to be bad, or not yet known. */
export function conditionOf(task: Task, service: EcsService): 'good' | 'bad' | 'undecided' {
  if (task.lastStatus !== 'RUNNING') return 'undecided';
  const target = service.group.find(task.ip);
  if (target === undefined) return 'bad';
  // A group that no rule names is not checked: ECS has nothing against its targets.
  if (!service.group.isUsed) return 'good';
  if (target.state === 'initial') return 'undecided';
  return target.state === 'healthy' ? 'good' : 'bad';
}

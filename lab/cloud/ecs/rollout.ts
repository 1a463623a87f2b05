/** The life of a deployment: begun, completed, failed, taken back by the circuit breaker. */
import type { Random } from '../../random.ts';
import { aliveTasks, type Deployment, type EcsService, primaryOf } from './model.ts';
import { isSteady } from './schedule.ts';

export interface Rollout {
  readonly now: number;
  readonly random: Pick<Random, 'hex' | 'int'>;
}

/** Starts a deployment; the one before goes on as ACTIVE for as long as it has tasks. */
export function beginRollout(
  service: EcsService,
  taskDefinition: string,
  { now, random }: Rollout,
  reason?: string,
): void {
  const id = `ecs-svc/${random.int(1_000_000_000, 9_999_999_999)}${random.int(100_000_000, 999_999_999)}`;
  for (const deployment of service.deployments) deployment.status = 'ACTIVE';
  service.deployments.unshift({
    id,
    taskDefinition,
    createdAt: now,
    updatedAt: now,
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: reason ?? `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    failedStarts: 0,
    launchNotBefore: 0,
  });
}

/** Drops deployments without tasks and marks a steady one completed. */
export function reviewRollout(service: EcsService, rollout: Rollout): void {
  const primary = primaryOf(service);
  service.deployments = service.deployments.filter(
    (deployment) => deployment === primary || aliveTasks(service, deployment).length > 0,
  );
  if (primary.rolloutState !== 'IN_PROGRESS' || !isSteady(service)) return;
  primary.rolloutState = 'COMPLETED';
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
  primary.updatedAt = rollout.now;
  service.lastCompleted = primary.taskDefinition;
  tell(service, rollout, `(service ${service.name}) (deployment ${primary.id}) deployment completed.`);
  tell(service, rollout, `(service ${service.name}) has reached a steady state.`);
}

/** Half of the desired count, at least 3 and at most 200: the breaker's default threshold. */
function threshold(service: EcsService): number {
  return Math.min(200, Math.max(3, Math.ceil(service.desiredCount / 2)));
}

/** Counts a task that failed before its deployment was completed, and breaks the circuit where that is one too many. */
export function countFailure(
  service: EcsService,
  deployment: Deployment,
  why: string,
  rollout: Rollout,
): void {
  if (deployment.status !== 'PRIMARY' || deployment.rolloutState !== 'IN_PROGRESS') return;
  deployment.failedTasks += 1;
  const { enable, rollback } = service.circuitBreaker;
  if (!enable || deployment.failedTasks < threshold(service)) return;
  deployment.rolloutState = 'FAILED';
  deployment.rolloutStateReason = `ECS deployment circuit breaker: ${why}.`;
  deployment.updatedAt = rollout.now;
  tell(
    service,
    rollout,
    `(service ${service.name}) (deployment ${deployment.id}) deployment failed: ${why}.`,
  );
  if (!rollback || service.lastCompleted === deployment.taskDefinition) return;
  const reason = `ECS deployment circuit breaker: rolling back to deploymentId ${deployment.id}.`;
  beginRollout(service, service.lastCompleted, rollout, reason);
  tell(service, rollout, `(service ${service.name}) rolling back to deployment ${primaryOf(service).id}.`);
}

export function tell(service: EcsService, { now, random }: Rollout, message: string): void {
  service.events.unshift({ id: random.hex(16), createdAt: new Date(now), message });
  service.events.length = Math.min(service.events.length, 100);
}

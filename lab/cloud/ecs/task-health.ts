/** What the target groups' health says about deployments: failures counted once a task, success forgives earlier ones. */
import { aliveTasks, conditionOf, type EcsService, primaryOf, type Task } from './model.ts';
import { countFailure, type Rollout, tell } from './rollout.ts';

export function noteHealth(service: EcsService, rollout: Rollout): void {
  for (const task of aliveTasks(service)) {
    const condition = conditionOf(task, service);
    if (condition === 'undecided' || condition === task.noted) continue;
    task.noted = condition;
    if (condition === 'bad') noteFailure(service, task, rollout);
    // `resetOnHealthyTask`, on by default: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html
    else if (task.deploymentId === primaryOf(service).id) primaryOf(service).failedTasks = 0;
  }
}

function noteFailure(service: EcsService, task: Task, rollout: Rollout): void {
  const { arn, settings } = service.group;
  const what = `(service ${service.name}) (task ${task.id}) (port ${settings.port}) is unhealthy in (target-group ${arn})`;
  tell(service, rollout, `${what} due to (reason Health checks failed with these codes: [500]).`);
  const deployment = service.deployments.find((candidate) => candidate.id === task.deploymentId);
  if (deployment !== undefined) countFailure(service, deployment, 'tasks failed health checks', rollout);
}

/**
 * What the service scheduler would do next: how many tasks to launch and which to stop. Pure; it is asked again after
 * everything that happens. A replacement is started before an unhealthy task is stopped, where `maximumPercent` leaves
 * room, and once its replacement turns out no better, the older of the two goes:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-concepts.html
 *
 * Not modelled: zones, capacity providers, placement, the health-check grace period.
 */
import { aliveTasks, conditionOf, type Deployment, type EcsService, primaryOf, type Task } from './model.ts';

export interface Schedule {
  readonly launch: number;
  readonly stop: readonly Task[];
}

interface Sorted {
  readonly good: Task[];
  readonly bad: Task[];
  readonly undecided: Task[];
}

export function schedule(service: EcsService): Schedule {
  const primary = primaryOf(service);
  const own = sort(service, aliveTasks(service, primary));
  const excess = [...excessOf(service, own), ...outdated(service, primary)];
  const left = aliveTasks(service).length - excess.length;
  const missing = service.desiredCount - own.good.length - own.undecided.length;
  const room = tasksMax(service) - left;
  // Without room for a replacement first, one that is known to be bad makes way.
  const [oldestBad] = own.bad.filter((task) => !excess.includes(task));
  const makesWay = missing > 0 && room <= 0 && oldestBad !== undefined ? [oldestBad] : [];
  return { launch: Math.max(0, Math.min(missing, room + makesWay.length)), stop: [...excess, ...makesWay] };
}

/** Tasks of the primary deployment beyond the desired count: bad ones first, then the youngest. */
function excessOf(service: EcsService, { good, bad, undecided }: Sorted): Task[] {
  const badMax = Math.max(0, service.desiredCount - good.length);
  const badExcess = bad.slice(0, Math.max(0, bad.length - badMax));
  const others = [...good, ...undecided];
  const surplus = Math.max(0, others.length - service.desiredCount);
  return [...badExcess, ...(surplus > 0 ? others.slice(-surplus) : [])];
}

/** Tasks of older deployments that are no longer needed to keep `minimumHealthyPercent`. */
function outdated(service: EcsService, primary: Deployment): Task[] {
  const old = service.deployments.filter((deployment) => deployment !== primary);
  const { good, bad, undecided } = sort(
    service,
    old.flatMap((deployment) => aliveTasks(service, deployment)),
  );
  const goodNow = good.length + sort(service, aliveTasks(service, primary)).good.length;
  const spare = Math.max(
    0,
    goodNow - Math.ceil((service.desiredCount * service.minimumHealthyPercent) / 100),
  );
  return [...bad, ...undecided, ...good.slice(0, spare)];
}

function tasksMax(service: EcsService): number {
  return Math.max(1, Math.floor((service.desiredCount * service.maximumPercent) / 100));
}

function sort(service: EcsService, tasks: readonly Task[]): Sorted {
  const of = (condition: ReturnType<typeof conditionOf>) =>
    tasks.filter((task) => conditionOf(task, service) === condition);
  return { good: of('good'), bad: of('bad'), undecided: of('undecided') };
}

/** The rollout is done: nothing of an older deployment left and every task behind a healthy target. */
export function isSteady(service: EcsService): boolean {
  const alive = aliveTasks(service);
  if (service.deployments.length > 1 || alive.length !== service.desiredCount) return false;
  return alive.every((task) => service.group.isUsed && conditionOf(task, service) === 'good');
}

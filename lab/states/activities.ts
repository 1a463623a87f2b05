/** Activities: work that waits for a worker to ask for it, and workers that wait for work. */

import type { VirtualClock } from '../clock.ts';
import * as errors from './errors.ts';

/** One Task's work. Taking it starts its limits. */
export interface ActivityJob {
  readonly taskToken: string;
  readonly input: string;
  /** False once the state no longer waits for it. */
  isOpen(): boolean;
  take(workerName: string | undefined): void;
}

export interface Activity {
  readonly activityArn: string;
  readonly name: string;
  readonly creationDate: number;
}

/** Empty where no work came while the worker waited. */
export interface ActivityTask {
  readonly taskToken?: string;
  readonly input?: string;
}

interface Worker {
  readonly name: string | undefined;
  receive(task: ActivityTask): void;
}

interface Queue {
  readonly activity: Activity;
  readonly jobs: ActivityJob[];
  readonly workers: Worker[];
}

export class Activities {
  readonly #clock: VirtualClock;
  readonly #prefix: string;
  readonly #queues = new Map<string, Queue>();

  constructor({ clock, region, account }: { clock: VirtualClock; region: string; account: string }) {
    this.#clock = clock;
    this.#prefix = `arn:aws:states:${region}:${account}:activity:`;
  }

  /** An activity that is there already is answered as it is. */
  create(name: string): Activity {
    const activityArn = `${this.#prefix}${name}`;
    const known = this.#queues.get(activityArn);
    if (known !== undefined) return known.activity;
    const activity = { activityArn, name, creationDate: this.#clock.now() };
    this.#queues.set(activityArn, { activity, jobs: [], workers: [] });
    return activity;
  }

  delete(activityArn: string): void {
    const queue = this.#queues.get(activityArn);
    this.#queues.delete(activityArn);
    for (const worker of queue?.workers ?? []) worker.receive({});
  }

  describe(activityArn: string): Activity {
    return this.#queue(activityArn).activity;
  }

  list(): Activity[] {
    return [...this.#queues.values()].map(({ activity }) => activity);
  }

  /** False where there is no such activity. */
  schedule(activityArn: string, job: ActivityJob): boolean {
    const queue = this.#queues.get(activityArn);
    if (queue === undefined) return false;
    queue.jobs.push(job);
    match(queue);
    return true;
  }

  /** The next task of the activity, as soon as there is one; nothing when the worker gives up waiting. */
  poll(activityArn: string, name: string | undefined, signal?: AbortSignal): Promise<ActivityTask> {
    const queue = this.#queue(activityArn);
    return new Promise((resolve) => {
      const worker = { name, receive: resolve };
      queue.workers.push(worker);
      signal?.addEventListener('abort', () => {
        const index = queue.workers.indexOf(worker);
        if (index >= 0) queue.workers.splice(index, 1);
        resolve({});
      });
      match(queue);
    });
  }

  #queue(activityArn: string): Queue {
    const queue = this.#queues.get(activityArn);
    if (queue === undefined) throw errors.activityDoesNotExist(activityArn);
    return queue;
  }
}

function match({ jobs, workers }: Queue): void {
  while (jobs.length > 0 && workers.length > 0) {
    const job = jobs.shift();
    if (job?.isOpen() !== true) continue;
    const worker = workers.shift();
    job.take(worker?.name);
    worker?.receive({ taskToken: job.taskToken, input: job.input });
  }
}

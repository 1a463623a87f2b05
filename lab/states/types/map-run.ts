/**
 * The children of a distributed Map. They are executions of their own, so the parent's history shows only
 * the map run. Item readers, batches and result writers are not modelled.
 */

import type { Execution } from '../execution.ts';
import { StateFailure } from '../failure.ts';
import { Visit } from '../visit.ts';
import type { MapWork } from './iterations.ts';

const EXCEEDED = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

export async function runChildren(visit: Visit, work: MapWork): Promise<unknown[]> {
  const { branch, host } = visit;
  const label = visit.state.label ?? host.uuid();
  const arn = `${branch.execution.machine.arn.replace(':stateMachine:', ':mapRun:')}/${label}:${host.uuid()}`;
  branch.emit('MapRunStarted', () => ({ mapRunStartedEventDetails: { mapRunArn: arn } }));
  const outputs = await new MapRun(visit, work).run();
  branch.emit('MapRunSucceeded');
  branch.note('MapStateSucceeded');
  return outputs;
}

class MapRun {
  readonly #visit: Visit;
  readonly #work: MapWork;
  readonly #outputs: unknown[] = [];
  readonly #running = new Set<Execution>();
  #next = 0;
  #failed = 0;
  #isOver = false;

  constructor(visit: Visit, work: MapWork) {
    this.#visit = visit;
    this.#work = work;
  }

  /** The outputs in the order of the items; those of tolerated failures are left out. */
  async run(): Promise<unknown[]> {
    const { limit, items } = this.#work;
    const slots = Array.from({ length: Math.min(limit, items.length) }, () => this.#runOneAfterAnother());
    await Promise.all(slots);
    return this.#outputs.flat();
  }

  async #runOneAfterAnother(): Promise<void> {
    const { items } = this.#work;
    while (this.#next < items.length) {
      const index = this.#next;
      this.#next += 1;
      const child = await this.#child(index);
      if (child.status === 'SUCCEEDED') this.#outputs[index] = [child.output?.value];
      else this.#countFailure(index);
    }
  }

  #countFailure(index: number): void {
    this.#failed += 1;
    this.#outputs[index] = [];
    if (this.#isOver || !this.#work.tolerated.isExceeded(this.#failed, this.#work.items.length)) return;
    this.#isOver = true;
    this.#next = this.#work.items.length;
    for (const child of this.#running) child.end('ABORTED', {});
    this.#visit.branch.emit('MapRunFailed', () => ({ mapRunFailedEventDetails: EXCEEDED }));
    throw new StateFailure(EXCEEDED);
  }

  /** A child ends with its parent. */
  async #child(index: number): Promise<Execution> {
    const { branch, state, document } = this.#visit;
    const value = this.#work.items[index];
    const iteration = new Visit(branch.fork({ Index: index, Value: value }), state, document);
    const input = await this.#work.itemInput(iteration, value);
    branch.forget(iteration.branch);
    const child = branch.execution.child(this.#work.graph, input);
    this.#running.add(child);
    const callOff = branch.onCancel(() => {
      child.end('ABORTED', {});
    });
    return new Promise((resolve) => {
      child.whenOver(() => {
        this.#running.delete(child);
        callOff();
        resolve(child);
      });
      child.start();
    });
  }
}

/** The iterations of an inline Map, and the events that AWS writes about them. */

import type { Branch } from '../branch.ts';
import type { Document } from '../document.ts';
import type { StateFailure } from '../failure.ts';
import type { Graph } from '../graph.ts';
import { Visit } from '../visit.ts';
import { runStrand } from './fork.ts';
import type { Tolerance } from './tolerance.ts';

export interface MapWork {
  readonly graph: Graph;
  readonly items: readonly unknown[];
  readonly limit: number;
  /** Only a distributed Map tolerates failures. */
  readonly tolerated: Tolerance;
  itemInput(iteration: Visit, value: unknown): Promise<Document>;
}

export async function runIterations(visit: Visit, work: MapWork): Promise<unknown[]> {
  const outputs = await new Promise<unknown[]>((resolve, reject) => {
    new Iterations(visit, work, resolve, reject).start();
  });
  visit.branch.note('MapStateSucceeded');
  return outputs;
}

class Iterations {
  readonly #visit: Visit;
  readonly #work: MapWork;
  readonly #outputs: unknown[];
  readonly #resolve: (outputs: unknown[]) => void;
  readonly #reject: (thrown: unknown) => void;
  readonly #running = new Map<number, Branch>();
  #started = 0;
  #ended = 0;

  constructor(
    visit: Visit,
    work: MapWork,
    resolve: (outputs: unknown[]) => void,
    reject: (thrown: unknown) => void,
  ) {
    this.#visit = visit;
    this.#work = work;
    this.#outputs = Array.from<unknown>({ length: work.items.length });
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const first = Math.min(this.#work.limit, this.#work.items.length);
    if (first === 0) this.#resolve([]);
    for (let count = 0; count < first; count += 1) this.#begin(this.#visit.branch.lastEventId);
  }

  /** The next item, after the event of whatever made room for it. */
  #begin(previousEventId: number): void {
    const index = this.#started;
    this.#started += 1;
    const value = this.#work.items[index];
    const branch = this.#visit.branch.fork({ Index: index, Value: value });
    this.#running.set(index, branch);
    branch.lastEventId = previousEventId;
    this.#event(branch, 'Started', index, true);
    this.#run(branch, index, value).catch(this.#reject);
  }

  async #run(branch: Branch, index: number, value: unknown): Promise<void> {
    const iteration = new Visit(branch, this.#visit.state, this.#visit.document);
    iteration.enteredEventId = this.#visit.enteredEventId;
    const input = await this.#work.itemInput(iteration, value);
    if (branch.isCancelled) return;
    runStrand(
      { branch, graph: this.#work.graph, input },
      {
        ended: (_strand, output) => {
          this.#succeeded(branch, index, output);
        },
        failed: (_strand, failure) => {
          this.#failed(branch, index, failure);
        },
      },
      this.#reject,
    );
  }

  #succeeded(branch: Branch, index: number, output: Document): void {
    const { branch: parent } = this.#visit;
    this.#outputs[index] = output.value;
    this.#running.delete(index);
    parent.forget(branch);
    this.#ended += 1;
    parent.lastEventId = this.#event(branch, 'Succeeded', index, false);
    if (this.#started < this.#work.items.length) this.#begin(branch.lastEventId);
    else if (this.#ended === this.#work.items.length) this.#resolve(this.#outputs);
  }

  #failed(branch: Branch, failedIndex: number, failure: StateFailure): void {
    for (const [index, one] of this.#running) {
      one.abort();
      this.#visit.branch.note(
        `MapIteration${index === failedIndex ? 'Failed' : 'Aborted'}`,
        this.#details(index === failedIndex ? 'Failed' : 'Aborted', index),
        one.lastEventId,
      );
    }
    this.#visit.branch.lastEventId = branch.lastEventId;
    this.#reject(failure);
  }

  #event(branch: Branch, what: string, index: number, isFollowed: boolean): number {
    const details = this.#details(what, index);
    const type = `MapIteration${what}`;
    return isFollowed ? branch.emit(type, details) : branch.note(type, details);
  }

  #details(what: string, index: number) {
    const { name } = this.#visit.state;
    return () => ({ [`mapIteration${what}EventDetails`]: { name, index } });
  }
}

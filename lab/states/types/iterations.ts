/** The iterations of an inline Map, and the events that AWS writes about them. */

import type { Branch } from '../branch.ts';
import type { Document } from '../document.ts';
import type { StateFailure } from '../failure.ts';
import type { Graph } from '../graph.ts';
import { type Forked, Visit } from '../visit.ts';
import { runStrand, takeRedriven } from './fork.ts';
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
  readonly #forked: Forked;
  readonly #redriven: Forked | undefined;
  readonly #resolve: (outputs: unknown[]) => void;
  readonly #reject: (thrown: unknown) => void;
  readonly #running = new Map<number, Branch>();
  /** Numbers of the items that have not begun. */
  readonly #waiting: number[];

  constructor(
    visit: Visit,
    work: MapWork,
    resolve: (outputs: unknown[]) => void,
    reject: (thrown: unknown) => void,
  ) {
    this.#visit = visit;
    this.#work = work;
    this.#redriven = takeRedriven(visit, work.items.length);
    this.#forked = visit.forked ?? { outputs: new Map(), branches: new Map() };
    this.#waiting = [...work.items.keys()].filter((index) => !this.#forked.outputs.has(index)).toReversed();
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const first = Math.min(this.#work.limit, this.#waiting.length);
    if (first === 0) this.#resolve([]);
    for (let count = 0; count < first; count += 1) this.#begin(this.#visit.branch.lastEventId);
  }

  /** The next item, after the event of whatever made room for it. */
  #begin(previousEventId: number): void {
    const index = this.#waiting.pop() ?? 0;
    const value = this.#work.items[index];
    const branch = this.#visit.branch.fork({ Index: index, Value: value });
    this.#running.set(index, branch);
    this.#forked.branches.set(index, branch);
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
      { branch, graph: this.#work.graph, input, ended: this.#redriven?.branches.get(index)?.visit },
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
    const { outputs } = this.#forked;
    outputs.set(index, output.value);
    this.#running.delete(index);
    parent.forget(branch);
    parent.lastEventId = this.#event(branch, 'Succeeded', index, false);
    if (this.#waiting.length > 0) this.#begin(branch.lastEventId);
    else if (outputs.size === this.#work.items.length) {
      this.#resolve(this.#work.items.map((_, at) => outputs.get(at)));
    }
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

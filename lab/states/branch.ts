/**
 * One thread of states: the execution's own, a branch of a Parallel or an iteration of a Map. It remembers
 * its last event, its variables and whatever it waits for; cancelling it forgets the latter.
 */

import type { Entry } from '../clock.ts';
import type { MapItem } from './context.ts';
import type { Document } from './document.ts';
import type { Execution } from './execution.ts';
import { Cancelled } from './failure.ts';
import type { Graph } from './graph.ts';
import type { Details } from './history.ts';
import { Scope } from './scope.ts';
import { performState, Visit, visitState } from './visit.ts';

/** The types for which AWS has an event `…StateAborted`. */
const ABORTABLE = new Set(['Task', 'Wait', 'Parallel', 'Map']);

export class Branch {
  readonly execution: Execution;
  readonly mapItem: MapItem | undefined;
  readonly scope: Scope;
  lastEventId: number;
  isCancelled = false;
  /** The state that the branch is in; undefined between states and after the last. */
  visit: Visit | undefined;
  readonly #children = new Set<Branch>();
  readonly #entries = new Set<Entry>();

  constructor(execution: Execution, origin?: { parent: Branch; mapItem?: MapItem | undefined }) {
    this.execution = execution;
    this.mapItem = origin?.mapItem ?? origin?.parent.mapItem;
    this.scope = new Scope(origin?.parent.scope);
    this.lastEventId = origin?.parent.lastEventId ?? 0;
  }

  fork(mapItem?: MapItem): Branch {
    const child = new Branch(this.execution, { parent: this, mapItem });
    this.#children.add(child);
    return child;
  }

  run(graph: Graph, input: Document): Promise<Document> {
    return this.#walk(graph, graph.startAt, input);
  }

  /** From a state on that another branch was in when it ended, without entering it again. */
  async resume(graph: Graph, ended: Visit): Promise<Document> {
    this.scope.assign(ended.scope.all());
    this.visit = new Visit(this, ended.state, ended.document);
    this.visit.enteredEventId = ended.enteredEventId;
    this.visit.redriven = ended.forked;
    const { output, next } = await performState(this.visit);
    this.visit = undefined;
    return this.#walk(graph, next, output);
  }

  async #walk(graph: Graph, from: string | undefined, input: Document): Promise<Document> {
    let document = input;
    let next = from;
    while (next !== undefined) {
      const state = graph.states.get(next);
      if (state === undefined) throw new Error(`no state named ${next}`);
      this.visit = new Visit(this, state, document);
      const leaving = await visitState(this.visit);
      this.visit = undefined;
      document = leaving.output;
      next = leaving.next;
    }
    return document;
  }

  /** Writes an event that follows the branch's last one, and is now the last. */
  emit(type: string, details?: Details): number {
    this.lastEventId = this.note(type, details);
    return this.lastEventId;
  }

  /** Writes an event that later events do not refer to. */
  note(type: string, details?: Details, previousEventId = this.lastEventId): number {
    if (this.isCancelled) throw new Cancelled();
    return this.execution.record(type, previousEventId, details);
  }

  /** An action in virtual time, which a cancelled branch does not take. */
  after(milliseconds: number, action: () => void): Entry {
    const entry = this.execution.host.clock.after(milliseconds, () => {
      this.#entries.delete(entry);
      action();
    });
    this.#entries.add(entry);
    return {
      cancel: () => {
        this.#entries.delete(entry);
        entry.cancel();
      },
    };
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });
  }

  /** Something else that ends with the branch; what comes back calls that off. */
  onCancel(cancel: () => void): () => void {
    const entry = { cancel };
    this.#entries.add(entry);
    return () => this.#entries.delete(entry);
  }

  /** Cancels with the events that AWS writes for states which are stopped halfway. */
  abort(): void {
    for (const child of this.#children) child.abort();
    if (this.isCancelled) return;
    const type = this.visit?.state.type;
    if (type !== undefined && ABORTABLE.has(type)) this.emit(`${type}StateAborted`);
    this.cancel();
  }

  /** Work that was started outside goes on; nobody listens to it any more. */
  cancel(): void {
    this.isCancelled = true;
    for (const entry of this.#entries) entry.cancel();
    this.#entries.clear();
    for (const child of this.#children) child.cancel();
    this.#children.clear();
  }

  forget(child: Branch): void {
    this.#children.delete(child);
  }
}

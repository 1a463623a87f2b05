/** Runs branches side by side until all have ended or one has failed. */

import type { Branch } from '../branch.ts';
import type { Document } from '../document.ts';
import { Cancelled, StateFailure } from '../failure.ts';
import type { Graph } from '../graph.ts';
import type { Forked, Visit } from '../visit.ts';

export interface Strand {
  readonly branch: Branch;
  readonly graph: Graph;
  readonly input: Document;
  /** Where it ended the last time, for one that a redrive goes on with. */
  readonly ended?: Visit | undefined;
}

/**
 * What an earlier attempt has come to, for a redrive: what succeeded is not run again. Undefined where everything is to
 * run, as it is where all had succeeded and the state failed by itself.
 */
export function takeRedriven(visit: Visit, count: number): Forked | undefined {
  const { redriven } = visit;
  visit.redriven = undefined;
  visit.forked = { outputs: new Map(), branches: new Map() };
  if (redriven === undefined || redriven.outputs.size === count) return undefined;
  for (const [index, output] of redriven.outputs) visit.forked.outputs.set(index, output);
  return redriven;
}

/** Called in the order in which things happen; what they throw fails the state. */
export interface ForkListener {
  ended(strand: Strand, output: Document): void;
  failed(strand: Strand, failure: StateFailure): void;
}

/** Runs one strand. A cancelled one never calls back. */
export function runStrand(strand: Strand, listener: ForkListener, reject: (thrown: unknown) => void): void {
  const settle = (act: () => void) => {
    if (strand.branch.isCancelled) return;
    try {
      act();
    } catch (thrown) {
      reject(thrown);
    }
  };
  const succeed = (output: Document) => {
    settle(() => {
      listener.ended(strand, output);
    });
  };
  const fail = (thrown: unknown) => {
    if (thrown instanceof Cancelled) return;
    settle(() => {
      // A terminal failure ends the execution; nothing is written about the branches.
      if (!(thrown instanceof StateFailure) || thrown.failure.isTerminal === true) throw thrown;
      listener.failed(strand, thrown);
    });
  };
  // oxlint-disable-next-line promise/always-return -- the listener has no result
  begun(strand).then(succeed, fail);
}

function begun({ branch, graph, input, ended }: Strand): Promise<Document> {
  return ended === undefined ? branch.run(graph, input) : branch.resume(graph, ended);
}

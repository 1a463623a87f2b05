/**
 * Parallel: all branches at once; the first failure stops the others. Work that they have started outside
 * goes on, and nobody hears of its result.
 */

import type { Compilation, Definition } from '../compile.ts';
import { Document } from '../document.ts';
import type { Behaviour, Graph } from '../graph.ts';
import type { Visit } from '../visit.ts';
import { runStrand, takeRedriven } from './fork.ts';
import { leave, transition } from './leave.ts';
import { mocked } from './mocked.ts';

export function compileParallel(definition: Definition, compilation: Compilation): Behaviour {
  const flow = compilation.dialect.flow(definition, compilation);
  const branches = Array.isArray(definition['Branches']) ? definition['Branches'] : [];
  const graphs = branches.map((branch, index) =>
    compilation.graph(branch, `${compilation.at}/Branches[${index}]`),
  );
  const next = transition(definition);
  return {
    async perform(visit) {
      const input = new Document(await flow.enter(visit));
      visit.branch.emit('ParallelStateStarted');
      const result = mocked(visit) ?? (await runBranches(visit, graphs, input));
      visit.branch.note('ParallelStateSucceeded');
      visit.result = result;
      return leave(visit, flow, result, next);
    },
  };
}

function runBranches(visit: Visit, graphs: readonly Graph[], input: Document): Promise<unknown[]> {
  const { branch } = visit;
  const redriven = takeRedriven(visit, graphs.length);
  const { outputs = new Map<number, unknown>(), branches } = visit.forked ?? {};
  const strands = graphs.flatMap((graph, index) =>
    outputs.has(index)
      ? []
      : [{ index, graph, input, branch: branch.fork(), ended: redriven?.branches.get(index)?.visit }],
  );
  for (const strand of strands) branches?.set(strand.index, strand.branch);
  return new Promise((resolve, reject) => {
    for (const strand of strands) {
      const listener: Parameters<typeof runStrand>[1] = {
        ended(_strand, output) {
          outputs.set(strand.index, output.value);
          branch.lastEventId = strand.branch.lastEventId;
          branch.forget(strand.branch);
          if (outputs.size === graphs.length) resolve(graphs.map((_, index) => outputs.get(index)));
        },
        failed(_strand, failure) {
          for (const one of strands) one.branch.abort();
          branch.lastEventId = strand.branch.lastEventId;
          reject(failure);
        },
      };
      runStrand(strand, listener, reject);
    }
  });
}

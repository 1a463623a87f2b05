/** Map: one iteration per item, at most MaxConcurrency at a time. The first failure stops the others. */

import type { Compilation, Definition } from '../compile.ts';
import type { Reader } from '../dialect.ts';
import { Document } from '../document.ts';
import type { Behaviour } from '../graph.ts';
import type { Visit } from '../visit.ts';
import { runIterations } from './iterations.ts';
import { leave, transition } from './leave.ts';
import { runChildren } from './map-run.ts';
import { wholeNumber } from './number.ts';

export function compileMap(definition: Definition, compilation: Compilation): Behaviour {
  const { dialect, at } = compilation;
  // In a Map, Parameters is the older name of ItemSelector.
  const flow = dialect.flow({ ...definition, Parameters: undefined }, compilation);
  const processor = definition['ItemProcessor'] ?? definition['Iterator'];
  const graph = compilation.graph(processor, `${at}/ItemProcessor`);
  const items = compileItems(definition, compilation);
  const concurrency = wholeNumber(definition, 'MaxConcurrency', compilation);
  const selector =
    dialect.template(definition, 'ItemSelector', compilation) ??
    dialect.template(definition, 'Parameters', compilation);
  const run = isDistributed(processor) ? runChildren : runIterations;
  const next = transition(definition);
  return {
    async perform(visit) {
      const input = await flow.enter(visit);
      const limit = await concurrency(visit, input);
      const list = await items(visit, input);
      visit.branch.emit('MapStateStarted', () => ({ mapStateStartedEventDetails: { length: list.length } }));
      const result = await run(visit, {
        graph,
        items: list,
        limit: limit === undefined || limit === 0 ? list.length : limit,
        itemInput: (iteration, value) => itemInput(selector, iteration, input, value),
      });
      visit.result = result;
      return leave(visit, flow, result, next);
    },
  };
}

function compileItems(definition: Definition, compilation: Compilation) {
  const { dialect } = compilation;
  const read = dialect.reader(definition, 'Items', compilation);
  return async (visit: Visit, input: unknown): Promise<readonly unknown[]> => {
    const isGiven = 'Items' in definition || 'ItemsPath' in definition;
    const value = isGiven ? await read(visit, input) : input;
    if (!Array.isArray(value)) throw dialect.wrongValue('Items', value, definition, 'array');
    return value;
  };
}

/** The selector sees the iteration's context and the state's input. */
async function itemInput(selector: Reader | undefined, iteration: Visit, input: unknown, value: unknown) {
  return new Document(selector === undefined ? value : await selector(iteration, input));
}

function isDistributed(processor: unknown): boolean {
  const { ProcessorConfig: config } = (processor ?? {}) as { ProcessorConfig?: { Mode?: unknown } };
  return config?.Mode === 'DISTRIBUTED';
}

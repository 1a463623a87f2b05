/** Map: one iteration per item, at most MaxConcurrency at a time. The first failure stops the others. */

import type { Compilation, Definition } from '../compile.ts';
import type { Reader } from '../dialect.ts';
import { Document } from '../document.ts';
import type { Behaviour } from '../graph.ts';
import type { Visit } from '../visit.ts';
import { runIterations } from './iterations.ts';
import { leave, transition } from './leave.ts';
import { runChildren } from './map-run.ts';
import { mocked } from './mocked.ts';
import { wholeNumber } from './number.ts';
import { compileTolerance } from './tolerance.ts';

/** AWS runs no more iterations of an inline Map side by side, and lets a distributed one have so many. */
const INLINE_CONCURRENCY_MAX = 40;
const DISTRIBUTED_CONCURRENCY_MAX = 10_000;

export function compileMap(definition: Definition, compilation: Compilation): Behaviour {
  const { dialect, at } = compilation;
  // In a Map, Parameters is the older name of ItemSelector.
  const flow = dialect.flow({ ...definition, Parameters: undefined }, compilation);
  const name = 'ItemProcessor' in definition ? 'ItemProcessor' : 'Iterator';
  const processor = definition[name];
  const graph = processor === undefined ? undefined : compilation.graph(processor, `${at}/${name}`);
  const items = compileItems(definition, compilation);
  const concurrency = wholeNumber(definition, 'MaxConcurrency', compilation);
  const tolerance = compileTolerance(definition, compilation);
  const selector =
    dialect.template(definition, 'ItemSelector', compilation) ??
    dialect.template(definition, 'Parameters', compilation);
  const isRun = isDistributed(processor);
  refuseReaders(definition, compilation, isRun);
  const most = isRun ? DISTRIBUTED_CONCURRENCY_MAX : INLINE_CONCURRENCY_MAX;
  const next = transition(definition);
  return {
    async perform(visit) {
      const input = await flow.enter(visit);
      const limit = await concurrency(visit, input);
      const list = await items(visit, input);
      visit.branch.emit('MapStateStarted', () => ({ mapStateStartedEventDetails: { length: list.length } }));
      const tolerated = await tolerance(visit, input);
      const run = isRun ? runChildren : runIterations;
      const result =
        mocked(visit) ??
        (await run(visit, {
          graph: graph ?? { startAt: '', states: new Map<string, never>() },
          items: list,
          limit: Math.min(limit === undefined || limit === 0 ? most : limit, most),
          tolerated,
          itemInput: (iteration, value) => itemInput(selector, iteration, input, value),
        }));
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

function refuseReaders(definition: Definition, { at, problem }: Compilation, isRun: boolean): void {
  for (const field of ['ItemReader', 'ItemBatcher', 'ResultWriter']) {
    if (!(field in definition)) continue;
    problem(
      isRun
        ? `The lab does not play '${field}': give the Map its items as an array`
        : `Field '${field}' is only supported when ProcessorConfig Mode is DISTRIBUTED`,
      at,
    );
  }
}

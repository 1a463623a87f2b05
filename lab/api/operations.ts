/** Every operation that is served, by AWS's name. Versions, aliases and map runs are not: AWS's answer to an unknown one. */
import type { Operation } from './operation.ts';
import * as executions from './operations/executions.ts';
import * as history from './operations/history.ts';
import * as stateMachines from './operations/state-machines.ts';
import * as tags from './operations/tags.ts';
import * as tasks from './operations/tasks.ts';
import * as testState from './operations/test-state.ts';

export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>(
  Object.entries({ ...executions, ...history, ...stateMachines, ...tags, ...tasks, ...testState }),
);

/**
 * The children of a distributed Map. They are executions of their own, so the parent's history shows only
 * the map run. Item readers, batches, tolerated failures and result writers are not modelled.
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
  const arn = `${branch.execution.machine.arn.replace(':stateMachine:', ':mapRun:')}/${host.uuid()}:${host.uuid()}`;
  branch.emit('MapRunStarted', () => ({ mapRunStartedEventDetails: { mapRunArn: arn } }));
  const outputs = Array.from<unknown>({ length: work.items.length });
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < work.items.length) {
      const index = next;
      next += 1;
      outputs[index] = await runChild(visit, work, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(work.limit, work.items.length) }, worker));
  const runEnd = branch.note('MapRunSucceeded');
  branch.note('MapStateSucceeded', undefined, runEnd);
  return outputs;
}

async function runChild(visit: Visit, work: MapWork, index: number): Promise<unknown> {
  const { branch } = visit;
  const value = work.items[index];
  const iteration = new Visit(branch.fork({ Index: index, Value: value }), visit.state, visit.document);
  const input = await work.itemInput(iteration, value);
  branch.forget(iteration.branch);
  const child = await ended(visit, work, input);
  if (child.status === 'SUCCEEDED') return child.output?.value;
  branch.emit('MapRunFailed', () => ({ mapRunFailedEventDetails: EXCEEDED }));
  throw new StateFailure(EXCEEDED);
}

/** A child ends with its parent. */
function ended(visit: Visit, work: MapWork, input: Execution['input']): Promise<Execution> {
  return new Promise((resolve) => {
    const child = visit.branch.execution.child(work.graph, input, resolve);
    visit.branch.onCancel(() => {
      child.end('ABORTED', {});
    });
    child.start();
  });
}

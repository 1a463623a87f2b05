/** Task: hands work to the host and waits for its end. It knows Lambda's events; all else is a service. */

import type { Compilation, Definition } from '../compile.ts';
import type { Reader } from '../dialect.ts';
import { sent } from '../document.ts';
import { dataLimitExceeded, StateFailure } from '../failure.ts';
import type { Behaviour } from '../graph.ts';
import { failureDetails, outputDetails } from '../history.ts';
import { exceedsPayload } from '../limits.ts';
import { attempt, type Settlement } from '../tasks/attempt.ts';
import { eventDetails, type Limits, type Resource, resourceOf } from '../tasks/resource.ts';
import type { Visit } from '../visit.ts';
import { leave, transition } from './leave.ts';
import { wholeNumber } from './number.ts';

export function compileTask(definition: Definition, compilation: Compilation): Behaviour {
  const flow = compilation.dialect.flow(definition, compilation);
  const limits = compileLimits(definition, compilation);
  const credentials = compilation.dialect.template(definition, 'Credentials', compilation);
  const resource = resourceOf(String(definition['Resource']));
  const next = transition(definition);
  return {
    async perform(visit) {
      // A retry gets a token of its own.
      if (resource.pattern === 'token')
        visit.taskToken = visit.branch.execution.tokens.make(visit.host.uuid());
      const args = await flow.enter(visit);
      const settlement = await work(visit, resource, args, await limits(visit), credentials);
      visit.result = finish(visit, resource, settlement);
      return leave(visit, flow, visit.result, next);
    },
  };
}

function compileLimits(definition: Definition, compilation: Compilation): (visit: Visit) => Promise<Limits> {
  const timeout = wholeNumber(definition, 'TimeoutSeconds', compilation);
  const heartbeat = wholeNumber(definition, 'HeartbeatSeconds', compilation);
  return async (visit) => {
    const timeoutInSeconds = await timeout(visit, visit.input);
    const heartbeatInSeconds = await heartbeat(visit, visit.input);
    return {
      ...(timeoutInSeconds === undefined ? {} : { timeoutInSeconds }),
      ...(heartbeatInSeconds === undefined ? {} : { heartbeatInSeconds }),
    };
  };
}

async function work(
  visit: Visit,
  resource: Resource,
  args: unknown,
  limits: Limits,
  credentials: Reader | undefined,
): Promise<Settlement> {
  const { branch } = visit;
  const role = await credentials?.(visit, visit.input);
  const { value, text } = sent(args);
  branch.emit(`${resource.prefix}Scheduled`, () =>
    eventDetails(resource, 'Scheduled', resource.scheduled(text, limits, visit.host, role)),
  );
  if (resource.prefix !== 'Activity') started(visit, resource, {});
  const { mock } = branch.execution;
  if (mock !== undefined)
    return 'output' in mock ? { kind: 'succeeded', ...mock } : { kind: 'failed', ...mock };
  return attempt(visit, {
    resource,
    args: value,
    text,
    limits,
    submitted: (output) => {
      if (resource.prefix !== 'Task') return;
      branch.emit('TaskSubmitted', () =>
        eventDetails(resource, 'Submitted', outputDetails(JSON.stringify(output))),
      );
    },
    taken: (workerName) => {
      started(visit, resource, workerName === undefined ? {} : { workerName });
    },
  });
}

function started(visit: Visit, resource: Resource, details: object): void {
  visit.branch.emit(`${resource.prefix}Started`, () =>
    resource.prefix === 'LambdaFunction' ? {} : eventDetails(resource, 'Started', details),
  );
}

/** Writes how the work ended and returns its result, or throws what it failed with. */
function finish(visit: Visit, resource: Resource, settlement: Settlement): unknown {
  if (settlement.kind !== 'succeeded') {
    const what = settlement.kind === 'failed' ? 'Failed' : 'TimedOut';
    return fail(visit, resource, what, settlement);
  }
  const { value, text } = sent(settlement.output);
  if (exceedsPayload(text)) return fail(visit, resource, 'Failed', dataLimitExceeded(resource.label));
  visit.branch.emit(`${resource.prefix}Succeeded`, () =>
    eventDetails(resource, 'Succeeded', outputDetails(text)),
  );
  return value;
}

function fail(
  visit: Visit,
  resource: Resource,
  what: 'Failed' | 'TimedOut',
  { error, cause }: { error?: string | undefined; cause?: string | undefined },
): never {
  visit.branch.emit(`${resource.prefix}${what}`, () =>
    eventDetails(resource, what, failureDetails({ error, cause })),
  );
  throw new StateFailure({ error, cause });
}

/** Task: hands work to the host and waits for its end. It knows Lambda's events; all else is a service. */

import type { Compilation, Definition } from '../compile.ts';
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
  const timeout = wholeNumber(definition, 'TimeoutSeconds', compilation);
  const heartbeat = wholeNumber(definition, 'HeartbeatSeconds', compilation);
  const resource = resourceOf(String(definition['Resource']));
  if (!String(definition['Resource']).startsWith('arn:')) {
    compilation.problem(
      'SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN',
      `${compilation.at}/Resource`,
    );
  }
  const next = transition(definition);
  return {
    async perform(visit) {
      // A retry gets a token of its own.
      if (resource.hasToken) visit.taskToken = visit.host.uuid();
      const args = await flow.enter(visit);
      const timeoutInSeconds = await timeout(visit, visit.input);
      const heartbeatInSeconds = await heartbeat(visit, visit.input);
      const settlement = await work(visit, resource, args, {
        ...(timeoutInSeconds === undefined ? {} : { timeoutInSeconds }),
        ...(heartbeatInSeconds === undefined ? {} : { heartbeatInSeconds }),
      });
      visit.result = finish(visit, resource, settlement);
      return leave(visit, flow, visit.result, next);
    },
  };
}

function work(visit: Visit, resource: Resource, args: unknown, limits: Limits): Promise<Settlement> {
  const { branch } = visit;
  const request = sent(args);
  branch.emit(`${resource.prefix}Scheduled`, () =>
    eventDetails(resource, 'Scheduled', resource.scheduled(request.text, limits, visit.host)),
  );
  branch.emit(`${resource.prefix}Started`, () =>
    resource.prefix === 'Task' ? eventDetails(resource, 'Started', {}) : {},
  );
  return attempt(visit, resource, request.value, limits, {
    submitted: (output) => {
      if (resource.prefix !== 'Task') return;
      const answer = resource.result(output, visit.host);
      branch.emit('TaskSubmitted', () =>
        eventDetails(resource, 'Submitted', outputDetails(JSON.stringify(answer))),
      );
    },
  });
}

/** Writes how the work ended and returns its result, or throws what it failed with. */
function finish(visit: Visit, resource: Resource, settlement: Settlement): unknown {
  const { branch, host } = visit;
  if (settlement.kind !== 'succeeded') {
    const what = settlement.kind === 'failed' ? 'Failed' : 'TimedOut';
    return fail(visit, resource, what, settlement);
  }
  // The answer to a token is the result as it stands.
  const { output } = settlement;
  const { value, text } = sent(resource.hasToken ? output : resource.result(output, host));
  if (exceedsPayload(text)) return fail(visit, resource, 'Failed', dataLimitExceeded(resource.label));
  branch.emit(`${resource.prefix}Succeeded`, () => eventDetails(resource, 'Succeeded', outputDetails(text)));
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

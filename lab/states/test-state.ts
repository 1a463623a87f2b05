/**
 * TestState: one state on its own, with its work mocked where the caller likes. Not modelled: checks of a mock's shape,
 * HTTP requests and responses, iterations of a Map.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 */

import { Branch } from './branch.ts';
import { compileMachine } from './compile-machine.ts';
import { Document, isRecord } from './document.ts';
import * as errors from './errors.ts';
import { Execution, type ExecutionServices } from './execution.ts';
import type { CompiledState, Machine } from './graph.ts';
import type { TaskOutcome } from './host.ts';
import { parseInput } from './json-input.ts';
import { parsedDefinition } from './machines.ts';
import { matches } from './matching.ts';
import type { Problem } from './problems.ts';
import { Retries } from './retry.ts';
import { resourceOf } from './tasks/resource.ts';
import { caught, exit, failureOf, Visit } from './visit.ts';

export interface StateTest {
  /** A state, or a machine of which `stateName` is tested. JSON text or its value. */
  readonly definition: unknown;
  readonly stateName?: string;
  /** JSON text. */
  readonly input?: string;
  readonly roleArn?: string;
  /** JSON text of an object. */
  readonly variables?: string;
  /** What the state's work comes to: JSON text, or an error. */
  readonly mock?: {
    readonly result?: string;
    readonly errorOutput?: { readonly error?: string; readonly cause?: string };
  };
  /** How often the matching retrier has been used already. */
  readonly retrierRetryCount?: number;
  /** JSON text of what to put into the context object. */
  readonly context?: string;
}

export interface StateTestResult {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  readonly inspectionData: {
    readonly input: string;
    /** JSON text by step: afterInputPath, afterParameters, afterArguments, afterResultSelector, afterResultPath. */
    readonly [step: `after${string}`]: string;
    readonly result?: string;
    readonly variables?: string;
    readonly errorDetails?: {
      readonly catchIndex?: number;
      readonly retryIndex?: number;
      readonly retryBackoffIntervalSeconds?: number;
    };
  };
}

const NAME = 'StateName';
/** No test lasts longer. */
const SECONDS_MAX = 300;

export async function testState(services: ExecutionServices, test: StateTest): Promise<StateTestResult> {
  const { state, name, resource } = compiled(test);
  const mock = mockOf(test);
  if (mock === undefined) refuseUnmocked(state.type, resource);
  const { host } = services;
  const arn = `arn:aws:states:${host.region}:${host.account}:stateMachine:TestState`;
  const machine: Machine = {
    arn,
    name: 'TestState',
    type: 'STANDARD',
    roleArn: test.roleArn ?? `arn:aws:iam::${host.account}:role/TestState`,
    definition: test.definition,
    graph: { startAt: name, states: new Map([[name, state]]) },
    timeoutSeconds: undefined,
    creationDate: host.clock.now(),
    revisionId: undefined,
  };
  const text = test.input ?? '{}';
  const input = new Document(parseInput(text), text);
  const silent: ExecutionServices = {
    ...services,
    onEvent: () => undefined,
    onEnd: () => undefined,
    mock,
    testContext: test.context === undefined ? undefined : objectOf('context', test.context),
  };
  const branch = new Branch(new Execution(silent, machine, host.uuid(), input));
  if (test.variables !== undefined) branch.scope.assign(objectOf('variables', test.variables));
  const visit = new Visit(branch, state, input);
  visit.inspected = {};
  return within(visit, perform(visit, test));
}

function within(visit: Visit, result: Promise<StateTestResult>): Promise<StateTestResult> {
  return new Promise((resolve, reject) => {
    const limit = visit.host.clock.after(SECONDS_MAX * 1000, () => {
      visit.branch.cancel();
      resolve({ status: 'FAILED', error: 'States.Timeout', inspectionData: inspected(visit) });
    });
    result.then(resolve, reject).finally(() => {
      limit.cancel();
    });
  });
}

async function perform(visit: Visit, test: StateTest): Promise<StateTestResult> {
  try {
    const leaving = await visit.state.perform(visit);
    exit(visit, leaving);
    return {
      status: 'SUCCEEDED',
      output: leaving.output.text,
      ...(leaving.next === undefined ? {} : { nextState: leaving.next }),
      inspectionData: inspected(visit),
    };
  } catch (thrown) {
    return failed(visit, test, thrown);
  }
}

async function failed(visit: Visit, test: StateTest, thrown: unknown): Promise<StateTestResult> {
  const failure = failureOf(visit, thrown);
  const { error, cause } = failure;
  const why = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  const { retriers, catchers } = visit.state;
  const index =
    failure.isTerminal === true ? -1 : retriers.findIndex((one) => matches(one.ErrorEquals, error));
  const retries = new Retries(retriers, index, test.retrierRetryCount ?? 0);
  const delay = index < 0 ? undefined : retries.next(error, () => visit.host.random());
  if (delay !== undefined) {
    const errorDetails = { retryIndex: index, retryBackoffIntervalSeconds: delay };
    return { status: 'RETRIABLE', ...why, inspectionData: { ...inspected(visit), errorDetails } };
  }
  const catchIndex = catchers.findIndex((one) => matches(one.errorEquals, error));
  if (failure.isTerminal === true || catchIndex < 0) {
    return { status: 'FAILED', ...why, inspectionData: inspected(visit) };
  }
  const leaving = await caught(visit, failure);
  exit(visit, leaving);
  return {
    status: 'CAUGHT_ERROR',
    ...why,
    output: leaving.output.text,
    ...(leaving.next === undefined ? {} : { nextState: leaving.next }),
    inspectionData: { ...inspected(visit), errorDetails: { catchIndex } },
  };
}

function inspected({ document, result, scope, inspected: steps }: Visit) {
  const variables = scope.all();
  return {
    input: document.text,
    ...Object.fromEntries(Object.entries(steps ?? {}).map(([step, value]) => [step, JSON.stringify(value)])),
    ...(result === undefined ? {} : { result: JSON.stringify(result) }),
    ...(Object.keys(variables).length === 0 ? {} : { variables: JSON.stringify(variables) }),
  };
}

function compiled({ definition: given, stateName }: StateTest): {
  state: CompiledState;
  name: string;
  resource: unknown;
} {
  const definition = parsedDefinition(given);
  const whole = isRecord(definition) && 'States' in definition ? definition : undefined;
  if (whole === undefined && stateName !== undefined) {
    throw errors.validationException('stateName needs a definition with States');
  }
  const name = stateName ?? NAME;
  const found = whole === undefined ? definition : find(whole, name);
  if (found === undefined) throw errors.validationException(`State not found in definition: ${name}`);
  const problems: Problem[] = [];
  const language = whole?.['QueryLanguage'];
  const machine = {
    ...(language === undefined ? {} : { QueryLanguage: language }),
    StartAt: name,
    States: { [name]: found },
  };
  const state = compileMachine(machine, problems, 'STANDARD').states.get(name);
  // Where it leads to is not part of the test.
  const real = problems.filter(({ code }) => code.startsWith('SCHEMA') || code.includes('JSONATA'));
  if (real.length > 0 || state === undefined) throw new errors.InvalidDefinition(real);
  return { state, name, resource: isRecord(found) ? found['Resource'] : undefined };
}

/** A state anywhere in a machine, its branches and processors. */
function find(machine: unknown, name: string): unknown {
  if (!isRecord(machine)) return undefined;
  const states = isRecord(machine['States']) ? machine['States'] : {};
  if (Object.hasOwn(states, name)) return states[name];
  for (const state of Object.values(states).filter(isRecord)) {
    const branches: unknown[] = Array.isArray(state['Branches']) ? state['Branches'] : [];
    for (const inner of [...branches, state['ItemProcessor'], state['Iterator']]) {
      const found = find(inner, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function mockOf({ mock }: StateTest): TaskOutcome | undefined {
  if (mock === undefined) return undefined;
  const { result, errorOutput } = mock;
  if (result !== undefined && errorOutput !== undefined) {
    throw errors.validationException(
      'A test mock should have only one of the following fields: [result, errorOutput].',
    );
  }
  if (errorOutput !== undefined) return { error: errorOutput.error ?? '', cause: errorOutput.cause ?? '' };
  return { output: parseInput(result ?? '{}') };
}

/** Nobody could answer these, so AWS tests them with a mock alone. */
function refuseUnmocked(type: string, resource: unknown): void {
  const pattern = typeof resource === 'string' ? resourceOf(resource).pattern : 'response';
  if (type === 'Map' || type === 'Parallel')
    throw errors.validationException(`State type '${type}' is not supported when a mock is not specified`);
  if (pattern === 'response') return;
  throw errors.validationException(
    `Resource '${String(resource)}' is not supported when a mock is not specified: it waits for a job or a token`,
  );
}

function objectOf(member: string, text: string): Record<string, unknown> {
  const value = parseInput(text);
  if (!isRecord(value)) throw errors.validationException(`${member} must be a JSON object`);
  return value;
}

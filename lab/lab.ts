/** The lab put together: production, the wire, Lambda, Step Functions and the ledger, on one clock and one seed. */
import type { Log } from '../aws/world.ts';
import { VirtualClock } from './clock.ts';
import { DynamoDb } from './cloud/dynamodb/dynamodb.ts';
import { LambdaHost } from './cloud/lambda/host.ts';
import { sfnService } from './cloud/sfn/service.ts';
import { place, type SimulatedService } from './cloud/service.ts';
import { connect } from './cloud/wire/connect.ts';
import { Wire } from './cloud/wire.ts';
import { functions } from './functions.ts';
import { functionKey, readMachine, readTimeouts } from './machine.ts';
import { buildProduction, type Production, type ProductionOptions } from './production.ts';
import { Random } from './random.ts';
import type { HistoryMode } from './states/history.ts';
import type { TaskRequest } from './states/host.ts';
import { StatesEngine } from './states/engine.ts';
import { labWorld } from './world.ts';

export const ledgerTable = 'cutover-lab-ledger';

/** T of the sample: a Tuesday night. Every rehearsal begins here, so that a seed alone tells a story. */
export const labStart = Date.parse('2026-12-01T22:00:00Z');

export interface Lab {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly production: Production;
  readonly wire: Wire;
  readonly lambda: LambdaHost;
  readonly engine: StatesEngine;
  readonly ledger: DynamoDb;
  readonly stateMachineArn: string;
}

export interface LabOptions {
  readonly seed: number;
  readonly production: ProductionOptions;
  readonly log?: Log;
  /** Whether events keep their details, such as the state's name: for those who watch. */
  readonly history?: HistoryMode;
}

const silent: Log = { info: () => undefined, error: () => undefined };

export function buildLab({ seed, production: options, log = silent, history = 'count' }: LabOptions): Lab {
  const clock = new VirtualClock(labStart);
  const random = new Random(seed);
  const production = buildProduction({ clock, random: random.fork('production'), options });
  const ledger = new DynamoDb({ clock, tables: [{ name: ledgerTable, partitionKey: 'pk', sortKey: 'sk' }] });
  const services: Record<string, SimulatedService> = { ...production.services, dynamodb: ledger };
  const wire = new Wire({ clock, random: random.fork('wire'), services });
  const lambda = new LambdaHost({ clock, random: random.fork('lambda') });
  const engine = buildEngine(clock, random.fork('states'), lambda, history);
  services['sfn'] = sfnService(engine);
  const parts = {
    clock,
    random: random.fork('functions'),
    connection: connect(wire),
    answer: (request: Parameters<Production['answer']>[0]) => production.answer(request),
    log,
    ledgerTable,
  };
  const timeoutOf = readTimeouts();
  for (const [key, handler] of Object.entries(functions)) {
    lambda.register(key, {
      run: (event, { caller }) => handler(event, { world: labWorld(parts, caller) }),
      timeoutSeconds: timeoutOf(key),
    });
  }
  const { stateMachineArn } = engine.createStateMachine({ name: 'cutover-lab', definition: readMachine() });
  return { clock, random, production, wire, lambda, engine, ledger, stateMachineArn };
}

function buildEngine(
  clock: VirtualClock,
  random: Random,
  lambda: LambdaHost,
  history: HistoryMode,
): StatesEngine {
  return new StatesEngine(
    {
      clock,
      region: place.region,
      account: place.account,
      random: () => random.next(),
      uuid: () => random.uuid(),
      startTask: (task, done) => {
        const { functionArn, payload } = invocationOf(task);
        lambda.invoke(functionKey(functionArn), payload, done);
      },
    },
    { history },
  );
}

/** The state machine names a function by its ARN alone, or where it waits for a token by Lambda's own integration. */
function invocationOf(task: TaskRequest): { readonly functionArn: string; readonly payload: unknown } {
  if (!task.resource.includes(':states:::lambda:invoke'))
    return { functionArn: task.resource, payload: task.arguments };
  const { FunctionName, Payload } = task.arguments as { FunctionName: string; Payload: unknown };
  return { functionArn: FunctionName, payload: Payload };
}

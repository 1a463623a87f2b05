/** The lab put together: production, the wire, Lambda, Step Functions and the ledger, on one clock and one seed. */
import type { Log, Ways } from '../aws/world.ts';
import type { Channels } from '../core/messages/channels.ts';
import { VirtualClock } from './clock.ts';
import { DynamoDb } from './cloud/dynamodb/dynamodb.ts';
import { alarmEvent } from './cloud/events/alarm-event.ts';
import { EventBus } from './cloud/events/bus.ts';
import { executionEvent } from './cloud/events/execution-event.ts';
import { LambdaHost } from './cloud/lambda/host.ts';
import { type Mail, sesv2Service } from './cloud/sesv2/service.ts';
import { sfnService } from './cloud/sfn/service.ts';
import { snsService } from './cloud/sns/service.ts';
import { place, type SimulatedService } from './cloud/service.ts';
import { connect } from './cloud/wire/connect.ts';
import { Wire } from './cloud/wire.ts';
import { functions } from './functions.ts';
import { startInside } from './inside.ts';
import { readEventRules, readMachine, readTimeouts } from './machine.ts';
import { labPolicy } from './policy.ts';
import { buildProduction, type Production, type ProductionOptions } from './production.ts';
import { Random } from './random.ts';
import { startTellers, type Tellers } from './tellers/tellers.ts';
import type { HistoryMode } from './states/history.ts';
import type { StatesHost } from './states/host.ts';
import { StatesEngine } from './states/engine.ts';
import { type LabParts, labWorld } from './world.ts';

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
  readonly events: EventBus;
  /** Mail that was sent, the oldest first. */
  readonly mails: readonly Mail[];
  /** What hangs off the ledger's stream; absent where nobody is told. */
  readonly tellers?: Tellers;
}

export interface LabOptions {
  readonly seed: number;
  readonly production: ProductionOptions;
  readonly log?: Log;
  /** Another production than one of these options: many of them, joined. */
  readonly build?: (around: { readonly clock: VirtualClock; readonly random: Random }) => Production;
  /** Another policy than the lab's own (lab/policy.yml). */
  readonly policy?: unknown;
  /** The policy of the stack that a function belongs to, by its event, where there are several. */
  readonly policyFor?: (event: unknown) => unknown;
  /** How approvers are told; by default they are not, and answer all the same. */
  readonly approvals?: Ways;
  /** Where cutovers are told; by default nowhere, which is quicker. */
  readonly channels?: Channels;
  /** Whether events keep their details, such as the state's name: for those who watch. */
  readonly history?: HistoryMode;
  /** Another clock than one that begins at `labStart`: of who paces it, or serves the lab tonight. */
  readonly clock?: VirtualClock;
  /** Who starts the state machines' tasks, given what the lab itself does. */
  readonly startTask?: (inside: StartTask) => StartTask;
}

type StartTask = StatesHost['startTask'];

const silent: Log = { info: () => undefined, error: () => undefined };

export function buildLab(given: LabOptions): Lab {
  const { seed, production: options, log = silent, clock = new VirtualClock(labStart) } = given;
  const random = new Random(seed);
  const around = { clock, random: random.fork('production') };
  const production = given.build?.(around) ?? buildProduction({ ...around, options });
  const ledger = new DynamoDb({ clock, tables: [{ name: ledgerTable, partitionKey: 'pk', sortKey: 'sk' }] });
  const mail = sesv2Service(clock);
  const services: Record<string, SimulatedService> = {
    ...production.services,
    dynamodb: ledger,
    sesv2: mail,
    sns: snsService(clock),
  };
  const wire = new Wire({ clock, random: random.fork('wire'), services });
  const lambda = new LambdaHost({ clock, random: random.fork('lambda') });
  const engine = buildEngine({ clock, random: random.fork('states'), lambda, wire }, given);
  services['sfn'] = sfnService(engine);
  const { stateMachineArn } = engine.createStateMachine({ name: 'cutover-lab', definition: readMachine() });
  const beside: { tellers?: Tellers } = {};
  const parts = {
    clock,
    random: random.fork('functions'),
    connection: connect(wire),
    answer: (request: Parameters<Production['answer']>[0]) =>
      beside.tellers?.slack.answer(request) ?? production.answer(request),
    log,
    ledgerTable,
    machineArn: stateMachineArn,
    policy: given.policy ?? labPolicy(),
    approvals: given.approvals,
    ...clockErrors(seed, options.clocksDifferSeconds),
    ...(given.channels && { channels: given.channels }),
  };
  registerAll(lambda, parts, given.policyFor);
  const { secretsmanager } = production.services;
  if (given.channels !== undefined)
    beside.tellers = startTellers(
      { clock, ledger, secretsmanager },
      { channels: given.channels, random: random.fork('tellers'), parts },
    );
  const events = buildEvents(clock, random.fork('events'), { lambda, production, engine });
  return {
    clock,
    random,
    production,
    wire,
    lambda,
    engine,
    ledger,
    stateMachineArn,
    events,
    mails: mail.sent,
    ...beside,
  };
}

function registerAll(lambda: LambdaHost, parts: LabParts, policyFor: LabOptions['policyFor']): void {
  const timeoutOf = readTimeouts();
  for (const [key, handler] of Object.entries(functions)) {
    lambda.register(key, {
      run: (event, { caller }) => {
        const own = policyFor === undefined ? parts : { ...parts, policy: policyFor(event) };
        return handler(event, { world: labWorld(own, caller) });
      },
      timeoutSeconds: timeoutOf(key),
    });
  }
}

/** Drawn from the invocation alone, so that clocks that agree change nothing else. */
function clockErrors(seed: number, differSeconds = 0): Pick<LabParts, 'clockErrorOf'> {
  if (differSeconds === 0) return {};
  const most = differSeconds * 1000;
  return { clockErrorOf: (id) => new Random(`${seed} the clock of ${id}`).int(-most, most) };
}

/** What AWS tells EventBridge by itself. */
function buildEvents(
  clock: VirtualClock,
  random: Random,
  { lambda, production, engine }: Pick<Lab, 'lambda' | 'production' | 'engine'>,
): EventBus {
  const bus = new EventBus({ clock, random, lambda, rules: readEventRules() });
  production.alarms.onTransition((transition) => bus.publish(alarmEvent(transition)));
  const tell = (arn: string) => {
    // Express executions send none.
    if (!arn.includes(':express:')) bus.publish(executionEvent(engine.describeExecution(arn)));
  };
  engine.onEvent((arn, { type }) => {
    if (type === 'ExecutionStarted') tell(arn);
  });
  engine.onEnd(tell);
  return bus;
}

function buildEngine(
  around: Parameters<typeof startInside>[1],
  { history = 'count', startTask = (inside) => inside }: LabOptions,
): StatesEngine {
  const { clock, random } = around;
  return new StatesEngine(
    {
      clock,
      region: place.region,
      account: place.account,
      random: () => random.next(),
      uuid: () => random.uuid(),
      startTask: startTask((task, done, submitted) => startInside(task, around, done, submitted)),
    },
    { history },
  );
}

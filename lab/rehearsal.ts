/** One cutover in the lab, from StartExecution until everything has come to rest. */
import { openPartition } from '../aws/ledger/keys.ts';
import type { Log } from '../aws/world.ts';
import { beforeSeconds, longestSeconds } from '../core/plan/budget.ts';
import { parsePlan } from '../core/plan/parse.ts';
import { Checker } from './checker.ts';
import { eyesOf, type Watched } from './eyes.ts';
import { type Guests, Reception } from './guests.ts';
import { faultsOf } from './faults/armed-faults.ts';
import { scheduleHappenings } from './happenings.ts';
import { buildLab, type Lab, labStart } from './lab.ts';
import { invitePeople, labWays, signStarts } from './people.ts';
import { labChannels } from './policy.ts';
import { leftoversSince } from './leftovers.ts';
import type { ProductionOptions } from './production.ts';
import { Recorder } from './recorder.ts';
import type { RehearsalResult } from './result.ts';
import type { Deed, Scenario } from './scenario/scenario.ts';
import { oneAtATime, type Step } from './turns.ts';
import { productionOf } from './weather.ts';

/** Called before every instant; resolves when it is its turn on the wall clock, or somebody has woken it. */
export interface Pace {
  until(virtualAt: number, where: { readonly canaryPercent: number; readonly state: string }): Promise<void>;
}

export interface RehearsalOptions {
  /** The execution's input: a plan with its task definition inlined. */
  readonly plan: Readonly<Record<string, unknown>>;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly live: boolean;
  /** The command that replays this run, printed beside a broken invariant. */
  readonly replay: string;
  readonly pace?: Pace;
  /** Who decides at gates that the scenario says nothing of; without them the lab's own people do. */
  readonly guests?: Guests;
  /** Where the links of approvers lead, where somebody serves the page. */
  readonly pageUrl?: string;
  /** What a scenario file cannot say: another kind of production, something done before the start. */
  readonly production?: ProductionOptions;
  readonly prepare?: (lab: Lab) => void;
  /** Hears what the functions log; by default nobody does. */
  readonly log?: Log;
  /** Whether it is told in the lab's Slack. By default it is; a sweep has no use for it. */
  readonly isTold?: boolean;
  /** Told of each of the scenario's deeds as it happens. */
  readonly onDeed?: (deed: Deed, at: number) => void;
}

/** Stragglers, drains and the last change of weights come to rest within this time. */
const restMilliseconds = 10 * 60_000;
/** Everything around the release: the lock, going back, tidying up, with every retry used up. */
const aroundSeconds = 30 * 60;

export async function rehearse(options: RehearsalOptions): Promise<RehearsalResult> {
  const { scenario, seed, live, replay } = options;
  const lab = labOf(options);
  options.prepare?.(lab);
  const recorder = new Recorder(lab);
  const leftovers = leftoversSince(lab);
  const plan = { ...tonight(options.plan), live };
  signStarts(lab);
  const reception = options.guests && new Reception(lab, options.guests, options.pace === undefined);
  invitePeople(lab, scenario.people, reception && ((gate) => reception.expect(gate)));
  const { executionArn } = lab.engine.startExecution({
    stateMachineArn: lab.stateMachineArn,
    name: `rehearsal-${seed}`,
    input: JSON.stringify(plan),
  });
  const others = followOthers(lab);
  const happened = scheduleHappenings(lab, scenario.when, executionArn, (deed) =>
    options.onDeed?.(deed, lab.clock.now()),
  );
  const watched = { executionArn, plan, minRequestsPerMinute: minRequestsOf(plan) };
  const checker = watch(lab, live, replay, watched);
  const step = oneAtATime(async () => {
    const isMore = await lab.clock.step();
    if (isMore) checker.check();
    return isMore;
  });
  options.guests?.enter({ lab, step });
  const longest = longestOf(tonight(options.plan));
  const isOver = endingOf(lab, executionArn);
  const { pace } = options;
  const before = async () => {
    await reception?.turn();
    await pace?.until(lab.clock.nextAt() ?? lab.clock.now(), recorder.where());
  };
  await run(
    lab,
    step,
    reception !== undefined || pace !== undefined ? before : undefined,
    () => !isOver() && lab.clock.now() < labStart + longest * 1000 + lookOnMilliseconds,
  );
  const endedAt = lab.clock.now();
  const atEnd = recorder.atEnd();
  // Somebody may start another one while everything rests.
  const othersUntil = endedAt + 2 * (longest * 1000 + lookOnMilliseconds);
  do {
    await run(lab, step, undefined, () => !others.areOver() && lab.clock.now() < othersUntil);
    await rest(lab, step);
  } while (!others.areOver() && lab.clock.now() < othersUntil);
  checker.finish(lab.clock.now(), {
    outcome: isOver() && others.areOver() ? recorder.outcomeOf(executionArn) : undefined,
    afterSeconds: Math.round((endedAt - labStart) / 1000),
    longestSeconds: longest,
    // What keeps users guarded until a person comes may stay, whichever of them called.
    ...(others.outcomes(recorder).includes('needsPerson') ? { locks: [], armed: [] } : leftovers()),
  });
  return recorder.result({ executionArn, seed, live, endedAt, checker, atEnd, happened: happened() });
}

function labOf({ scenario, seed, pace, pageUrl, production, log, isTold }: RehearsalOptions): Lab {
  return buildLab({
    seed,
    history: pace === undefined ? 'count' : 'full',
    approvals: { ...labWays, ...(pageUrl !== undefined && { pageUrl }) },
    production: { ...productionOf(scenario), ...production },
    ...(log && { log }),
    ...(isTold !== false && { channels: labChannels() }),
  });
}

/** A person was called, and the reconciler goes on: for so long the lab looks on. */
const lookOnMilliseconds = 30 * 60_000;

/**
 * Over is a cutover whose execution has ended and whose traces are gone: what is left, the reconciler clears away. Where
 * it has called a person it may go on for ever, so there the end is a while after the call.
 */
function endingOf(lab: Lab, executionArn: string): () => boolean {
  // What happens at the first instant of all may have stopped it already.
  let hasEnded = lab.engine.describeExecution(executionArn).status !== 'RUNNING';
  let isOpen = false;
  let calledAt = Infinity;
  const id = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  lab.engine.onEnd((arn) => {
    if (arn !== executionArn) return;
    hasEnded = true;
    if (lab.engine.describeExecution(arn).error === 'NeedsAPerson') calledAt = lab.clock.now();
  });
  lab.ledger.onChange(({ at, key, after }) => {
    if (key['pk'] === openPartition && key['sk'] === id) isOpen = after !== undefined;
    if (key['pk'] === `CUTOVER#${id}` && key['sk'] === 'RECORD' && after?.['outcome'] === 'needsPerson')
      calledAt = Math.min(calledAt, at);
  });
  return () => hasEnded && (!isOpen || lab.clock.now() > calledAt + lookOnMilliseconds);
}

/** A fault that lasts keeps the reconciler busy: rest is a while after the last one struck. */
async function rest(lab: Lab, step: Step): Promise<void> {
  const overAt = lab.clock.now();
  let restsFrom = overAt;
  faultsOf(lab).onHit(({ at }) => (restsFrom = Math.min(at, overAt + lookOnMilliseconds)));
  await run(lab, step, undefined, () => (lab.clock.nextAt() ?? Infinity) < restsFrom + restMilliseconds);
}

/** Cutovers that somebody starts beside it come to their ends as well. */
function followOthers(lab: Lab) {
  const others = new Map<string, () => boolean>();
  lab.engine.onEvent((arn, { type }) => {
    if (type === 'ExecutionStarted' && arn.includes(':execution:cutover-lab:'))
      others.set(arn, endingOf(lab, arn));
  });
  return {
    areOver: () => [...others.values()].every((isOver) => isOver()),
    outcomes: (recorder: Recorder) => [...others.keys()].map((arn) => recorder.outcomeOf(arn)),
  };
}

async function run(
  lab: Lab,
  step: Step,
  before: (() => Promise<void>) | undefined,
  more: () => boolean,
): Promise<void> {
  while (more()) {
    const next = lab.clock.nextAt();
    await before?.();
    // Somebody may have come meanwhile, with something that happens sooner, or let the next instant happen already.
    if (before !== undefined && next !== undefined && lab.clock.nextAt() !== next) continue;
    if (!(await step())) return;
  }
}

function watch(lab: Lab, live: boolean, replay: string, watched: Watched): Checker {
  const checker = new Checker({ eyes: eyesOf(lab, watched), live, replay });
  lab.wire.onCall((call) => checker.onCall(call));
  lab.lambda.onEnd((ended) => checker.onFunctionEnd(ended));
  return checker;
}

function longestOf(plan: unknown): number {
  const parsed = parsePlan(plan);
  if (!('plan' in parsed)) return aroundSeconds;
  return aroundSeconds + earlySeconds(parsed.plan) + beforeSeconds(parsed.plan) + longestSeconds(parsed.plan);
}

/** A plan of another day is rehearsed in the lab's own evening: so long after its start is T. */
const untilStartMilliseconds = 40 * 60_000;
const dayMilliseconds = 24 * 60 * 60_000;

function tonight(plan: RehearsalOptions['plan']): RehearsalOptions['plan'] {
  const at = typeof plan['startAt'] === 'string' ? Date.parse(plan['startAt']) : Number.NaN;
  if (Number.isNaN(at) || (at >= labStart && at < labStart + dayMilliseconds)) return plan;
  return { ...plan, startAt: new Date(labStart + untilStartMilliseconds).toISOString() };
}

/** From the start of the execution to T. */
function earlySeconds({ startAt }: { readonly startAt?: string }): number {
  return startAt === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(startAt) - labStart) / 1000));
}

function minRequestsOf(plan: unknown): number {
  const parsed = parsePlan(plan);
  return 'plan' in parsed ? parsed.plan.minRequestsPerMinute : 0;
}

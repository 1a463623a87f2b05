/**
 * Many cutovers at once in one account: one clock, one wire with AWS's quotas before it, one ledger, and a production
 * for each. Some canaries fall ill at the same instant, once every cutover has given its canary a share.
 */
import type { Service } from '../../aws/world.ts';
import { Checker, type BrokenInvariant } from '../checker.ts';
import { eyesOf } from '../eyes.ts';
import { buildLab, type Lab, labStart } from '../lab.ts';
import { leftoversSince } from '../leftovers.ts';
import { labPolicy } from '../policy.ts';
import type { Production, ProductionOptions } from '../production.ts';
import { type Account, buildAccount } from './account.ts';
import { follow, type Run } from './run.ts';
import { Lambdas } from './lambdas.ts';
import { nameOf, numberIn, outside } from './names.ts';
import { Buckets, type QuotaUse } from './quotas.ts';
import { Views } from './view.ts';

export interface FleetOptions {
  readonly cutovers: number;
  /** So many canaries fall ill at the same instant. */
  readonly ill: number;
  readonly seed: number;
  /** A live plan for the lab's one production, without gates. */
  readonly plan: Readonly<Record<string, unknown>>;
  /** The part of the account's quotas that is ours; 1 is all of them. */
  readonly quotaScale?: number;
  /** Of which services; by default of all. */
  readonly quotaScaled?: readonly Service[];
  /** The executions start evenly within this time. */
  readonly startWithinSeconds?: number;
  readonly production?: ProductionOptions;
  /** What befalls an ill canary; by default it answers every request with an error. */
  readonly illness?: (production: Production) => void;
}

export interface FleetResult {
  readonly cutovers: readonly CutoverResult[];
  readonly onsetAt: number | undefined;
  readonly quotas: readonly QuotaUse[];
  /** The most functions that ran at one instant. */
  readonly invocationsMost: number;
  readonly endedAt: number;
}

export interface CutoverResult {
  readonly id: string;
  readonly isIll: boolean;
  readonly outcome: string;
  readonly reason: string;
  /** From the start of the execution to the canary's first share. */
  readonly firstShareSeconds: number | undefined;
  /** From the onset until users met the canary no more; for those that were ill. */
  readonly backSeconds: number | undefined;
  readonly failedRequests: number;
  readonly broken: readonly BrokenInvariant[];
}

/** From the last canary's first share to the onset: after its smoke test, which would find a dead canary first. */
const onsetAfterMilliseconds = 7 * 60_000;
const longestMilliseconds = 8 * 60 * 60_000;
/** What changes by the clock alone is looked at this often. */
const lookMilliseconds = 30_000;
const restMilliseconds = 10 * 60_000;

export async function runFleet(options: FleetOptions): Promise<FleetResult> {
  const { lab, account } = fleetLab(options);
  const buckets = new Buckets(lab.clock, options.quotaScale, options.quotaScaled);
  lab.wire.meet(buckets);
  const lambdas = new Lambdas(lab.lambda);
  const views = new Views(lab, account.productions);
  const runs = account.productions.map((production, number) =>
    start(lab, views, production, number, options),
  );
  const onset = expectOnset(lab, runs, options);
  await step(
    lab,
    views,
    runs,
    () => !runs.every((run) => run.isOver()) && lab.clock.now() < labStart + longestMilliseconds,
  );
  const endedAt = lab.clock.now();
  await step(lab, views, runs, () => (lab.clock.nextAt() ?? Infinity) < endedAt + restMilliseconds);
  return {
    cutovers: runs.map((run) => run.result(onset.at)),
    onsetAt: onset.at,
    quotas: buckets.uses(),
    invocationsMost: lambdas.most,
    endedAt,
  };
}

function fleetLab({ cutovers: count, seed, production = {} }: FleetOptions): { lab: Lab; account: Account } {
  const made: { account?: Account } = {};
  const lab = buildLab({
    seed,
    production,
    policyFor: policies(count),
    build: (around) => (made.account = buildAccount({ ...around, count, options: production })).joined,
  });
  return { lab, account: made.account as Account };
}

/** What one policy may list; more targets are more stacks. */
const targetsMax = 50;

/** Of the stack that a cutover belongs to. */
function policies(count: number): (event: unknown) => unknown {
  const { targets, ...rest } = labPolicy() as { readonly targets: readonly unknown[] };
  const stacks = Array.from({ length: Math.ceil(count / targetsMax) }, (_, stack) => ({
    ...rest,
    targets: Array.from({ length: targetsMax }, (__, index) =>
      outside(targets, stack * targetsMax + index),
    ).flat(),
  }));
  return (event) => {
    const { cutover } = event as { readonly cutover?: { readonly id?: string } };
    return stacks[Math.floor((numberIn(cutover?.id ?? '') ?? 0) / targetsMax)];
  };
}

function start(lab: Lab, views: Views, production: Production, number: number, options: FleetOptions): Run {
  const { startWithinSeconds = 2400, cutovers, ill, seed } = options;
  const plan = outside(options.plan, number);
  const id = nameOf(number);
  const at = labStart + Math.floor((number / cutovers) * startWithinSeconds * 1000);
  const executionArn = lab.stateMachineArn.replace(':stateMachine:', ':execution:') + `:${id}`;
  const own = views.lab(number);
  const leftovers = leftoversSince(own);
  const watched = { executionArn, plan, minRequestsPerMinute: 20 };
  const replay = `node bench/fleet.ts --cutovers ${cutovers} --ill ${ill} --seed ${seed}`;
  const checker = new Checker({ eyes: eyesOf(own, watched), live: true, replay });
  own.wire.onCall((call) => checker.onCall(call));
  own.lambda.onEnd((ended) => checker.onFunctionEnd(ended));
  lab.clock.at(at, () => {
    lab.engine.startExecution({
      stateMachineArn: lab.stateMachineArn,
      name: id,
      input: JSON.stringify(plan),
    });
  });
  // Spread over all of them, so that those who began last fall ill as well as the first.
  const isIll = Math.floor(((number + 1) * ill) / cutovers) > Math.floor((number * ill) / cutovers);
  return follow({ lab, own, production, checker, leftovers, id, executionArn, startedAt: at, isIll });
}

/** When the last of those that still run has given its canary a share. */
function expectOnset(
  lab: Lab,
  runs: readonly Run[],
  options: FleetOptions,
): { readonly at: number | undefined } {
  const onset: { at: number | undefined } = { at: undefined };
  const illness = options.illness ?? ((production) => production.setVersion('canary', { errorRate: 1 }));
  const look = () => {
    if (!runs.every((run) => run.hasShare() || run.isOver())) {
      lab.clock.after(1000, look);
      return;
    }
    // On a full minute, so that one alone falls ill at the same point of CloudWatch's minutes.
    const at = Math.ceil((lab.clock.now() + onsetAfterMilliseconds) / 60_000) * 60_000;
    lab.clock.at(at, () => {
      onset.at = at;
      for (const run of runs) if (run.isIll) illness(run.production);
    });
  };
  lab.clock.after(1000, look);
  return onset;
}

async function step(lab: Lab, views: Views, runs: readonly Run[], more: () => boolean): Promise<void> {
  let lookedAt = lab.clock.now();
  while (more() && (await lab.clock.step())) {
    const isTime = lab.clock.now() - lookedAt >= lookMilliseconds;
    if (isTime) lookedAt = lab.clock.now();
    for (const number of isTime ? runs.keys() : views.touched()) runs[number]?.checker.check();
  }
}

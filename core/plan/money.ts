/**
 * What a cutover costs at AWS's list prices for us-east-1, to the cent: the execution, its functions and the
 * metrics that it reads. Not priced: the ECS capacity that runs twice during the release (by far the largest
 * part), the ledger's few hundred writes, alarms (ten cents a month each) and logs.
 */
import { eventBudget, holdPollSeconds, longestSeconds, verifyPollSeconds } from './budget.ts';
import { lastRoundMilliseconds, roundsPerLook } from '../triggers/probe.ts';
import type { Plan } from './plan.ts';
import { calmSeconds } from './timetable.ts';

export interface MoneyCost {
  /** A release that nothing holds. */
  readonly calm: Cost;
  /** Every wait used up. */
  readonly atMost: Cost;
  readonly notPriced: string;
}

export interface Cost {
  readonly stateTransitions: number;
  readonly invocations: number;
  readonly metricsRead: number;
  /** Requests of our own to the canary; 0 where the plan has no probe. */
  readonly probes: number;
  readonly dollars: number;
}

/** https://aws.amazon.com/step-functions/pricing/: $0.025 per 1,000 transitions of a Standard workflow. */
const dollarsPerTransition = 0.025 / 1000;
/** https://aws.amazon.com/lambda/pricing/: $0.20 per million requests; Arm $0.0000133334 per GB-second, taken as 0.25 GB for a second. */
const dollarsPerGigabyteSecond = 0.000_013_333_4;
const dollarsPerInvocation = 0.2 / 1_000_000 + 0.25 * dollarsPerGigabyteSecond;
/** https://aws.amazon.com/cloudwatch/pricing/: GetMetricData $0.01 per 1,000 metrics. */
const dollarsPerMetric = 0.01 / 1000;

/** Wait, Task, Choice. */
const transitionsPerLook = 3;
/** Requests, 5xx of the targets and connection errors, of both groups, rounded up. */
const metricsPerLook = 8;
const transitionsOnce = 80;
const transitionsPerRung = 8;

export function moneyCost(plan: Plan): MoneyCost {
  return {
    calm: costOf(plan, calmSeconds(plan), 0),
    atMost: costOf(plan, longestSeconds(plan), plan.holdAtMostSeconds),
    notPriced: 'the ECS capacity that runs twice during the release',
  };
}

function costOf(plan: Plan, seconds: number, heldSeconds: number): Cost {
  const { pollSeconds } = eventBudget(plan);
  const guardLooks = Math.ceil(seconds / pollSeconds);
  const holdLooks = plan.rungs.length * Math.ceil(1 + heldSeconds / holdPollSeconds);
  const verifyLooks = Math.ceil(
    (plan.watchSeconds + plan.verify.seconds + 2 * heldSeconds) / verifyPollSeconds,
  );
  const looks = guardLooks + holdLooks + verifyLooks;
  const stateTransitions =
    looks * transitionsPerLook + plan.rungs.length * transitionsPerRung + transitionsOnce;
  const invocations = Math.ceil(stateTransitions / 2);
  const metricsRead = looks * metricsPerLook;
  const probing = probingCost(plan, guardLooks, pollSeconds);
  const exact =
    probing.dollars +
    stateTransitions * dollarsPerTransition +
    invocations * dollarsPerInvocation +
    metricsRead * dollarsPerMetric;
  const { probes } = probing;
  return { stateTransitions, invocations, metricsRead, probes, dollars: Math.ceil(exact * 100) / 100 };
}

/** What serverless.yml gives a function. */
const gigabytes = 0.5;

/** A look that probes is paid for as long as it lasts, waiting included. A calm canary is asked once in a round. */
function probingCost({ triggers }: Plan, looks: number, pollSeconds: number) {
  if (triggers.probe === undefined) return { probes: 0, dollars: 0 };
  const seconds = lastRoundMilliseconds(pollSeconds) / 1000;
  return {
    probes: looks * roundsPerLook(pollSeconds),
    dollars: looks * seconds * gigabytes * dollarsPerGigabyteSecond,
  };
}

/** From any document to a plan, or to all that is wrong with it. Never throws. */
import { budgetProblems } from './budget.ts';
import { plannedChecks } from './checklist.ts';
import { documentProblems } from './document.ts';
import { issueProblems } from './issues.ts';
import type { Approvals, CanaryDoor, GatePlan, LoadTest, Plan, Staging, Triggers } from './plan.ts';
import { probeOf } from './probe.ts';
import type { Problem } from './problem.ts';
import { climb, runbookClimb } from './rungs.ts';
import { type PlanFile, planSchema } from './schema.ts';
import { smokeTestsOf } from './smoke-tests.ts';
import { probesPerMinuteMax } from '../triggers/probe.ts';

export type Parsed = { readonly plan: Plan } | { readonly problems: readonly Problem[] };

/** `document` is the plan file's content with the task definition inlined. */
export function parsePlan(document: unknown): Parsed {
  const unsound = documentProblems(document);
  if (unsound.length > 0) return { problems: capped(unsound) };
  const parsed = planSchema.safeParse(document);
  if (!parsed.success) return { problems: capped(issueProblems(parsed.error.issues, document)) };
  const plan = planOf(parsed.data);
  const tooLong = budgetProblems(plan);
  return tooLong.length > 0 ? { problems: tooLong } : { plan };
}

const problemsMax = 100;

function capped(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= problemsMax) return problems;
  const rest: Problem = {
    path: '',
    value: `${problems.length} problems`,
    message: `only the first ${problemsMax} are told`,
  };
  return [...problems.slice(0, problemsMax), rest];
}

function planOf(file: PlanFile): Plan {
  const rungs = rungsOf(file);
  const { watch, verify, triggers, staging } = file;
  return {
    service: file.service,
    live: file.live,
    ...(file.startAt !== undefined && { startAt: new Date(file.startAt).toISOString() }),
    ...(file.ticket !== undefined && { ticket: file.ticket }),
    release: {
      ...(file.release.image !== undefined && { image: file.release.image }),
      taskDefinition: file.release.taskDefinition,
    },
    target: targetOf(file.target),
    ...(staging !== undefined && { staging: stagingOf(staging) }),
    checks: plannedChecks({
      checks: file.checks,
      taskDefinition: file.release.taskDefinition,
      image: file.release.image,
      productionUrl: file.target.productionUrl,
      hasStaging: staging !== undefined,
      engine: staging?.load?.engine,
    }),
    smoke: smokeTestsOf(file.smoke),
    canaryPercent: rungs[0] ?? runbookClimb.start,
    rungs,
    bakeSeconds: file.canary.bake,
    settleSeconds: file.canary.settle,
    rungHoldSeconds: file.ramp.interval,
    watchSeconds: watch.for,
    watchErrorRatePercent: watch.errorRate,
    holdAtMostSeconds: file.holdAtMost,
    // The balancer counts our own requests as the canary's: they must never be the evidence that users are well.
    minRequestsPerMinute: file.minRequests + (triggers.probe === undefined ? 0 : probesPerMinuteMax),
    verify: { seconds: verify.for, errorRatePercent: verify.errorRate, p95Milliseconds: verify.p95 },
    triggers: triggersOf(file),
    ...(file.approvals !== undefined && { approvals: approvalsOf(file.approvals) }),
  };
}

function stagingOf({ url, load }: NonNullable<PlanFile['staging']>): Staging {
  if (load === undefined) return { url };
  return { url, load: load.engine === 'k6' ? k6Of(load) : builtinOf(load) };
}

type LoadFile = NonNullable<NonNullable<PlanFile['staging']>['load']>;

function builtinOf(file: Extract<LoadFile, { engine: 'builtin' }>): LoadTest {
  const { duration: seconds, errorRate: errorRatePercent, p95: p95Milliseconds, ...rest } = file;
  return { ...rest, seconds, errorRatePercent, p95Milliseconds };
}

function k6Of(file: Extract<LoadFile, { engine: 'k6' }>): LoadTest {
  const { duration: seconds, container, subnets, securityGroups, ...rest } = file;
  return {
    ...rest,
    seconds,
    ...(container !== undefined && { container }),
    ...(subnets !== undefined && { subnets }),
    ...(securityGroups !== undefined && { securityGroups }),
  };
}

type GateFile = NonNullable<NonNullable<PlanFile['approvals']>['sign-off']>;

function approvalsOf(file: NonNullable<PlanFile['approvals']>): Approvals {
  const { waive, ramp, 'go-live': goLive, 'sign-off': signOff } = file;
  return {
    ...(waive && { waive: gateOf(waive, 'reject') }),
    ...(goLive && { 'go-live': gateOf(goLive, 'reject') }),
    ...(ramp && { ramp: { ...gateOf(ramp, ramp.then), atPercents: ramp.at } }),
    ...(signOff && { 'sign-off': gateOf(signOff, signOff.then) }),
  };
}

function gateOf(file: Omit<GateFile, 'then'>, onSilence: GatePlan['onSilence']): GatePlan {
  const { by, need, identity, within, escalate } = file;
  return {
    by,
    need,
    identity,
    withinSeconds: within,
    onSilence,
    ...(escalate && { escalation: { to: escalate.to, afterSeconds: escalate.after } }),
  };
}

function triggersOf({ triggers, smoke }: PlanFile): Triggers {
  const { http5xx, latencyP95, unhealthy, queueDepth, probe, alarms } = triggers;
  return {
    http5xx: { abovePercent: http5xx.above, forSeconds: http5xx.for },
    latencyP95: { aboveMilliseconds: latencyP95.above, forSeconds: latencyP95.for },
    unhealthy: { abovePercent: unhealthy.above, forSeconds: unhealthy.for },
    ...(queueDepth !== undefined && {
      queueDepth: { queueUrl: queueDepth.queue, risingForSeconds: queueDepth.risingFor },
    }),
    ...(probe !== undefined && { probe: probeOf(probe, smokeTestsOf(smoke)) }),
    alarms,
  };
}

function rungsOf({ canary, ramp }: PlanFile): readonly number[] {
  if (ramp.rungs !== undefined) return ramp.rungs;
  const start = ramp.start ?? canary.percent ?? runbookClimb.start;
  return climb({ start, end: ramp.end ?? runbookClimb.end, step: ramp.step ?? runbookClimb.step });
}

export function targetOf({
  cluster,
  services,
  rules,
  canaryDoor,
  productionUrl,
}: PlanFile['target']): Plan['target'] {
  const [a = '', b = ''] = services;
  return { cluster, services: [a, b], rules, canaryDoor: doorOf(canaryDoor), productionUrl };
}

function doorOf({ header, rule }: PlanFile['target']['canaryDoor']): CanaryDoor {
  return rule === undefined ? { header: header ?? '' } : { rule };
}

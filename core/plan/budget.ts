/**
 * What a plan costs in history events. A Standard execution that reaches 25,000 of them fails
 * (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html), in the middle of a release: so the
 * worst case is computed before anything is touched, and a plan that could come near is refused.
 */
import { checklist } from '../checks/catalog.ts';
import { heldSecondsMax } from '../command/command.ts';
import { heldAgainSeconds } from '../gate/life.ts';
import type { GatePlan, Plan } from './plan.ts';
import type { Problem } from './problem.ts';
import { calmSeconds } from './timetable.ts';
import { durationText } from './units.ts';

export interface EventBudget {
  /** How often the guard looks. */
  readonly pollSeconds: number;
  /** The most history events that the plan can take; below `historyEventsLimit` for every plan that `parsePlan` accepts. */
  readonly historyEventsMax: number;
}

/** Well below AWS's 25,000: the rest is for what nobody thought of. */
export const historyEventsLimit = 18_000;

const pollSecondsMin = 30;
const pollSecondsMax = 60;

/** One turn of a polling loop: Wait (entered, exited), Task (entered, scheduled, started, succeeded, exited), Choice (entered, exited). */
export const eventsPerLook = 9;
/** One turn at a rung without evidence: the wait with its token (6), two Choices (4), and the judgement (5). */
const eventsPerHold = 15;
/**
 * A retry adds three events (failed, scheduled, started) but also takes its interval: a look every 30 s that is
 * retried twice each time makes 15 events in 36 s instead of 9 in 30, which is 1.4 times as many.
 */
const retriesFactor = 1.4;
/** Everything that happens once: the way to the release, promoting or going back, tidying up, the report. */
const eventsOnce = 400;
/** A rung besides its polling: Shift traffic, its hold, the next rung's capacity, Choices. */
const eventsPerRung = 40;
/** An iteration of the checklist (started, succeeded), its Choice and its Task. */
const eventsPerCheck = 9;

/** Prepared, run (scheduled, started, submitted, succeeded) and judged, with the Choice between. */
const eventsPerK6 = 20;

/** One gate: asked, woken, asked again where silence holds, and judged afresh; every wait may fail and be tried again. */
const eventsPerGate = 80;

/** The canary's start is looked at this often, and for so long. */
export const steadyPollSeconds = 15;
export const steadySecondsMax = 20 * 60;
/** A steady canary that people hold before its first share. */
export const heldPollSeconds = 60;
/** A rung without evidence is judged again this often. */
export const holdPollSeconds = 30;
/** Watching and verification are judged this often. */
export const verifyPollSeconds = 5 * 60;

/** The guard looks every 30 s; a long plan is looked at less often, at worst once a minute. */
export function eventBudget(plan: Plan): EventBudget {
  for (let pollSeconds = pollSecondsMin; pollSeconds < pollSecondsMax; pollSeconds += 5) {
    const historyEventsMax = eventsAt(plan, pollSeconds);
    if (historyEventsMax < historyEventsLimit) return { pollSeconds, historyEventsMax };
  }
  return { pollSeconds: pollSecondsMax, historyEventsMax: eventsAt(plan, pollSecondsMax) };
}

export function budgetProblems(plan: Plan): Problem[] {
  const { historyEventsMax } = eventBudget(plan);
  if (historyEventsMax < historyEventsLimit) return [];
  return [
    {
      path: '',
      value: `${plan.rungs.length} rungs, up to ${durationText(longestSeconds(plan))} when every rung is held`,
      message:
        `could take ${historyEventsMax} history events, and an execution may plan with ${historyEventsLimit - 1} ` +
        '(AWS ends it at 25,000): use fewer rungs, or shorten holdAtMost, ramp.interval, watch or verify',
    },
  ];
}

/** The longest that a release can last, from registering the task definition to promoting: every wait used up. */
export function longestSeconds(plan: Plan): number {
  // Every rung but the last, watching, and verification.
  const holds = (plan.rungs.length + 1) * plan.holdAtMostSeconds;
  return steadySecondsMax + calmSeconds(plan) + holds + heldSecondsMax + askedSeconds(plan);
}

/** An answer in the last instant is still on its way to the ledger when the machine's own wait ends. */
const askMarginSeconds = 30;

/** How long the machine waits at a gate before it looks at the ledger, where silence gets its meaning. */
export function waitSecondsAt({ withinSeconds }: { readonly withinSeconds: number }): number {
  return withinSeconds + askMarginSeconds;
}

/** Which gates the machine itself knows to wait at, and for how long; 0 where nobody is asked, as in a dry run. */
export function askSeconds(
  { approvals = {} }: Plan,
  live: boolean,
): { readonly waive: number; readonly goLive: number; readonly signOff: number } {
  const seconds = (gate: GatePlan | undefined) => (live && gate !== undefined ? waitSecondsAt(gate) : 0);
  return {
    waive: seconds(approvals.waive),
    goLive: seconds(approvals['go-live']),
    signOff: seconds(approvals['sign-off']),
  };
}

/** How long people may be asked while traffic is on the canary. */
function askedSeconds({ approvals = {} }: Plan): number {
  const { ramp, 'sign-off': signOff } = approvals;
  return (ramp === undefined ? 0 : ramp.atPercents.length * gateSeconds(ramp)) + gateSeconds(signOff);
}

/** The start of what sends the load, and its last answers. */
const loadMarginSeconds = 15 * 60;

/** And before anything is changed. */
export function beforeSeconds({ approvals = {}, staging }: Plan): number {
  const loadSeconds = staging?.load === undefined ? 0 : staging.load.seconds + loadMarginSeconds;
  return loadSeconds + gateSeconds(approvals.waive) + gateSeconds(approvals['go-live']);
}

/** A gate's whole time: silence that holds gets an hour more. */
function gateSeconds(gate: GatePlan | undefined): number {
  if (gate === undefined) return 0;
  return gate.withinSeconds + (gate.onSilence === 'hold' ? heldAgainSeconds : 0);
}

/** Starts, retries and slow answers on top of every wait: nobody listens for longer, and then it goes back. */
const listenMarginSeconds = 30 * 60;

export function listenSeconds(plan: Plan): number {
  return longestSeconds(plan) + listenMarginSeconds;
}

function eventsAt(plan: Plan, pollSeconds: number): number {
  const judgedSeconds = plan.watchSeconds + plan.verify.seconds + 2 * plan.holdAtMostSeconds;
  const rungsJudged = plan.rungs.length - 1;
  const looks =
    Math.ceil(longestSeconds(plan) / pollSeconds) +
    Math.ceil(steadySecondsMax / steadyPollSeconds) +
    Math.ceil(heldSecondsMax / heldPollSeconds) +
    Math.ceil(judgedSeconds / verifyPollSeconds);
  const holds = rungsJudged * Math.ceil(plan.holdAtMostSeconds / holdPollSeconds);
  const rungs = plan.rungs.length * eventsPerRung + holds * eventsPerHold;
  const k6 = plan.checks.load?.engine === 'k6' ? eventsPerK6 : 0;
  const checks = checklist(plan.checks).length * eventsPerCheck + k6;
  const gates = gateCount(plan) * eventsPerGate;
  return Math.ceil((looks * eventsPerLook + rungs + gates + checks + eventsOnce) * retriesFactor);
}

function gateCount({ approvals = {} }: Plan): number {
  const { ramp, ...single } = approvals;
  return (ramp?.atPercents.length ?? 0) + Object.keys(single).length;
}

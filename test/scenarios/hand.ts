/** Somebody releases by hand in the lab, under the invariants, and may die at it like any function. */
import type { CanaryAsked } from '../../cli/by-hand/canary.ts';
import { runCanary } from '../../cli/by-hand/canary.ts';
import type { Desk } from '../../cli/by-hand/desk.ts';
import type { Told } from '../../cli/by-hand/home.ts';
import { runRamp, type RampAsked } from '../../cli/by-hand/ramp.ts';
import { handArn } from '../../core/by-hand/plan.ts';
import { parsePlan } from '../../core/plan/parse.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { buildHandLab, handWorld } from '../../lab/by-hand.ts';
import { Checker } from '../../lab/checker.ts';
import { eyesOf } from '../../lab/eyes.ts';
import { faultsOf } from '../../lab/faults/armed-faults.ts';
import { type Lab, ledgerTable } from '../../lab/lab.ts';
import { type Leftovers, leftoversSince } from '../../lab/leftovers.ts';
import { parseScenario } from '../../lab/scenario/parse.ts';
import { desired, type Document, samplePlan } from './story.ts';

export const id = 'by-hand-1';

/** A laptop: what it is called, what it says, and whether it lives. */
export interface Laptop extends Desk {
  readonly lines: string[];
  readonly caller: { alive: boolean };
}

export interface Place {
  readonly lab: Lab;
  readonly plan: Plan;
  readonly checker: Checker;
  /** What users were served with, in order. */
  readonly shares: number[];
  /** The functions that a hand ran, in order, each once. */
  readonly heard: Set<string>;
  /** What has come to the world since there was nothing, and should go. */
  readonly leftovers: () => Leftovers;
  readonly laptop: (hand: string) => Laptop;
  /** Until the work is done, or its laptop dead. */
  readonly together: <T>(work: Promise<T>, laptop?: Laptop) => Promise<T | undefined>;
  /** Until users are served with this share. */
  readonly untilShare: (percent: number) => Promise<void>;
  /** Lets so many minutes pass. */
  readonly rest: (minutes: number) => Promise<void>;
}

/** Short, so that many can be tried; `longer` leaves the plan as it is. */
export function quick(document: Document): void {
  document['canary'] = { percent: '1%', bake: '1m', settle: '0s' };
  document['ramp'] = { start: '1%', end: '100%', step: '50%', interval: '1m' };
  document['watch'] = '1m';
  document['verify'] = { for: '1m', errorRate: '1%', p95: '500ms' };
  document['holdAtMost'] = '6m';
}

export async function place(
  when: readonly object[] = [],
  {
    change = quick,
    more = {},
  }: { readonly change?: (document: Document) => void; readonly more?: object } = {},
): Promise<Place> {
  const document = await samplePlan(change);
  const parsed = parsePlan(document);
  const weather = parseScenario({ ...more, when });
  if ('problems' in parsed || 'problems' in weather) throw new Error(JSON.stringify({ parsed, weather }));
  const { plan } = parsed;
  const executionArn = handArn(plan.target.rules[0] ?? '', ledgerTable, id);
  const lab = buildHandLab(weather.scenario, executionArn);
  const shares = [0];
  lab.production.onShare((_at, percent) => percent !== shares.at(-1) && shares.push(percent));
  const checker = new Checker({
    eyes: eyesOf(lab, { executionArn, plan: document, minRequestsPerMinute: plan.minRequestsPerMinute }),
    live: true,
    replay: 'by hand',
  });
  lab.wire.onCall((call) => checker.onCall(call));
  lab.lambda.onEnd((ended) => checker.onFunctionEnd(ended));
  const heard = new Set<string>();
  const step = async () => {
    const isMore = await lab.clock.step();
    checker.check();
    return isMore;
  };
  return {
    lab,
    plan,
    checker,
    shares,
    heard,
    leftovers: leftoversSince(lab),
    laptop: (hand) => laptopIn(lab, checker, heard, hand),
    together: async (work, laptop) => {
      const seen: { done?: boolean } = {};
      const mark = () => void (seen.done = true);
      void work.then(mark, mark);
      while (seen.done !== true && laptop?.caller.alive !== false && (await step()));
      return seen.done === true ? work : undefined;
    },
    untilShare: async (percent) => {
      while (shares.at(-1) !== percent && (await step()));
    },
    rest: async (minutes) => {
      const until = lab.clock.now() + minutes * 60_000;
      while ((lab.clock.nextAt() ?? Infinity) <= until && (await step()));
    },
  };
}

function laptopIn(lab: Lab, checker: Checker, heard: Set<string>, hand: string): Laptop {
  const caller = { id: hand, functionName: 'by hand', alive: true, crash: () => void (caller.alive = false) };
  faultsOf(lab).count('by hand');
  const lines: string[] = [];
  return {
    world: handWorld(lab, caller),
    hand,
    caller,
    lines,
    say: (text) => void lines.push(text),
    stop: { isAsked: false },
    heard: (functionName, output) => {
      heard.add(functionName);
      checker.onFunctionEnd({ at: lab.clock.now(), functionName, result: { output } } as never);
    },
  };
}

export function canary(here: Place, laptop: Laptop, more: Partial<CanaryAsked> = {}): Promise<Told> {
  return runCanary(laptop, {
    cutoverId: id,
    plan: here.plan,
    percent: here.plan.canaryPercent,
    smoke: true,
    ...more,
  });
}

export function ramp(here: Place, laptop: Laptop, more: Partial<RampAsked> = {}): Promise<Told> {
  const { plan } = here;
  const asked = { rungs: plan.rungs, intervalSeconds: plan.rungHoldSeconds, takeOver: false, promote: false };
  return runRamp(laptop, { plan, ...asked, ...more });
}

/** A canary that stands, let go of. */
export async function standing(when?: readonly object[], how?: Parameters<typeof place>[1]) {
  const here = await place(when, how);
  const first = here.laptop('robin@laptop');
  return { here, first, told: await here.together(canary(here, first), first) };
}

/** What a cutover that is over leaves behind should be nothing. */
export function after({ lab, checker, shares, leftovers }: Place) {
  const open = lab.ledger.rows(ledgerTable).filter(({ pk }) => pk === 'OPEN');
  return { tasks: desired(lab), share: shares.at(-1), ...leftovers(), open, broken: checker.broken };
}

export const home = {
  tasks: { 'claude-proxy-a': 4, 'claude-proxy-b': 0 },
  share: 0,
  locks: [],
  armed: [],
  open: [],
  broken: [],
};

export function rulesOf({ lab, plan }: Place) {
  const { actions } = lab.production.services.elbv2;
  return structuredClone(actions.DescribeRules({ RuleArns: [...plan.target.rules] }).Rules);
}

export function record({ lab }: Place): Record<string, unknown> {
  return lab.ledger.rows(ledgerTable).find(({ pk, sk }) => pk === `CUTOVER#${id}` && sk === 'RECORD') ?? {};
}

export function lock({ lab, plan }: Place): Record<string, unknown> | undefined {
  return lab.ledger.rows(ledgerTable).find(({ pk }) => pk === `LOCK#${plan.target.rules[0]}`);
}

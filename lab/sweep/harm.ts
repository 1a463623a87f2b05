/**
 * What users met, whatever our functions made of it: the balancer's own minutes, read after the end. A canary that was
 * plainly beyond the plan's limits may not have kept its users for long, and may not have been promoted.
 */
import { parsePlan } from '../../core/plan/parse.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Lab } from '../lab.ts';
import { quantile } from '../users/latency.ts';
import { type GroupMinute, type Minute, minuteMilliseconds, minuteOf } from '../users/minutes.ts';
import type { Finding } from './findings.ts';

/** Beside a trigger's own `for`: the minute in which it began, metrics that come late, a look, and the way back. */
const reactionMinutes = 5;

/** How long the guard may be blind, and what it takes to find that out. */
const blindMinutes = 15;

/** The newest of what was verified may have come too late to count. */
const unsettledMinutes = 4;

/** Plainly: no rounding and no chance of a minute stands between the two. */
const plainly = 2;

type Kind = 'failed' | 'took too long';

/** Minutes in a row. */
interface Run {
  readonly kind: Kind;
  readonly from: number;
  until: number;
}

export class Harm {
  readonly #lab: Lab;
  readonly #startedAt: number;
  #letGoAt = Infinity;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.#startedAt = minuteOf(lab.clock.now());
    lab.ledger.onChange(({ at, key, after }) => {
      if (key['sk'] === 'LOCK' && after?.['phase'] === 'promoting')
        this.#letGoAt = Math.min(this.#letGoAt, at);
    });
  }

  /** `wasBlinded`: something kept the guard from looking, or from being heard. */
  findings(document: unknown, wasBlinded: boolean): Finding[] {
    const parsed = parsePlan(document);
    if (!('plan' in parsed)) return [];
    const { plan } = parsed;
    const runs = this.#runs(plan);
    const kept = runs.flatMap((run) => keptTooLong(run, plan, this.#letGoAt, wasBlinded));
    return [...kept, ...this.#promotedOn(plan)];
  }

  #minutes(from: number, until: number): { readonly start: number; readonly minute: Minute }[] {
    const { users } = this.#lab.production;
    const minutes = [];
    for (let start = minuteOf(from); start + minuteMilliseconds <= until; start += minuteMilliseconds) {
      const minute = users.minute(start);
      if (minute !== undefined) minutes.push({ start, minute });
    }
    return minutes;
  }

  #runs(plan: Plan): Run[] {
    const { canaryGroupArn } = this.#lab.production.names;
    const runs: Run[] = [];
    for (const { start, minute } of this.#minutes(this.#startedAt, this.#lab.clock.now())) {
      for (const kind of beyond(minute, canaryGroupArn, plan)) {
        const until = start + minuteMilliseconds;
        const last = runs.findLast((run) => run.kind === kind);
        if (last?.until === start) last.until = until;
        else runs.push({ kind, from: start, until });
      }
    }
    return runs;
  }

  /** The hour that was verified, as the balancer saw it. */
  #promotedOn({ verify }: Plan): Finding[] {
    if (this.#letGoAt === Infinity) return [];
    const until = this.#letGoAt - unsettledMinutes * minuteMilliseconds;
    const from = this.#letGoAt - verify.seconds * 1000;
    const { canaryGroupArn } = this.#lab.production.names;
    let [requests, failed] = [0, 0];
    for (const { minute } of this.#minutes(from, until)) {
      const group = minute.groups.get(canaryGroupArn);
      requests += group?.requests ?? 0;
      failed += (group?.errors ?? 0) + (group?.refused ?? 0);
    }
    const percent = (100 * failed) / Math.max(1, requests);
    if (percent <= Math.max(1, plainly * verify.errorRatePercent)) return [];
    const why = `${percent.toFixed(1)} % of its last ${requests} requests had failed; the plan promotes up to ${verify.errorRatePercent} %`;
    return [{ name: 'harmIsNotPromoted', at: new Date(until).toISOString(), why }];
  }
}

function keptTooLong(
  { kind, from, until }: Run,
  plan: Plan,
  letGoAt: number,
  wasBlinded: boolean,
): Finding[] {
  const { http5xx, latencyP95 } = plan.triggers;
  const { forSeconds } = kind === 'failed' ? http5xx : latencyP95;
  const minutes = Math.floor((Math.min(until, letGoAt) - from) / minuteMilliseconds);
  const most = forSeconds / 60 + reactionMinutes + (wasBlinded ? blindMinutes : 0);
  if (minutes <= most) return [];
  const why = `requests at the canary ${kind} for ${minutes} minutes and users were left there; ${most} are the most`;
  return [{ name: 'usersAreTakenBack', at: new Date(from).toISOString(), why }];
}

/** While stable has nobody healthy, users stay where they are. */
function beyond({ groups }: Minute, canaryGroupArn: string, plan: Plan): Kind[] {
  const canary = groups.get(canaryGroupArn);
  const stable = [...groups].find(([arn]) => arn !== canaryGroupArn)?.[1];
  if (canary === undefined || canary.requests < plan.minRequestsPerMinute) return [];
  if ((stable?.healthy.minimum ?? 0) === 0) return [];
  return [
    ...(fails(canary, plan) ? ['failed' as const] : []),
    ...(isSlow(canary, plan) ? ['took too long' as const] : []),
  ];
}

function fails({ errors, refused, requests }: GroupMinute, { triggers: { http5xx } }: Plan): boolean {
  return (100 * (errors + refused)) / requests > Math.max(1, plainly * http5xx.abovePercent);
}

function isSlow(canary: GroupMinute, { triggers: { latencyP95 } }: Plan): boolean {
  const parts = canary.parts();
  return parts.length > 0 && quantile(0.95, parts) > plainly * latencyP95.aboveMilliseconds;
}

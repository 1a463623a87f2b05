/**
 * The clients that hold a balancer's group cookie (AWSALBTG), as shares of one population.
 *
 * A client gets a cookie when a rule with group stickiness assigns it, by weight. As long as the cookie lasts and the
 * rule forwards to its group with stickiness on, the client goes there whatever the weight. A rule that does not honour
 * the cookie leaves it in the browser: it counts again when such a rule returns. Clients also leave for good, after
 * sessions of a mean length, and are replaced by clients without a cookie.
 *
 * Not modelled: cookies renewed by later requests (a cookie ends a fixed time after the assignment), clients that pause,
 * target cookies (AWSALB). Ageing moves at the pace of `age`, a minute or less.
 */
export interface Forward {
  readonly groups: readonly { readonly arn: string; readonly weight: number }[];
  /** Absent: no group stickiness. */
  readonly stickySeconds?: number | undefined;
}

interface Cohort {
  readonly group: string;
  readonly endsAt: number;
  size: number;
}

/** A rule that has been sticky for long has cookies of every age; so many ages stand for them. */
const agesAtStart = 60;

export class StuckClients {
  readonly #sessionMilliseconds: number;
  #cohorts: Cohort[] = [];
  #agedAt: number;

  constructor(now: number, sessionMilliseconds: number, forward: Forward | undefined) {
    this.#agedAt = now;
    this.#sessionMilliseconds = sessionMilliseconds;
    const sticky = (forward?.stickySeconds ?? 0) * 1000;
    if (forward === undefined || sticky === 0) return;
    for (let age = 1; age <= agesAtStart; age++)
      this.#assign(1 / agesAtStart, forward, now + (sticky * age) / agesAtStart);
  }

  /** Share of the population's requests by group, after everybody without a valid cookie has been assigned anew. */
  shares(now: number, forward: Forward): Map<string, number> {
    this.#age(now);
    if (forward.stickySeconds === undefined) return byWeight(forward);
    const honoured = this.#cohorts.filter((cohort) =>
      forward.groups.some((group) => group.arn === cohort.group),
    );
    this.#cohorts = honoured;
    const held = honoured.reduce((sum, cohort) => sum + cohort.size, 0);
    this.#assign(1 - held, forward, now + forward.stickySeconds * 1000);
    const shares = new Map(forward.groups.map((group) => [group.arn, 0]));
    for (const { group, size } of this.#cohorts) shares.set(group, (shares.get(group) ?? 0) + size);
    return shares;
  }

  #age(now: number): void {
    if (this.#cohorts.length === 0) {
      this.#agedAt = now;
      return;
    }
    const stay = Math.exp(-(now - this.#agedAt) / this.#sessionMilliseconds);
    this.#agedAt = now;
    this.#cohorts = this.#cohorts.filter((cohort) => cohort.endsAt > now);
    for (const cohort of this.#cohorts) cohort.size *= stay;
  }

  #assign(size: number, forward: Forward, endsAt: number): void {
    if (size < 1e-9) return;
    for (const [group, share] of byWeight(forward)) {
      if (share > 0) this.#cohorts.push({ group, endsAt, size: size * share });
    }
  }
}

/** What weights alone say; empty where they are all 0. */
export function byWeight(forward: Forward): Map<string, number> {
  const sum = forward.groups.reduce((total, group) => total + group.weight, 0);
  if (sum === 0) return new Map();
  return new Map(forward.groups.map((group) => [group.arn, group.weight / sum]));
}

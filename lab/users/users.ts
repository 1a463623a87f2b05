/**
 * The people: requests per second at the balancer, split as its nodes split them, answered as the versions answer.
 *
 * Nothing ticks. Between two changes of the world all rates are constant, so what happened is drawn when somebody asks or
 * just before something changes, minute by minute. Arrivals are a Poisson process; thinned by group, version, error and
 * slowness it falls into independent Poisson counts.
 *
 * Not modelled: retries and waiting of people, connections, requests that last into the next minute, noise in percentiles.
 */
import type { VirtualClock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Versions } from './behaviour.ts';
import { type Latency, shareAbove } from './latency.ts';
import { type GroupMinute, Minute, minuteMilliseconds, minuteOf } from './minutes.ts';
import { poisson } from './poisson.ts';
import type { Division, Portion, Switchboard } from './switchboard.ts';

/** Slower than this is slow, to a person. */
const slowMilliseconds = 2000;

const nobody = { requests: 0, failed: 0, failedByCanary: 0, slow: 0 };

export interface Totals {
  readonly requests: number;
  readonly failed: number;
  /** Failed at a task of the canary's version, or sent to the canary's group. */
  readonly failedByCanary: number;
  readonly slow: number;
}

export interface UsersSurroundings {
  readonly clock: VirtualClock;
  readonly random: Pick<Random, 'next'>;
  readonly versions: Readonly<Versions>;
  readonly switchboard: Switchboard;
  readonly canaryGroupArn: string;
  /** How far back metrics reach before the story; totals begin with it. */
  readonly historyMilliseconds: number;
}

export class Users {
  readonly #around: UsersSurroundings;
  readonly #minutes = new Map<number, Minute>();
  #totals = { ...nobody };
  #requestsPerSecond: number;
  #seenUntil: number;

  constructor(requestsPerSecond: number, around: UsersSurroundings) {
    this.#around = around;
    this.#requestsPerSecond = requestsPerSecond;
    this.#seenUntil = minuteOf(around.clock.now() - around.historyMilliseconds);
    this.settle();
    this.#totals = { ...nobody };
  }

  get requestsPerSecond(): number {
    return this.#requestsPerSecond;
  }

  set requestsPerSecond(rate: number) {
    this.settle();
    this.#requestsPerSecond = rate;
  }

  /** Draws what has happened until now. Called before anything changes that users notice. */
  settle(until: number = this.#around.clock.now()): void {
    while (this.#seenUntil < until) {
      const end = Math.min(until, minuteOf(this.#seenUntil) + minuteMilliseconds);
      this.#draw(this.#minuteAt(this.#seenUntil), end - this.#seenUntil);
      this.#seenUntil = end;
    }
  }

  /** What users have felt until now. */
  totals(): Totals {
    this.settle();
    return { ...this.#totals };
  }

  /** A minute that is over, by its start; undefined before the story and while it lasts. */
  minute(start: number): Minute | undefined {
    this.settle(minuteOf(this.#around.clock.now()));
    return start + minuteMilliseconds <= this.#seenUntil ? this.#minutes.get(start) : undefined;
  }

  /** A request from elsewhere (a smoke test, a probe) that shows in the balancer's metrics but is nobody's trouble. */
  count(groupArn: string, latency: Latency, isError: boolean): void {
    const group = this.#minuteAt(this.#around.clock.now()).group(groupArn);
    group.requests += 1;
    group.errors += isError ? 1 : 0;
    group.addAnswered(1, latency);
  }

  /** The same, where the target takes no connection. */
  countRefused(groupArn: string): void {
    const group = this.#minuteAt(this.#around.clock.now()).group(groupArn);
    group.requests += 1;
    group.refused += 1;
  }

  #minuteAt(time: number): Minute {
    const start = minuteOf(time);
    let minute = this.#minutes.get(start);
    if (minute === undefined) this.#minutes.set(start, (minute = new Minute()));
    return minute;
  }

  #draw(minute: Minute, milliseconds: number): void {
    const { switchboard } = this.#around;
    for (const hosts of switchboard.hosts()) {
      if (hosts.isChecked) minute.group(hosts.arn).addHosts(hosts.healthy, hosts.unhealthy, milliseconds);
    }
    const requests = (this.#requestsPerSecond * milliseconds) / 1000;
    for (const division of switchboard.divisions(this.#seenUntil))
      this.#drawDivision(minute, division, requests);
  }

  #drawDivision(minute: Minute, division: Division, requests: number): void {
    const expected = requests * division.share;
    const isCanary = division.groupArn === this.#around.canaryGroupArn;
    if (division.groupArn === undefined || division.portions.length === 0) {
      const count = poisson(expected, this.#around.random);
      if (division.isServerError) minute.unavailable += count;
      this.#add(count, count, isCanary, 0);
      return;
    }
    const group = minute.group(division.groupArn);
    for (const portion of division.portions)
      this.#drawPortion(group, division, portion, expected * portion.share);
  }

  #drawPortion(group: GroupMinute, division: Division, portion: Portion, expected: number): void {
    const isCanary = portion.version === 'canary' || division.groupArn === this.#around.canaryGroupArn;
    if (!portion.answers) {
      const refused = poisson(expected, this.#around.random);
      group.requests += refused;
      group.refused += refused;
      this.#add(refused, refused, isCanary, 0);
      return;
    }
    const behaviour = this.#around.versions[portion.version];
    const slowShare = shareAbove(slowMilliseconds, behaviour);
    const draw = (share: number) => poisson(expected * share, this.#around.random);
    const failedSlow = draw(behaviour.errorRate * slowShare);
    const failed = failedSlow + draw(behaviour.errorRate * (1 - slowShare));
    const slow = failedSlow + draw((1 - behaviour.errorRate) * slowShare);
    const requests = failed + (slow - failedSlow) + draw((1 - behaviour.errorRate) * (1 - slowShare));
    group.requests += requests;
    group.errors += failed;
    if (division.isFailedOpen) group.failedOpen += requests;
    group.addAnswered(requests, behaviour);
    const minutes = this.#requestsPerSecond === 0 ? 0 : expected / this.#requestsPerSecond / 60;
    group.errorLines += behaviour.errorLinesPerMinute * minutes;
    group.newErrorLines += behaviour.newErrorLinesPerMinute * minutes;
    this.#add(requests, failed, isCanary, slow);
  }

  #add(requests: number, failed: number, isCanary: boolean, slow: number): void {
    this.#totals.requests += requests;
    this.#totals.failed += failed;
    this.#totals.failedByCanary += isCanary ? failed : 0;
    this.#totals.slow += slow;
  }
}

/**
 * The account's metric alarms: what is configured, and once a minute what their points mean. AWS evaluates each alarm at a
 * second of its own; the lab all of them at the same one, drawn by the seed, so that a rehearsal pays for one event a minute.
 * Not modelled: alarm actions (events are what leaves an alarm), composite alarms, anomaly detection, mute rules.
 */
import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Entry, VirtualClock } from '../../../clock.ts';
import type { Random } from '../../../random.ts';
import { minuteMilliseconds } from '../../../users/minutes.ts';
import type { Metrics } from '../metrics.ts';
import { type Alarm, type AlarmState, isBreaching, type Transition } from './alarm.ts';
import { judge, periodsBeyond } from './judge.ts';
import { reasonDataOf, reasonOf } from './reason.ts';

export class Alarms {
  readonly metrics: Metrics;
  readonly #clock: VirtualClock;
  readonly #offset: number;
  readonly #alarms = new Map<string, Alarm>();
  readonly #listeners: ((transition: Transition) => void)[] = [];
  #tick: Entry | undefined;

  constructor(clock: VirtualClock, random: Random, metrics: Metrics) {
    this.metrics = metrics;
    this.#clock = clock;
    this.#offset = random.int(0, minuteMilliseconds - 1);
  }

  now(): number {
    return this.#clock.now();
  }

  /** By name. */
  all(): Alarm[] {
    return [...this.#alarms.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  get count(): number {
    return this.#alarms.size;
  }

  find(name: string): Alarm | undefined {
    return this.#alarms.get(name);
  }

  /** New, or another configuration of the one of that name: the caller says which state it keeps. */
  put(alarm: Alarm): void {
    this.#alarms.set(alarm.name, alarm);
    this.#tick ??= this.#nextTick();
  }

  delete(name: string): void {
    this.#alarms.delete(name);
    if (this.#alarms.size > 0) return;
    this.#tick?.cancel();
    this.#tick = undefined;
  }

  /** Told of every change of a state's value, at its instant. */
  onTransition(listener: (transition: Transition) => void): void {
    this.#listeners.push(listener);
  }

  setState(alarm: Alarm, state: AlarmState): void {
    const isTransition = state.value !== alarm.state.value;
    const changed = { ...alarm, state, ...(isTransition && { transitionedAt: state.at }) };
    this.#alarms.set(alarm.name, changed);
    if (!isTransition) return;
    const transition = { at: state.at, alarm: changed, previous: alarm.state };
    for (const listener of this.#listeners) listener(transition);
  }

  #nextTick(): Entry {
    const sinceOffset = (this.#clock.now() - this.#offset) % minuteMilliseconds;
    return this.#clock.after(minuteMilliseconds - sinceOffset, () => {
      this.#tick = this.#nextTick();
      for (const alarm of this.#alarms.values()) this.#evaluate(alarm);
    });
  }

  #evaluate(alarm: Alarm): void {
    const now = this.#clock.now();
    const { watched, evaluationPeriods } = alarm;
    const period = watched.periodMilliseconds;
    const range = evaluationPeriods + periodsBeyond;
    const from = Math.floor(now / period) * period - range * period;
    const values = watched.points(from, range);
    if (hasFewSamples(alarm, from, range)) return;
    const breaches = values.map((value) => (value === undefined ? undefined : isBreaching(alarm, value)));
    const to: StateValue = judge(breaches, alarm) ?? alarm.state.value;
    if (to === alarm.state.value) return;
    const points = values.flatMap((value, index) =>
      value === undefined ? [] : [{ at: from + index * period, value }],
    );
    const evidence = { points: points.slice(-evaluationPeriods), now };
    const reason = reasonOf(alarm, to, evidence);
    this.setState(alarm, { value: to, reason, reasonData: reasonDataOf(alarm, evidence), at: now });
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html */
function hasFewSamples({ samples, evaluationPeriods, watched }: Alarm, from: number, range: number): boolean {
  if (samples === undefined) return false;
  const counts = Array.from({ length: range }, (_, index) =>
    samples.reading(from + index * watched.periodMilliseconds),
  ).filter((count) => count !== undefined);
  const judged = counts.slice(-evaluationPeriods);
  return judged.length > 0 && judged.reduce((sum, count) => sum + count, 0) < samples.enough;
}

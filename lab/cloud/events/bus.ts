/**
 * EventBridge's default bus: hands events to the rules that want them, after a while, now and then twice, in no promised
 * order. Alarm events are durable; those of executions are best effort, which here means that `lose` is what loses them.
 * Not modelled: other buses, transformers, dead letters; targets are functions, and Lambda takes every event.
 */
import type { VirtualClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { LambdaHost } from '../lambda/host.ts';
import { arn } from '../service.ts';
import { type CloudEvent, eventOf, type Subject } from './event.ts';
import type { Rule } from './rule.ts';

/** What `lose` can lose: the events of one source, or the ticks of the schedules. */
export type EventKind = 'alarm' | 'execution' | 'schedule';

const kinds: Readonly<Record<string, EventKind>> = {
  'aws.cloudwatch': 'alarm',
  'aws.states': 'execution',
  'aws.events': 'schedule',
};

/** AWS says "about half a second" and promises nothing. */
const latencyMilliseconds = { minimum: 300, maximum: 3000 };
const twiceChance = 0.02;

export interface Published {
  readonly at: number;
  readonly event: CloudEvent;
  readonly kind: EventKind | undefined;
  /** Keys of the functions that get it. */
  readonly targets: readonly string[];
  readonly isLost: boolean;
}

export class EventBus {
  readonly #clock: VirtualClock;
  readonly #lambda: LambdaHost;
  readonly #rules: readonly Rule[];
  readonly #ids: Random;
  readonly #chances: Random;
  readonly #lostUntil = new Map<EventKind, number>();
  readonly #listeners: ((published: Published) => void)[] = [];

  constructor(given: {
    readonly clock: VirtualClock;
    readonly random: Random;
    readonly lambda: LambdaHost;
    readonly rules: readonly Rule[];
  }) {
    this.#clock = given.clock;
    this.#lambda = given.lambda;
    this.#rules = given.rules;
    this.#ids = given.random.fork('ids');
    this.#chances = given.random.fork('delivery');
    const offsets = given.random.fork('schedules');
    for (const rule of given.rules)
      if (rule.everyMilliseconds !== undefined)
        this.#tick(rule, rule.everyMilliseconds, Math.floor(offsets.next() * rule.everyMilliseconds));
  }

  /** Drops what is published from now on, for so long. The longer one of two counts. */
  lose(kind: EventKind, forMilliseconds: number): void {
    const until = this.#clock.now() + forMilliseconds;
    this.#lostUntil.set(kind, Math.max(until, this.#lostUntil.get(kind) ?? 0));
  }

  /** Told of every event that some rule wants, when it is published. */
  onPublish(listener: (published: Published) => void): void {
    this.#listeners.push(listener);
  }

  publish(subject: Subject): void {
    const event = eventOf(subject, this.#ids.uuid(), this.#clock.now());
    this.#hand(
      event,
      this.#rules.filter((rule) => rule.matches?.(event) === true),
    );
  }

  #tick(rule: Rule, every: number, after: number): void {
    this.#clock.after(after, () => {
      this.#tick(rule, every, every);
      const resources = [arn('events', `rule/${rule.name}`)];
      const subject = { source: 'aws.events', detailType: 'Scheduled Event', resources, detail: {} };
      this.#hand(eventOf(subject, this.#ids.uuid(), this.#clock.now()), [rule]);
    });
  }

  #hand(event: CloudEvent, rules: readonly Rule[]): void {
    if (rules.length === 0) return;
    const at = this.#clock.now();
    const kind = kinds[event.source];
    const isLost = kind !== undefined && at < (this.#lostUntil.get(kind) ?? 0);
    const targets = rules.map((rule) => rule.functionKey);
    for (const listener of this.#listeners) listener({ at, event, kind, targets, isLost });
    if (isLost) return;
    for (const rule of rules) {
      this.#deliver(rule, event);
      if (this.#chances.next() < twiceChance) this.#deliver(rule, event);
    }
  }

  #deliver({ functionKey, input }: Rule, event: CloudEvent): void {
    const { minimum, maximum } = latencyMilliseconds;
    this.#clock.after(this.#chances.int(minimum, maximum), () => {
      this.#lambda.invokeAsync(functionKey, input ?? event);
    });
  }
}

/**
 * What the balancer's nodes go by: each rule as of its last write that has reached them. A write takes a few seconds up
 * to half a minute; one that has been overtaken by a later write of the same rule never takes effect any more.
 * All nodes learn at the same instant, which AWS does not promise.
 */
import type { VirtualClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { StoredRule } from './state.ts';

export interface Propagation {
  readonly minimumMilliseconds: number;
  readonly maximumMilliseconds: number;
}

export class LiveRules {
  readonly #rules = new Map<string, { readonly rule: StoredRule | undefined; readonly write: number }>();
  readonly #clock: VirtualClock;
  readonly #random: Pick<Random, 'int'>;
  readonly #beforeChange: () => void;
  #writes = 0;
  #sorted: readonly StoredRule[] | undefined;
  propagation: Propagation;
  /** Called when users are served by other rules than before. */
  onChange: () => void = () => undefined;

  constructor(
    clock: VirtualClock,
    random: Pick<Random, 'int'>,
    propagation: Propagation,
    beforeChange: () => void,
  ) {
    this.#clock = clock;
    this.#random = random;
    this.propagation = propagation;
    this.#beforeChange = beforeChange;
  }

  /** The rule as it is now, or that it is gone, goes on its way to the nodes. */
  publish(arn: string, rule: StoredRule | undefined): void {
    const write = ++this.#writes;
    const { minimumMilliseconds, maximumMilliseconds } = this.propagation;
    const delay = this.#random.int(minimumMilliseconds, maximumMilliseconds);
    this.#clock.after(delay, () => {
      if ((this.#rules.get(arn)?.write ?? 0) > write) return;
      this.#beforeChange();
      this.#set(arn, rule, write);
      this.onChange();
    });
  }

  /** For the world before the story starts. */
  settle(arn: string, rule: StoredRule): void {
    this.#set(arn, rule, ++this.#writes);
  }

  get(arn: string): StoredRule | undefined {
    return this.#rules.get(arn)?.rule;
  }

  /** By priority, the default rule last. */
  sorted(): readonly StoredRule[] {
    this.#sorted ??= [...this.#rules.values()]
      .flatMap(({ rule }) => rule ?? [])
      .toSorted((a, b) => a.priority - b.priority);
    return this.#sorted;
  }

  #set(arn: string, rule: StoredRule | undefined, write: number): void {
    this.#rules.set(arn, { rule, write });
    this.#sorted = undefined;
  }
}

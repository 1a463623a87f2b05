/** One load balancer with one listener, its rules and its target groups. What the API says, not yet what users get. */
import {
  type Action,
  ListenerNotFoundException,
  type RuleCondition,
  RuleNotFoundException,
  type Tag,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { VirtualClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import { refuse } from './errors.ts';
import { LiveRules, type Propagation } from './live-rules.ts';
import type { TargetGroup } from './target-group.ts';

/** Rules are replaced, never changed: whoever holds one holds what was true then. */
export interface StoredRule {
  readonly arn: string;
  readonly listenerArn: string;
  /** Infinity for the default rule. */
  readonly priority: number;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly Action[];
  readonly tags?: readonly Tag[] | undefined;
}

export interface BalancerSettings {
  readonly name: string;
  /** `app/name/id` */
  readonly suffix: string;
  readonly arn: string;
  readonly dns: string;
  readonly listenerArn: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly propagation: Propagation;
}

export class Balancer {
  readonly settings: BalancerSettings;
  readonly clock: VirtualClock;
  readonly live: LiveRules;
  readonly groups: readonly TargetGroup[];
  readonly #random: Pick<Random, 'int' | 'hex'>;
  readonly #rules = new Map<string, StoredRule>();
  #sorted: readonly StoredRule[] | undefined;

  constructor(
    settings: BalancerSettings,
    groups: readonly TargetGroup[],
    around: {
      readonly clock: VirtualClock;
      readonly random: Pick<Random, 'int' | 'hex'>;
      readonly beforeChange: () => void;
    },
  ) {
    this.settings = settings;
    this.groups = groups;
    this.clock = around.clock;
    this.#random = around.random;
    this.live = new LiveRules(around.clock, around.random, settings.propagation, around.beforeChange);
  }

  /** By priority, the default rule last. */
  rules(): readonly StoredRule[] {
    this.#sorted ??= [...this.#rules.values()].toSorted((a, b) => a.priority - b.priority);
    return this.#sorted;
  }

  rule(arn: string): StoredRule {
    const rule = this.#rules.get(arn);
    if (rule === undefined) throw refuse(RuleNotFoundException, 'One or more rules not found');
    return rule;
  }

  defaultRule(): StoredRule {
    const rule = this.rules().find((candidate) => candidate.priority === Infinity);
    if (rule === undefined) throw new Error('a listener always has a default rule');
    return rule;
  }

  requireListener(arn: string): void {
    if (arn !== this.settings.listenerArn)
      throw refuse(ListenerNotFoundException, 'One or more listeners not found');
  }

  group(arn: string): TargetGroup {
    const group = this.groups.find((candidate) => candidate.arn === arn);
    if (group === undefined)
      throw refuse(TargetGroupNotFoundException, 'One or more target groups not found');
    return group;
  }

  newRuleArn(): string {
    return `${this.settings.listenerArn.replace(':listener/', ':listener-rule/')}/${this.#random.hex(8)}`;
  }

  write(rule: StoredRule): void {
    this.#rules.set(rule.arn, rule);
    this.live.publish(rule.arn, rule);
    this.#use();
  }

  remove(arn: string): void {
    this.#rules.delete(arn);
    this.live.publish(arn, undefined);
    this.#use();
  }

  /** For the world before the story starts: stored and live at once. */
  settle(rule: StoredRule): void {
    this.#rules.set(rule.arn, rule);
    this.live.settle(rule.arn, rule);
    this.#use();
  }

  /** After every change. */
  #use(): void {
    this.#sorted = undefined;
    const used = new Set(this.rules().flatMap((rule) => forwardsTo(rule.actions)));
    for (const group of this.groups) group.isUsed = used.has(group.arn);
  }
}

/** Every group that actions name, whatever its weight. Stored actions are canonical: all groups are in `ForwardConfig`. */
export function forwardsTo(actions: readonly Action[]): string[] {
  return actions.flatMap((action) =>
    (action.ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn ?? ''),
  );
}

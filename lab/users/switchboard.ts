/**
 * How the balancer's nodes divide users' requests at this instant: rule by rule as it is live, by weight and by cookie,
 * over the targets that would be chosen. Kept until the rules or the targets change; only cookies move by themselves.
 */
import type { Seen } from '../cloud/elbv2/conditions.ts';
import { forwardOf, ruleFor } from '../cloud/elbv2/route.ts';
import type { Balancer, StoredRule } from '../cloud/elbv2/state.ts';
import type { VersionName } from './behaviour.ts';
import { byWeight, type Forward, StuckClients } from './stuck.ts';

/** A part of the users that all ask alike. Shares of all flows add up to 1. */
export interface Flow {
  readonly share: number;
  readonly request: Seen;
}

export interface Portion {
  readonly version: VersionName;
  readonly answers: boolean;
  /** Of the division's requests. */
  readonly share: number;
}

export interface Division {
  /** Of all users' requests. */
  readonly share: number;
  /** Undefined: the balancer answers by itself. */
  readonly groupArn: string | undefined;
  /** Empty: there is no target to choose. */
  readonly portions: readonly Portion[];
  readonly isFailedOpen: boolean;
  /** Where the balancer answers by itself: whether with a 5xx. */
  readonly isServerError: boolean;
}

export interface Hosts {
  readonly arn: string;
  readonly isChecked: boolean;
  readonly healthy: number;
  readonly unhealthy: number;
}

interface Path {
  readonly rule: StoredRule | undefined;
  readonly forward: Forward | undefined;
}

export class Switchboard {
  readonly #balancer: Balancer;
  readonly #flows: readonly { readonly flow: Flow; readonly stuck: StuckClients }[];
  readonly #sessionMilliseconds: number;
  #paths: readonly Path[] | undefined;
  #hosts: readonly Hosts[] | undefined;
  #targets: Map<string, Omit<Division, 'share' | 'groupArn'>> = new Map();
  #divisions: readonly Division[] | undefined;

  constructor(balancer: Balancer, flows: readonly Flow[], now: number, sessionMilliseconds: number) {
    this.#balancer = balancer;
    this.#sessionMilliseconds = sessionMilliseconds;
    this.#flows = flows.map((flow) => ({
      flow,
      stuck: new StuckClients(now, this.#sessionMilliseconds, pathOf(flow, balancer).forward),
    }));
  }

  /** Something has changed or is about to: look again at the next question. */
  forget(): void {
    this.#paths = undefined;
    this.#hosts = undefined;
    this.#divisions = undefined;
    this.#targets = new Map();
  }

  hosts(): readonly Hosts[] {
    this.#hosts ??= this.#balancer.groups.map((group) => ({
      arn: group.arn,
      isChecked: group.isUsed,
      healthy: group.count('healthy'),
      unhealthy: group.count('unhealthy'),
    }));
    return this.#hosts;
  }

  divisions(now: number): readonly Division[] {
    if (this.#divisions !== undefined) return this.#divisions;
    const paths = this.#livePaths();
    const divisions = this.#flows.flatMap(({ flow, stuck }, index) => {
      const { rule, forward } = paths[index] ?? { rule: undefined, forward: undefined };
      if (forward === undefined) return [alone(flow.share, endsIn5xx(rule))];
      const shares = [...stuck.shares(now, forward)];
      if (shares.length === 0) return [alone(flow.share, true)];
      return shares
        .filter(([, share]) => share > 0)
        .map(([arn, share]) => this.#division(arn, share * flow.share));
    });
    if (paths.every(({ forward }) => forward?.stickySeconds === undefined)) this.#divisions = divisions;
    return divisions;
  }

  /** What weights alone give a group, in percent of all users, at the balancer's nodes. */
  percentOf(groupArn: string): number {
    const share = this.#livePaths().reduce((sum, { forward }, index) => {
      const own = forward === undefined ? 0 : (byWeight(forward).get(groupArn) ?? 0);
      return sum + own * (this.#flows[index]?.flow.share ?? 0);
    }, 0);
    return Number((share * 100).toFixed(6));
  }

  /** Whether this is a rule that users are served by, and not somebody's own door. */
  isUsersRule(arn: string): boolean {
    return this.#livePaths().some(({ rule }) => rule?.arn === arn);
  }

  #livePaths(): readonly Path[] {
    this.#paths ??= this.#flows.map(({ flow }) => pathOf(flow, this.#balancer));
    return this.#paths;
  }

  #division(groupArn: string, share: number): Division {
    let targets = this.#targets.get(groupArn);
    if (targets === undefined) this.#targets.set(groupArn, (targets = targetsOf(groupArn, this.#balancer)));
    return { share, groupArn, ...targets };
  }
}

function pathOf(flow: Flow, balancer: Balancer): Path {
  const rule = ruleFor(flow.request, balancer.live);
  return { rule, forward: rule && forwardOf(rule.actions) };
}

function alone(share: number, isServerError: boolean): Division {
  return { share, groupArn: undefined, portions: [], isFailedOpen: false, isServerError };
}

function endsIn5xx(rule: StoredRule | undefined): boolean {
  return rule?.actions.at(-1)?.FixedResponseConfig?.StatusCode?.startsWith('5') ?? false;
}

function targetsOf(groupArn: string, balancer: Balancer): Omit<Division, 'share' | 'groupArn'> {
  const { targets, isFailedOpen } = balancer.group(groupArn).candidates();
  const portions = [];
  for (const version of ['stable', 'canary'] as const) {
    for (const answers of [true, false]) {
      const count = targets.filter(
        (target) => target.version === version && target.answers === answers,
      ).length;
      if (count > 0) portions.push({ version, answers, share: count / targets.length });
    }
  }
  return { portions, isFailedOpen, isServerError: true };
}

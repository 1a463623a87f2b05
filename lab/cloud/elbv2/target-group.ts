/**
 * One target group: its targets and their health. A check happens every `intervalMilliseconds` from the target's first
 * one on, but only the check that changes a state is an entry on the clock.
 *
 * Not modelled: slow start, target stickiness, anomaly mitigation, cross-zone settings, checks of different zones.
 */
import type { Entry, VirtualClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Versions, VersionName } from '../../users/behaviour.ts';

export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining';

export interface Target {
  readonly id: string;
  readonly port: number;
  readonly version: VersionName;
  readonly firstCheckAt: number;
  state: TargetState;
  /** Whether its health checks pass now. */
  passes: boolean;
  /** False once its process is gone: connections are refused. */
  answers: boolean;
  due?: Entry | undefined;
}

export interface GroupSettings {
  readonly arn: string;
  readonly name: string;
  readonly port: number;
  readonly deregistrationMilliseconds: number;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface GroupSurroundings {
  readonly clock: VirtualClock;
  readonly random: Pick<Random, 'int'>;
  readonly versions: Readonly<Versions>;
  /** Called before anything changes that users would notice. */
  readonly beforeChange: () => void;
}

export const healthCheck = {
  intervalMilliseconds: 30_000,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
} as const;

export class TargetGroup {
  readonly settings: GroupSettings;
  readonly #around: GroupSurroundings;
  #targets: Target[] = [];
  #isUsed = false;
  /** How many targets of a version there should be, where the owner knows. A share is rounded over these. */
  slots: (version: VersionName) => number | undefined = () => undefined;
  /** Called when a target's health has changed. */
  onHealth: () => void = () => undefined;

  constructor(settings: GroupSettings, around: GroupSurroundings) {
    this.settings = settings;
    this.#around = around;
  }

  get arn(): string {
    return this.settings.arn;
  }

  get targets(): readonly Readonly<Target>[] {
    return this.#targets;
  }

  /** Whether any rule forwards here: only then are targets checked. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  set isUsed(used: boolean) {
    if (used === this.#isUsed) return;
    this.#around.beforeChange();
    this.#isUsed = used;
    for (const target of this.#live()) {
      target.state = 'initial';
      this.#schedule(target);
    }
    this.onHealth();
  }

  find(id: string): Readonly<Target> | undefined {
    return this.#targets.find((target) => target.id === id);
  }

  count(state: TargetState): number {
    if (!this.#isUsed && state !== 'draining') return 0;
    let count = 0;
    for (const target of this.#targets) if (target.state === state) count++;
    return count;
  }

  /** Where the balancer would send a request: healthy targets, else every unhealthy one (it fails open). */
  candidates(): { readonly targets: readonly Readonly<Target>[]; readonly isFailedOpen: boolean } {
    // A rule change reaches the nodes later than the API: a group that was just left is still served.
    if (!this.#isUsed) return { targets: this.#live(), isFailedOpen: false };
    const healthy = this.#targets.filter((target) => target.state === 'healthy');
    if (healthy.length > 0) return { targets: healthy, isFailedOpen: false };
    return { targets: this.#targets.filter((target) => target.state === 'unhealthy'), isFailedOpen: true };
  }

  /** `settled` puts a target there as if it had been there for long. */
  register(id: string, version: VersionName, settled = false): void {
    this.#around.beforeChange();
    const now = this.#around.clock.now();
    const firstCheckAt = now + this.#around.random.int(10_000, 30_000);
    const target: Target = {
      id,
      port: this.settings.port,
      version,
      firstCheckAt,
      state: 'initial',
      passes: true,
      answers: true,
    };
    this.#targets.push(target);
    this.recheck();
    if (settled) target.state = target.passes ? 'healthy' : 'unhealthy';
    this.#schedule(target);
  }

  /** Drains: no new requests from now on, gone after the deregistration delay. */
  deregister(id: string): void {
    const target = this.#targets.find((candidate) => candidate.id === id);
    if (target === undefined || target.state === 'draining') return;
    this.#around.beforeChange();
    target.due?.cancel();
    target.state = 'draining';
    this.#around.clock.after(this.settings.deregistrationMilliseconds, () => {
      this.#targets = this.#targets.filter((other) => other !== target);
    });
    this.recheck();
  }

  /** The process behind a target is gone; the balancer finds out by its checks, or by being told. */
  crash(id: string): void {
    const target = this.#targets.find((candidate) => candidate.id === id);
    if (target === undefined) return;
    this.#around.beforeChange();
    target.answers = false;
    this.recheck();
  }

  /** Looks again at which targets pass their checks: a version or the number of targets has changed. */
  recheck(): void {
    for (const version of ['stable', 'canary'] as const) {
      const targets = this.#live().filter((target) => target.version === version && target.answers);
      const wanted = this.#passing(version, targets.length);
      let passing = targets.filter((target) => target.passes).length;
      for (const target of targets.toReversed())
        if (passing > wanted && target.passes) passing -= this.#turn(target, false);
      for (const target of targets)
        if (passing < wanted && !target.passes) passing -= this.#turn(target, true);
    }
    for (const target of this.#live()) if (!target.answers && target.passes) this.#turn(target, false);
  }

  /** A share is of the targets there should be, so that a replacement inherits the fate of the one it replaces. */
  #passing(version: VersionName, count: number): number {
    const share = this.#around.versions[version].healthyShare;
    if (share >= 1) return count;
    return Math.min(count, Math.round(share * (this.slots(version) ?? count)));
  }

  #turn(target: Target, passes: boolean): 1 | -1 {
    target.passes = passes;
    this.#schedule(target);
    return passes ? -1 : 1;
  }

  #live(): Target[] {
    return this.#targets.filter((target) => target.state !== 'draining');
  }

  #schedule(target: Target): void {
    target.due?.cancel();
    const next = nextState(target);
    if (!this.#isUsed || next === undefined) return;
    target.due = this.#around.clock.at(this.#checkAt(target, next.checks), () => {
      this.#around.beforeChange();
      target.state = next.state;
      this.onHealth();
    });
  }

  /** When the n-th check from now is. */
  #checkAt(target: Target, checks: number): number {
    const interval = healthCheck.intervalMilliseconds;
    const passed = Math.max(0, Math.ceil((this.#around.clock.now() - target.firstCheckAt) / interval));
    return target.firstCheckAt + (passed + checks - 1) * interval;
  }
}

/** Where a target's checks are leading it, and after how many. A new target needs one passed check only. */
function nextState(target: Target): { readonly state: TargetState; readonly checks: number } | undefined {
  const { state, passes } = target;
  if (state === 'initial' && passes) return { state: 'healthy', checks: 1 };
  if (state === 'unhealthy' && passes) return { state: 'healthy', checks: healthCheck.healthyThreshold };
  if (state !== 'draining' && state !== 'unhealthy' && !passes) {
    return { state: 'unhealthy', checks: healthCheck.unhealthyThreshold };
  }
  return undefined;
}

/** The faults of calls that wait for one: what a scenario arms, and what the wire asks about before each attempt. */
import type { VirtualClock } from '../clock.ts';
import type { Call, Fault, Faults } from '../cloud/wire/call.ts';
import type { Wire } from '../cloud/wire.ts';
import type { Deed } from '../scenario/scenario.ts';
import { isNamedBy } from './call-name.ts';
import { type Ordinal, Writes } from './writes.ts';

export type CallDeed = Extract<Deed, { kind: 'fail' | 'slow' | 'crash' }>;

export interface Hit {
  readonly at: number;
  readonly deed: CallDeed;
  readonly call: Call;
  /** Which of its invocation's writes, where that is counted. */
  readonly write?: number;
}

interface Armed {
  readonly deed: CallDeed;
  readonly untilAt: number;
  left: number;
}

export class ArmedFaults implements Faults {
  readonly #clock: VirtualClock;
  readonly #writes = new Writes();
  readonly #listeners: ((hit: Hit) => void)[] = [];
  #armed: Armed[] = [];

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /** Counts a function's writes from now on: a crash that is armed while it runs must know how far it has come. */
  count(functionName: string): void {
    this.#writes.count(functionName);
  }

  arm(deed: CallDeed): void {
    if (deed.kind === 'crash') this.count(deed.function);
    const forMilliseconds = deed.kind === 'crash' ? Infinity : (deed.forMilliseconds ?? Infinity);
    this.#armed.push({ deed, untilAt: this.#clock.now() + forMilliseconds, left: deed.times });
  }

  onHit(listener: (hit: Hit) => void): void {
    this.#listeners.push(listener);
  }

  /** Faults that were armed for so many and have not met as many, with what is left of them. */
  unspent(): readonly { readonly deed: CallDeed; readonly left: number }[] {
    return this.#armed.flatMap(({ deed, left }) => (Number.isFinite(left) ? [{ deed, left }] : []));
  }

  before(call: Call): Fault | undefined {
    if (this.#armed.length === 0 && !this.#writes.isCounting) return undefined;
    const ordinal = this.#writes.ordinalOf(call);
    const met = this.#armed.filter(
      (one) => one.left > 0 && call.at < one.untilAt && meets(one.deed, call, ordinal),
    );
    if (met.length === 0) return undefined;
    const dying = met.find(({ deed }) => deed.kind === 'crash' && deed.when === 'before-write');
    // What never leaves its caller can neither fail nor be slow.
    if (dying !== undefined) return this.#hit([dying], call, ordinal);
    const failing = met.find(({ deed }) => deed.kind === 'fail');
    const slow = met.find(({ deed }) => deed.kind === 'slow');
    const dyingAfter = hasEffect(failing) ? met.find(({ deed }) => deed.kind === 'crash') : undefined;
    return this.#hit(
      [failing, slow, dyingAfter].filter((one) => one !== undefined),
      call,
      ordinal,
    );
  }

  #hit(met: readonly Armed[], call: Call, ordinal: Ordinal | undefined): Fault | undefined {
    for (const one of met) {
      one.left -= 1;
      const write = ordinal === undefined ? {} : { write: ordinal.write };
      for (const listener of this.#listeners) listener({ at: call.at, deed: one.deed, call, ...write });
    }
    this.#armed = this.#armed.filter(({ left }) => left > 0);
    return met.length === 0 ? undefined : Object.assign({}, ...met.map(({ deed }) => faultOf(deed)));
  }
}

const known = new WeakMap<Wire, ArmedFaults>();

/** A lab's armed faults; its wire asks for them from the first time on that somebody wants any. */
export function faultsOf({
  wire,
  clock,
}: {
  readonly wire: Wire;
  readonly clock: VirtualClock;
}): ArmedFaults {
  let faults = known.get(wire);
  if (faults === undefined) {
    known.set(wire, (faults = new ArmedFaults(clock)));
    wire.meet(faults);
  }
  return faults;
}

function meets(deed: CallDeed, call: Call, ordinal: Ordinal | undefined): boolean {
  if (deed.kind !== 'crash') {
    const isTheirs = deed.function === undefined || deed.function === call.caller.functionName;
    return isTheirs && isNamedBy(deed.call, call.service, call.action);
  }
  if (deed.function !== call.caller.functionName || ordinal === undefined) return false;
  if (deed.call !== undefined) return deed.call === `${call.service}:${call.action}`;
  return deed.write === undefined ? ordinal.isItsOwn : ordinal.write === deed.write;
}

/** A write that fails without effect is not written: who dies after it dies after a later attempt. */
function hasEffect(failing: Armed | undefined): boolean {
  return failing === undefined || (failing.deed.kind === 'fail' && failing.deed.effect);
}

function faultOf(deed: CallDeed): Fault {
  if (deed.kind === 'slow') return { delayMilliseconds: deed.byMilliseconds };
  if (deed.kind === 'fail') return { fail: { name: deed.error, effect: deed.effect } };
  return { crash: deed.when === 'before-write' ? 'before' : 'after' };
}

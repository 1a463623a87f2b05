/** Holds the invariants of `core/invariants` against the whole simulated world after every event. */
import { minutesNeeded } from '../core/decide/rung.ts';
import { approvedIsWhatShips } from '../core/invariants/approved-is-what-ships.ts';
import { dryIsDry } from '../core/invariants/dry-is-dry.ts';
import { backStays, forwardStays, heldAlone, watchedMoves } from '../core/invariants/fence-moves.ts';
import { type Ended, everyCutoverEnds } from '../core/invariants/every-cutover-ends.ts';
import { neverIntoAHole } from '../core/invariants/never-into-a-hole.ts';
import { noBlindRung } from '../core/invariants/no-blind-rung.ts';
import { nobodyApprovesTheirOwn } from '../core/invariants/nobody-approves-their-own.ts';
import type { Broken, Observed } from '../core/invariants/observed.ts';
import { oneWriter } from '../core/invariants/one-writer.ts';
import { outcomeIsTrue } from '../core/invariants/outcome-is-true.ts';
import { rollbackWins } from '../core/invariants/rollback-wins.ts';
import { silenceIsNotHealth } from '../core/invariants/silence-is-not-health.ts';
import { wayBackOpen } from '../core/invariants/way-back-open.ts';
import { canaryPercentOf } from '../core/traffic/division.ts';
import type { InvocationEnded } from './cloud/lambda/host.ts';
import type { CallRecord } from './cloud/wire/call.ts';
import type { FenceMove } from './fence-eyes.ts';
import type { GateEyes } from './gate-eyes.ts';
import { RuleLooks } from './rule-looks.ts';

export interface BrokenInvariant {
  readonly name: string;
  readonly at: string;
  /** When it was last seen broken. */
  readonly until: string;
  readonly why: string;
  readonly replay: string;
}

/** What the checker sees the world with. */
export interface Eyes {
  observe(): Observed;
  /** Minutes with enough canary requests that CloudWatch shows now and that began after `since`. */
  minutesSeen(since: number): number;
  /** Another cutover has taken the lock, and moves users now. */
  isAnothers(): boolean;
  readonly gates: GateEyes;
  onFenceMove(listener: (move: FenceMove) => void): void;
}

/** The longest that a scenario lets a weight take to reach users. */
const propagationMilliseconds = 60_000;

export class Checker {
  readonly #eyes: Eyes;
  readonly #live: boolean;
  readonly #replay: string;
  readonly #broken = new Map<string, BrokenInvariant>();
  readonly #snapshotCount: number;
  #before: Observed;
  #checked = 0;
  #hasShifted = false;
  #promoted = false;
  #reachedZero = false;
  #allowed = false;
  #ringing = false;
  #roseAt = 0;
  /** Whether a function of ours wrote a rule since the last look: what others write is drift, and not ours to answer for. */
  #weWrote = false;
  #weShifted = false;
  #drifted = false;
  #driftedAt = -Infinity;
  /** The share of the last rise that was held against its evidence. */
  #rosePercent = 0;
  readonly #looks = new RuleLooks();
  /** When whoever wrote last had read the rules before that. */
  #readAt = -Infinity;
  /** What we have written, and what is written down to be next: weights like these are nobody else's. */
  #ourPercent = 0;
  #intendedPercent = 0;
  /** When we last wrote over somebody else's weights. */
  #repairedAt = -Infinity;

  constructor(options: { readonly eyes: Eyes; readonly live: boolean; readonly replay: string }) {
    this.#eyes = options.eyes;
    this.#live = options.live;
    this.#replay = options.replay;
    this.#before = options.eyes.observe();
    this.#snapshotCount = this.#before.stable.desiredCount;
    options.eyes.gates.onApproved((at, gate, may) =>
      this.#hold('nobodyApprovesTheirOwn', at, nobodyApprovesTheirOwn(gate, may)),
    );
    options.eyes.onFenceMove((move) => this.#onFenceMove(move));
  }

  get checked(): number {
    return this.#checked;
  }

  get broken(): readonly BrokenInvariant[] {
    return [...this.#broken.values()];
  }

  /** Every call that reached a service. */
  onCall(call: CallRecord): void {
    if (!call.effect) return;
    this.#looks.onCall(call);
    if (call.action === 'ModifyRule' || call.action === 'ModifyListener') {
      this.#weWrote = true;
      this.#readAt = this.#looks.before(call);
    }
    if (this.#live) return;
    const name = `${call.service}:${call.action}`;
    this.#hold(
      'dryIsDry',
      call.at,
      dryIsDry({ name, mutating: call.mutating, ledgerKey: ledgerKey(call.input) }),
    );
  }

  /** What functions said: only these words may let the share rise. */
  onFunctionEnd(ended: InvocationEnded): void {
    const key = ended.functionName;
    const decision =
      'output' in ended.result ? (ended.result.output as { decision?: string } | null)?.decision : undefined;
    if (key === 'checkCanary' && decision === 'steady') this.#allowed = true;
    if (key === 'judgeRung') this.#allowed = decision === 'advance';
    if (key === 'lookAtTriggers') this.#ringing = decision === 'ringing';
  }

  /** After every event. */
  check(): void {
    if (this.#eyes.isAnothers()) return;
    const now = this.#eyes.observe();
    const before = this.#before;
    this.#checked += 1;
    // The ledger decides, whether or not the function that wrote it there lived to say so.
    if (!this.#promoted && now.fence?.phase === 'promoting') this.#letGo(now.at);
    this.#hold(
      'wayBackOpen',
      now.at,
      wayBackOpen(now, {
        hasShifted: this.#hasShifted,
        promoted: this.#promoted,
        snapshotCount: this.#snapshotCount,
      }),
    );
    // What somebody wrote before the lock is what the snapshot finds.
    if (before.fence === undefined && now.fence !== undefined) {
      this.#drifted = false;
      this.#ourPercent = now.writtenPercent;
    }
    if (this.#weWrote) this.#hold('neverIntoAHole', now.at, neverIntoAHole(before, now));
    // ModifyRule knows no condition: what somebody writes after the look that it goes by, nobody can see in time.
    const wasUnseen = this.#drifted && this.#driftedAt > this.#readAt;
    const wasDrifted = this.#drifted && !wasUnseen;
    // A call that was given up and sent again may land twice: the second time over what somebody wrote in between.
    const landsAgain = wasUnseen && now.writtenPercent === this.#rosePercent;
    if (now.writtenPercent !== before.writtenPercent) this.#wrote(now);
    // What somebody else wrote is put right when the way back is confirmed; until users feel that, it is theirs.
    if (!this.#drifted && now.at > this.#repairedAt + propagationMilliseconds) {
      this.#hold('rollbackWins', now.at, rollbackWins(now, { reachedZero: this.#reachedZero }));
      this.#hold('oneWriter', now.at, oneWriter(now));
    }
    if (this.#weWrote && !landsAgain && now.writtenPercent > before.writtenPercent && isRung(now))
      this.#rise(before, now, wasDrifted);
    this.#weShifted ||= this.#weWrote && now.writtenPercent > 0;
    this.#weWrote = false;
    this.#hasShifted ||= now.writtenPercent > 0;
    this.#reachedZero = now.fence?.phase === 'rollingBack' && (this.#reachedZero || now.servedPercent === 0);
    this.#before = now;
  }

  #onFenceMove({ at, before, after, holderRuns }: FenceMove): void {
    this.#intendedPercent = canaryPercentOf(after.intended);
    this.#hold('rollbackWins', at, backStays(before, after));
    this.#hold('noBlindRung', at, watchedMoves(before, after, at));
    this.#hold('neverIntoAHole', at, forwardStays(before, after));
    this.#hold('oneWriter', at, heldAlone(before, after, holderRuns));
  }

  /** The rules say something else: by us or, where no function of ours wrote, by somebody else. */
  #wrote({ at, writtenPercent }: Observed): void {
    if (this.#drifted && this.#weWrote) this.#repairedAt = at;
    if (this.#weWrote) this.#ourPercent = writtenPercent;
    const isOurs = writtenPercent === this.#ourPercent || writtenPercent === this.#intendedPercent;
    this.#drifted = !isOurs;
    if (this.#drifted) this.#driftedAt = at;
  }

  /** From here on the old version goes. */
  #letGo(at: number): void {
    this.#promoted = true;
    const { gates } = this.#eyes;
    const why = approvedIsWhatShips('stable is let go', gates.askedBeforeTheEnd(), gates.ships());
    this.#hold('approvedIsWhatShips', at, why);
  }

  #rise(before: Observed, now: Observed, isOverDrift: boolean): void {
    const { gates } = this.#eyes;
    const step = `users meet ${now.writtenPercent} %`;
    const asked = gates.askedBefore(now.writtenPercent);
    this.#hold('approvedIsWhatShips', now.at, approvedIsWhatShips(step, asked, gates.ships()));
    this.#hold(
      'noBlindRung',
      now.at,
      noBlindRung(before, now, { allowed: this.#allowed, ringing: this.#ringing, isOverDrift }),
    );
    if (before.writtenPercent > 0) {
      const minutes = this.#eyes.minutesSeen(this.#roseAt);
      this.#hold(
        'silenceIsNotHealth',
        now.at,
        silenceIsNotHealth(before, now, { minutes, needed: minutesNeeded }),
      );
    }
    this.#allowed = false;
    this.#roseAt = now.at;
    this.#rosePercent = now.writtenPercent;
  }

  /** Once the execution is over and everything has come to rest. */
  finish(at: number, ended: Ended): void {
    this.#hold('everyCutoverEnds', at, everyCutoverEnds(ended));
    if (!this.#live || this.#eyes.isAnothers()) return;
    const { servedPercent } = this.#before;
    const seen = { servedPercent, hasShifted: this.#weShifted, drifted: this.#drifted };
    this.#hold('outcomeIsTrue', at, outcomeIsTrue({ outcome: ended.outcome, ...seen }));
  }

  #hold(name: string, at: number, why: Broken): void {
    if (why === undefined) return;
    const until = new Date(at).toISOString();
    const first = this.#broken.get(name) ?? { name, at: until, why, replay: this.#replay };
    this.#broken.set(name, { ...first, until });
  }
}

function ledgerKey(input: unknown): string | undefined {
  const { Item, Key } = input as { Item?: { pk?: string }; Key?: { pk?: string } };
  return Item?.pk ?? Key?.pk;
}

/**
 * What rises after the way back has begun was written before: `oneWriter` and `rollbackWins` hold how long it stays.
 * Promoting rises only over somebody else's weights: the evidence for all of the traffic was judged before.
 */
function isRung({ fence }: Observed): boolean {
  return fence?.phase !== 'rollingBack' && fence?.phase !== 'promoting';
}

/** When each invocation has read the rules: what it writes then can go by nothing newer. */
import type { CallRecord } from './cloud/wire/call.ts';

const looking = new Set(['DescribeRules', 'DescribeListeners']);

export class RuleLooks {
  readonly #looks = new Map<string, number[]>();

  /** Every call that was answered. */
  onCall({ action, caller, at }: CallRecord): void {
    if (!looking.has(action)) return;
    const looks = this.#looks.get(caller.id) ?? [];
    looks.push(at);
    this.#looks.set(caller.id, looks);
  }

  /** The newest look before a write left its caller; whoever has not looked ought to have, just then. */
  before({ caller, sentAt }: CallRecord): number {
    return this.#looks.get(caller.id)?.findLast((at) => at <= sentAt) ?? sentAt;
  }
}

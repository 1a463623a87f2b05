/** What a gate before a rung makes of a decision to go on. */

export interface GateBefore {
  readonly name: 'ramp';
  readonly percent: number;
  /** How long the machine waits there. */
  readonly seconds: number;
  /** When people approved; absent while they have not. */
  readonly approvedAt?: number;
}

/** What the machine asks with. */
export type ToAsk = Omit<GateBefore, 'approvedAt'> & { readonly evidence: string };

/** Asks instead of rising, as long as nobody has approved. A decision to hold or to go back stands. */
export function underGate<D extends { readonly decision: string; readonly reason: string }>(
  decided: D,
  gate: GateBefore | undefined,
): {
  readonly decided: D | { readonly decision: 'ask'; readonly reason: string; readonly heldUntil?: undefined };
  readonly gate?: ToAsk;
} {
  if (decided.decision !== 'advance' || gate === undefined || gate.approvedAt !== undefined)
    return { decided };
  const { name, percent, seconds } = gate;
  const { reason } = decided;
  return { decided: { decision: 'ask', reason }, gate: { name, percent, seconds, evidence: reason } };
}

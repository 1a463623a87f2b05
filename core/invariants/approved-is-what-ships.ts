import type { GateObserved } from './nobody-approves-their-own.ts';
import type { Broken } from './observed.ts';

/** What people approve, in the digests and names that the gate showed. */
export interface Approvable extends GateObserved {
  readonly isApproved: boolean;
  /** As it stands for the subject below. */
  readonly digest: string;
  readonly planDigest: string;
  readonly definitionDigest: string;
  readonly images: readonly string[];
}

/** What is on its way to users. */
export interface Ships {
  readonly planDigest: string;
  /** Of every task definition that was registered. */
  readonly definitionDigests: ReadonlySet<string>;
  /** Of the service that gets the traffic. */
  readonly images: readonly string[];
}

/** Users meet nothing but what the gates before it were asked about: each that the plan asks for is approved, for exactly this. */
export function approvedIsWhatShips(
  step: string,
  asked: readonly (Approvable | { readonly what: string; readonly isApproved: false })[],
  ships: Ships,
): Broken {
  for (const gate of asked) {
    const why = gate.isApproved ? unlike(gate, ships) : `${gate.what} is not approved`;
    if (why !== undefined) return `${step}, and ${why}`;
  }
  return undefined;
}

function unlike(gate: Approvable, ships: Ships): Broken {
  const { what, digest, planDigest, definitionDigest, images, answers } = gate;
  const other = answers.find((one) => one.digest !== digest);
  if (other !== undefined) return `${other.by} answered ${what} when it asked about something else`;
  if (planDigest !== ships.planDigest) return `${what} was asked about another plan`;
  if (!ships.definitionDigests.has(definitionDigest))
    return `${what} was asked about a task definition that was never registered`;
  const wrong = ships.images.find((image) => !images.includes(image));
  return wrong === undefined ? undefined : `${what} was asked about ${images.join(', ')}, and ${wrong} runs`;
}

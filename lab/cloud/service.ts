/**
 * What the lab calls a simulated AWS service: its API actions by name. Each takes the SDK's input and returns
 * the SDK's output (or throws one of the SDK's own exceptions), at once: latency, faults, retries and copies
 * are the wire's business (`wire.ts`), time is the virtual clock's.
 */

export type Action = (input: never) => unknown;

export interface SimulatedService {
  /** Every answer is made for its question, and what it shares with what is kept is frozen: the wire need not copy it. */
  readonly makesItsAnswers?: true;
  readonly actions: Readonly<Record<string, Action>>;
}

/** Where everything of the lab lives. */
export const place = { partition: 'aws', region: 'eu-west-1', account: '123456789012' } as const;

/** An ARN in the lab's account and Region. */
export function arn(service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;
}

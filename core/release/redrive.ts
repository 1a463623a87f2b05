import { Failure } from '../failures.ts';

/**
 * A redrive continues an execution where it stood, with the evidence of the day on which it stopped. Old cutovers do
 * not go on into production: a new one begins with its checks.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function assertFresh(redrives: number): void {
  if (redrives === 0) return;
  throw new Failure(
    'Redriven',
    'this execution was redriven, and what it knew is old: it goes back; start a new cutover instead',
  );
}

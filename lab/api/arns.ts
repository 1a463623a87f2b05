/** The ARNs that operations take: refused as AWS does where they are none, or of something else. */
import { invalidArn } from '../states/errors.ts';

export type ArnKind = 'stateMachine' | 'execution' | 'activity' | 'express' | 'mapRun';

const whole = /^arn:[a-z0-9-]+:states:([a-z0-9-]+):(\d{12}):([A-Za-z]+):(.+)$/;

export function checkArn(text: string, ...kinds: readonly ArnKind[]): void {
  const [, , , kind] = whole.exec(text) ?? [];
  if (kind === undefined) throw invalidArn(`Invalid ARN prefix: ${text}`);
  if (!kinds.some((one) => one === kind))
    throw invalidArn(`Resource type not valid in this context: ${kind}`);
}

/** A role's ARN, of whatever account. */
export function checkRoleArn(text: string): void {
  if (!/^arn:[a-z0-9-]+:iam::\d{12}:role\/.+$/.test(text)) throw invalidArn(`Invalid ARN prefix: ${text}`);
}

export function regionOf(text: unknown): string | undefined {
  return typeof text === 'string' ? whole.exec(text)?.[1] : undefined;
}

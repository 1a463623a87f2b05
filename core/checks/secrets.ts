import type { Verdict } from '../verdict.ts';
import { combined, plural, timeText } from './findings.ts';

export interface SecretFacts {
  /** The variable that gets it, and where it comes from. */
  readonly variable: string;
  readonly from: string;
  readonly state: 'there' | 'missing' | 'deleted' | 'noValue';
  readonly nextRotationAt?: number | undefined;
}

/** No value is ever read. A rotation that is overdue lies in the past and says nothing of tonight. */
export function judgeSecrets(
  secrets: readonly SecretFacts[],
  window: { readonly from: number; readonly to: number },
): Verdict {
  return combined(
    secrets.map((secret) => judge(secret, window)),
    `${plural(secrets.length, 'secret')} in place with a current value, none rotates before ${timeText(window.to)}`,
  );
}

const says = {
  missing: 'does not exist',
  deleted: 'is marked for deletion',
  noValue: 'has no version with the stage that the task definition asks for',
} as const;

function judge(secret: SecretFacts, window: { readonly from: number; readonly to: number }): Verdict {
  const { variable, from, state, nextRotationAt } = secret;
  const what = `${shortName(from)} (for ${variable})`;
  if (state !== 'there') return { outcome: 'fail', reason: `${what} ${says[state]}` };
  if (nextRotationAt === undefined || nextRotationAt < window.from || nextRotationAt > window.to)
    return { outcome: 'pass', reason: '' };
  return {
    outcome: 'fail',
    reason: `${what} rotates ${timeText(nextRotationAt)}, in the middle of the release`,
  };
}

/** `arn:…:secret:shop/key-Ab12Cd:json::` → `shop/key-Ab12Cd`. */
function shortName(from: string): string {
  return /:secret:([^:]+)/.exec(from)?.[1] ?? /:parameter(\/.+)$/.exec(from)?.[1] ?? from;
}

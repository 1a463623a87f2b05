import type { Verdict } from '../verdict.ts';
import { combined, timeText } from './findings.ts';

export interface Certificate {
  readonly arn: string;
  readonly domain: string;
  readonly status: string;
  readonly notAfter: number | undefined;
  readonly isInUse: boolean;
}

/** `until`: when the release is planned to end, and the time that certificates must outlive it by. */
export function judgeCertificates(
  certificates: readonly Certificate[],
  { endsAt, validForSeconds }: { readonly endsAt: number; readonly validForSeconds: number },
): Verdict {
  if (certificates.length === 0)
    return { outcome: 'fail', reason: 'no listener of the rules has a certificate of ACM' };
  const until = endsAt + validForSeconds * 1000;
  const verdicts = certificates.map((one) => judge(one, until));
  const first = certificates.map(({ domain, notAfter = 0 }) => `${domain} until ${timeText(notAfter)}`);
  return combined(verdicts, `issued: ${first.join(', ')}`);
}

function judge({ domain, status, notAfter, isInUse }: Certificate, until: number): Verdict {
  if (status !== 'ISSUED') return { outcome: 'fail', reason: `the certificate of ${domain} is ${status}` };
  if (notAfter === undefined)
    return { outcome: 'inconclusive', reason: `the certificate of ${domain} says no end` };
  if (notAfter <= until)
    return {
      outcome: 'fail',
      reason: `the certificate of ${domain} ends ${timeText(notAfter)}, and must be valid until ${timeText(until)}`,
    };
  if (!isInUse)
    return { outcome: 'fail', reason: `the certificate of ${domain} is not used by the balancer` };
  return { outcome: 'pass', reason: '' };
}

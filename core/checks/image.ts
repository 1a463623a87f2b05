import type { Verdict } from '../verdict.ts';
import { combined } from './findings.ts';
import { type Severity, severities } from './planned.ts';

export interface ImageFacts {
  /** As the task definition names it. */
  readonly name: string;
  readonly digest: string | undefined;
  /** `ACTIVE`, `ARCHIVED`, … */
  readonly status: string | undefined;
  /** Named by its digest, or by a tag that nobody can move. */
  readonly isFixed: boolean;
  /** Undefined where the image was never scanned. */
  readonly scan?:
    | {
        readonly status: string;
        /** Findings by severity, in ECR's spelling. */
        readonly counts: Readonly<Record<string, number>>;
      }
    | undefined;
}

interface Rule {
  readonly findingsBelow: Severity;
  readonly scan: 'required' | 'optional';
}

/** Others are not scanned: PENDING, FAILED, UNSUPPORTED_IMAGE, SCAN_ELIGIBILITY_EXPIRED, FINDINGS_UNAVAILABLE, … */
const scanned: ReadonlySet<string> = new Set(['COMPLETE', 'ACTIVE']);

export function judgeImages(images: readonly ImageFacts[], rule: Rule): Verdict {
  if (images.length === 0) return { outcome: 'inconclusive', reason: 'no image of ECR is released' };
  const told = images.map(({ name, digest = '' }) => `${shortName(name)} is ${digest.slice(0, 19)}…`);
  return combined(
    images.flatMap((image) => judge(image, rule)),
    `${told.join(', ')}; in place, fixed and scanned`,
  );
}

function judge(image: ImageFacts, rule: Rule): Verdict[] {
  const name = shortName(image.name);
  if (image.digest === undefined) return [failed(`${name} is not in ECR`)];
  const status = image.status ?? 'ACTIVE';
  return [
    ...(status === 'ACTIVE' ? [] : [failed(`${name} is ${status}`)]),
    ...(image.isFixed
      ? []
      : [
          failed(
            `the tag of ${name} can be moved: release by digest, or make the repository's tags immutable`,
          ),
        ]),
    judgeScan(name, image.scan, rule),
  ];
}

function judgeScan(name: string, scan: ImageFacts['scan'], rule: Rule): Verdict {
  if (scan === undefined || !scanned.has(scan.status)) {
    const reason = `${name} is not scanned (${scan?.status ?? 'no scan'})`;
    return {
      outcome:
        rule.scan === 'optional'
          ? 'pass'
          : scan?.status === 'PENDING' || scan?.status === 'IN_PROGRESS'
            ? 'inconclusive'
            : 'fail',
      reason,
    };
  }
  const limit = severities.indexOf(rule.findingsBelow);
  const grave = Object.entries(scan.counts).filter(
    ([severity, count]) => count > 0 && severities.indexOf(severity.toLowerCase() as Severity) >= limit,
  );
  if (grave.length === 0) return { outcome: 'pass', reason: '' };
  const counts = grave.map(([severity, count]) => `${count} ${severity.toLowerCase()}`);
  return failed(`the scan of ${name} found ${counts.join(', ')}`);
}

function failed(reason: string): Verdict {
  return { outcome: 'fail', reason };
}

function shortName(image: string): string {
  return image.slice(image.indexOf('/') + 1).replace(/@sha256:([0-9a-f]{12}).*$/, '@$1');
}

import type { Verdict } from '../verdict.ts';
import { combined, enumerated } from './findings.ts';
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

/** An image that is started too and is not looked at: outside ECR, or beside the release's own. */
export interface OtherImage {
  readonly name: string;
  readonly isInEcr: boolean;
}

/** Others are not scanned: PENDING, FAILED, UNSUPPORTED_IMAGE, SCAN_ELIGIBILITY_EXPIRED, FINDINGS_UNAVAILABLE, … */
const scanned: ReadonlySet<string> = new Set(['COMPLETE', 'ACTIVE']);

export function judgeImages(
  images: readonly ImageFacts[],
  rule: Rule,
  others: readonly OtherImage[] = [],
): Verdict {
  const told = images.map(({ name, digest = '' }) => `${shortName(name)} is ${digest.slice(0, 19)}…`);
  const unrated = images.flatMap((image) => unratedText(image) ?? []);
  const unseen = others.map(({ name }) => name);
  const verdicts = [
    ...images.flatMap((image) => judge(image, rule)),
    ...others.flatMap(judgeOther),
    ...(images.length === 0 ? [unclear('no image of ECR is released')] : []),
  ];
  return combined(
    verdicts,
    [
      `${told.join(', ')}; in place, fixed and scanned`,
      ...unrated,
      ...(unseen.length > 0 ? [`by digest, and not looked at: ${enumerated(unseen.map(shortDigest))}`] : []),
    ].join('; '),
  );
}

/** By its digest nobody can swap it; what a tag stands for tonight is known to nobody here. */
function judgeOther({ name, isInEcr }: OtherImage): Verdict[] {
  if (/@sha256:[0-9a-f]{64}$/.test(name)) return [];
  const where = isInEcr ? "is not of the release's repository" : 'is not in ECR';
  return [unclear(`${name} ${where} and was not looked at: name it by digest, so that it cannot be swapped`)];
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
  if (rule.findingsBelow === 'low' && unratedOf(scan).length > 0)
    return unclear(`${unratedText({ name, scan }) ?? ''}, and none may be as severe as low`);
  const limit = severities.indexOf(rule.findingsBelow);
  const grave = Object.entries(scan.counts).filter(
    ([severity, count]) => count > 0 && severities.indexOf(severity.toLowerCase() as Severity) >= limit,
  );
  if (grave.length === 0) return { outcome: 'pass', reason: '' };
  const counts = grave.map(([severity, count]) => `${count} ${severity.toLowerCase()}`);
  return failed(`the scan of ${name} found ${counts.join(', ')}`);
}

function isRated(severity: string): boolean {
  return severity === 'informational' || severities.includes(severity as Severity);
}

/** `UNDEFINED`, `UNTRIAGED`, and whatever ECR may add: how bad they are, nobody has said yet. `INFORMATIONAL` is below low. */
function unratedOf({ counts }: NonNullable<ImageFacts['scan']>): [string, number][] {
  return Object.entries(counts).filter(([severity, count]) => count > 0 && !isRated(severity.toLowerCase()));
}

function unratedText({ name, scan }: Pick<ImageFacts, 'name' | 'scan'>): string | undefined {
  const unrated = scan === undefined ? [] : unratedOf(scan);
  if (unrated.length === 0) return undefined;
  const counts = unrated.map(([severity, count]) => `${count} ${severity.toLowerCase()}`);
  return `the scan of ${shortName(name)} found ${counts.join(', ')}, which nobody has rated`;
}

function unclear(reason: string): Verdict {
  return { outcome: 'inconclusive', reason };
}

function failed(reason: string): Verdict {
  return { outcome: 'fail', reason };
}

function shortName(image: string): string {
  return shortDigest(image.slice(image.indexOf('/') + 1));
}

function shortDigest(image: string): string {
  return image.replace(/@sha256:([0-9a-f]{12}).*$/, '@$1');
}

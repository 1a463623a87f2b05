/**
 * Which state the points of an evaluation range mean, gaps included.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { TreatMissingData } from './alarm.ts';

/** CloudWatch looks at more periods than it needs, in case some are missing: in AWS's examples at two more. */
export const periodsBeyond = 2;

export interface Rule {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
}

/** `points`: whether each breaches, the oldest first, undefined where there is none. Undefined: the state stays. */
export function judge(points: readonly (boolean | undefined)[], rule: Rule): StateValue | undefined {
  const real = points.filter((breaches) => breaches !== undefined);
  const judged = real.slice(-rule.evaluationPeriods);
  const breaching = judged.filter(Boolean).length;
  const filled = rule.evaluationPeriods - judged.length;
  if (filled > 0 && (rule.treatMissingData === 'missing' || rule.treatMissingData === 'ignore'))
    return judgeGaps(points, real, rule);
  const counted = rule.treatMissingData === 'breaching' ? breaching + filled : breaching;
  return counted >= rule.datapointsToAlarm ? 'ALARM' : 'OK';
}

/** Fewer real points than needed, and nothing to fill the gaps with. */
function judgeGaps(
  points: readonly (boolean | undefined)[],
  real: readonly boolean[],
  { datapointsToAlarm, treatMissingData }: Rule,
): StateValue | undefined {
  if (real.filter(Boolean).length >= datapointsToAlarm) return 'ALARM';
  if (real.includes(false)) return 'OK';
  if (treatMissingData === 'ignore') return undefined;
  // A lone breaching point alarms once it is as old as M points would be, and not before: the next may be a good one.
  const oldest = points.indexOf(true);
  const isOldEnough = oldest >= 0 && points.length - oldest >= datapointsToAlarm;
  return isOldEnough ? 'ALARM' : 'INSUFFICIENT_DATA';
}

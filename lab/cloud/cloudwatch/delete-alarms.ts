import { type DeleteAlarmsInput, ResourceNotFound } from '@aws-sdk/client-cloudwatch';
import type { Alarms } from './alarms/alarms.ts';
import { invalid } from './errors.ts';

/**
 * Names that somebody has are deleted even where others are nobody's. AWS documents that, and an error for unknown names:
 * the lab does both, so that nobody takes the error for nothing done.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
export function deleteAlarms(alarms: Alarms) {
  return ({ AlarmNames = [] }: DeleteAlarmsInput): object => {
    if (AlarmNames.length > 100) throw invalid('AlarmNames must have at most 100 members.');
    const unknown = AlarmNames.find((name) => alarms.find(name) === undefined);
    for (const name of AlarmNames) alarms.delete(name);
    if (unknown === undefined) return {};
    throw new ResourceNotFound({
      message: `Unknown alarm ${unknown}`,
      $metadata: { httpStatusCode: 404 },
    });
  };
}

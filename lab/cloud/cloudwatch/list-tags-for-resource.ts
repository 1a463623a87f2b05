import {
  type ListTagsForResourceInput,
  type ListTagsForResourceOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch';
import { alarmArn } from './alarms/alarm.ts';
import type { Alarms } from './alarms/alarms.ts';

/** Of alarms alone. */
export function listTagsForResource(alarms: Alarms) {
  return ({ ResourceARN = '' }: ListTagsForResourceInput): ListTagsForResourceOutput => {
    const alarm = alarms.all().find(({ name }) => alarmArn(name) === ResourceARN);
    if (alarm === undefined)
      throw new ResourceNotFoundException({ message: `Unknown resource ${ResourceARN}`, $metadata: {} });
    return { Tags: alarm.tags.map((tag) => ({ ...tag })) };
  };
}

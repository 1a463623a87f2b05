import { LimitExceededFault, type PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Alarms } from './alarms/alarms.ts';
import { configurationOf } from './alarms/configuration.ts';
import { invalid } from './errors.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html as it was until 2023. */
const alarmsMax = 5000;
const tagsMax = 50;

/**
 * A new alarm knows nothing yet; an existing one keeps its state and its tags, and gets everything else anew.
 * Not modelled: alarm actions, anomaly detection, units, high resolution, PromQL, warm-up.
 */
export function putMetricAlarm(alarms: Alarms) {
  return (input: PutMetricAlarmInput): object => {
    const configuration = configurationOf(input, alarms.metrics);
    const at = alarms.now();
    const known = alarms.find(configuration.name);
    if (known !== undefined) {
      const { tags, state, transitionedAt } = known;
      alarms.put({ ...configuration, tags, state, transitionedAt, configuredAt: at });
      return {};
    }
    if (alarms.count >= alarmsMax)
      throw new LimitExceededFault({ message: `at most ${alarmsMax} alarms`, $metadata: {} });
    const tags = input.Tags ?? [];
    if (tags.length > tagsMax) throw invalid(`An alarm can have at most ${tagsMax} tags.`);
    const state = { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation', at } as const;
    alarms.put({ ...configuration, tags, state, transitionedAt: at, configuredAt: at });
    return {};
  };
}

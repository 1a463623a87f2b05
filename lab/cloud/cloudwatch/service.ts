import type { SimulatedService } from '../service.ts';
import { getMetricData } from './get-metric-data.ts';
import type { Metrics } from './metrics.ts';

/** CloudWatch's metrics. Alarms and dashboards are somebody else's. */
export function cloudwatch(metrics: Metrics) {
  return {
    makesItsAnswers: true,
    actions: { GetMetricData: getMetricData(metrics) },
  } satisfies SimulatedService;
}

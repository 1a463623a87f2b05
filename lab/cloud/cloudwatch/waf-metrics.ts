/** AWS/WAFV2 of the web ACL: what passed and what its counting rules matched, the same every minute. */
import { place } from '../service.ts';
import { counted, type MetricSource } from './series.ts';

const allowedAMinute = 3000;

export function wafMetrics(finding: 'count' | 'block' | 'falsePositives' | 'none'): MetricSource {
  const counts: Readonly<Record<string, number>> = {
    AllowedRequests: allowedAMinute,
    CountedRequests: finding === 'falsePositives' ? 180 : 3,
  };
  return ({ namespace, name, dimensions }) => {
    const { WebACL, Region, Rule } = dimensions;
    const isAsked =
      namespace === 'AWS/WAFV2' && WebACL === 'claude-proxy' && Region === place.region && Rule === 'ALL';
    return isAsked && finding !== 'none' ? () => counted(counts[name] ?? 0) : undefined;
  };
}

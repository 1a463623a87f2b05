import type { GetSampledRequestsRequest, GetSampledRequestsResponse } from '@aws-sdk/client-wafv2';
import type { VirtualClock } from '../../clock.ts';
import type { WafFinding } from './get-web-acl-for-resource.ts';

/** With false positives, big bodies of users are counted by the managed group. Not modelled: weights, populations, the 3-hour bound. */
export function getSampledRequests(clock: VirtualClock, finding: WafFinding) {
  return ({ RuleMetricName }: GetSampledRequestsRequest): GetSampledRequestsResponse => {
    if (finding !== 'falsePositives' || RuleMetricName !== 'common')
      return { SampledRequests: [], PopulationSize: 0 };
    const request = {
      ClientIP: '203.0.113.7',
      Country: 'DE',
      URI: '/v1/messages?session=must-not-be-shown',
      Method: 'POST',
      HTTPVersion: 'HTTP/2.0',
      Headers: [{ Name: 'authorization', Value: 'must-not-be-shown' }],
    };
    const sample = {
      Request: request,
      Weight: 40,
      Timestamp: new Date(clock.now() - 60_000),
      Action: 'COUNT',
    };
    return { SampledRequests: [sample, sample], PopulationSize: 80 };
  };
}

import type {
  DescribeListenerCertificatesInput,
  DescribeListenerCertificatesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { arn } from '../service.ts';
import type { Balancer } from './state.ts';

/** One certificate where the listener speaks HTTPS. Not modelled: further hosts, paging. */
export function describeListenerCertificates(balancer: Balancer) {
  return ({ ListenerArn = '' }: DescribeListenerCertificatesInput): DescribeListenerCertificatesOutput => {
    balancer.requireListener(ListenerArn);
    const CertificateArn = arn('acm', 'certificate/12345678-1234-1234-1234-123456789012');
    return {
      Certificates: balancer.settings.protocol === 'HTTPS' ? [{ CertificateArn, IsDefault: true }] : [],
    };
  };
}

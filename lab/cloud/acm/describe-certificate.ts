import type { DescribeCertificateRequest, DescribeCertificateResponse } from '@aws-sdk/client-acm';

const day = 86_400_000;

/** Every certificate is issued, valid for 200 days and used by the balancer. Not modelled: requests, renewal, revocation. */
export function describeCertificate(startedAt: number, loadBalancerArn: string) {
  return ({ CertificateArn }: DescribeCertificateRequest): DescribeCertificateResponse => ({
    Certificate: {
      CertificateArn,
      DomainName: 'claude-proxy.example.com',
      Status: 'ISSUED',
      Type: 'AMAZON_ISSUED',
      NotBefore: new Date(startedAt - 165 * day),
      NotAfter: new Date(startedAt + 200 * day),
      InUseBy: [loadBalancerArn],
    },
  });
}

import type { VirtualClock } from '../../clock.ts';
import type { SimulatedService } from '../service.ts';
import { describeCertificate } from './describe-certificate.ts';

export function acm(clock: VirtualClock, loadBalancerArn: string) {
  return {
    actions: { DescribeCertificate: describeCertificate(clock.now(), loadBalancerArn) },
  } satisfies SimulatedService;
}

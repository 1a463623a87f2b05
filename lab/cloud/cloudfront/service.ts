import type { SimulatedService } from '../service.ts';
import { listDistributions } from './list-distributions.ts';

export function cloudfront(finding: 'none' | 'deployed' | 'inProgress', balancerHost: string) {
  return {
    actions: { ListDistributions: listDistributions(finding, balancerHost) },
  } satisfies SimulatedService;
}

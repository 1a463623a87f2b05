import type { SimulatedService } from '../service.ts';
import { describeImages } from './describe-images.ts';
import type { Registry } from './registry.ts';

export function ecr(registry: Registry) {
  return { actions: { DescribeImages: describeImages(registry) } } satisfies SimulatedService;
}

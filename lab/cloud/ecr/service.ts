import type { SimulatedService } from '../service.ts';
import { describeImageScanFindings } from './describe-image-scan-findings.ts';
import { describeImages } from './describe-images.ts';
import { describeRepositories } from './describe-repositories.ts';
import type { Registry } from './registry.ts';

export function ecr(registry: Registry) {
  return {
    actions: {
      DescribeImageScanFindings: describeImageScanFindings(registry),
      DescribeImages: describeImages(registry),
      DescribeRepositories: describeRepositories(registry),
    },
  } satisfies SimulatedService;
}

import type { VirtualClock } from '../../clock.ts';
import type { SimulatedService } from '../service.ts';
import { getObject, type TerraformFinding } from './get-object.ts';

export function s3(clock: VirtualClock, finding: TerraformFinding) {
  return { actions: { GetObject: getObject(clock, finding) } } satisfies SimulatedService;
}

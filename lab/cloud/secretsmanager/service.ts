import type { VirtualClock } from '../../clock.ts';
import type { SimulatedService } from '../service.ts';
import { describeSecret, type SecretsFinding } from './describe-secret.ts';
import { getSecretValue } from './get-secret-value.ts';

export function secretsmanager(clock: VirtualClock, finding: SecretsFinding) {
  return {
    actions: { DescribeSecret: describeSecret(clock.now(), finding), GetSecretValue: getSecretValue },
  } satisfies SimulatedService;
}

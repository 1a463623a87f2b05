import { batches, type RuleOptions } from '../cloud/elbv2/ground.ts';
import type { Balancer } from '../cloud/elbv2/state.ts';
import type { Flow } from './switchboard.ts';

/** Where production has a second rule, one request in five comes by it. */
const batchesShare = 0.2;

/** What users ask for. Other conditions than the calm ones may need a `usersRequest` that meets them. */
export function flowsOf(balancer: Balancer, rules: Partial<RuleOptions> = {}): Flow[] {
  const ask = (share: number, path: string): Flow => ({
    share,
    request: { host: balancer.settings.dns, path, method: 'POST', headers: {}, ...rules.usersRequest },
  });
  if (rules.hasSecondRule !== true) return [ask(1, '/v1/messages')];
  return [ask(1 - batchesShare, '/v1/messages'), ask(batchesShare, batches)];
}

import { judgeWaf } from '../../core/checks/waf.ts';
import { balancerOf } from '../../core/plan/listener-arns.ts';
import type { Reader, Readers } from './reader.ts';
import { readWebAcl } from './web-acl.ts';

const readWaf: Reader<'wafv2' | 'cloudwatch'> = async (world, { plan, now }) => {
  const facts = await readWebAcl(world, balancerOf(plan.target.rules[0]) ?? '', now);
  const rule = plan.checks.waf ?? { mode: 'count', countedAtMostPercent: 1 };
  return { verdict: judgeWaf(facts, rule), facts };
};

export const firewallReaders: Readers<'wafv2' | 'cloudwatch'> = { waf: readWaf };

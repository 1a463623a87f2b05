/** The runbook for one of many: live, with an alarm of the team's, and with nobody to ask. */
import { inside } from './names.ts';

/** `sample`: a plan for the lab's one production, its task definition inlined. What watches a queue is left out: there is one. */
export function fleetPlan(sample: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { approvals: _approvals, triggers, checks, target, ...rest } = inside(sample) as Parts;
  const { queueDepth: _depth, ...watched } = triggers;
  return {
    ...rest,
    live: true,
    staging: { url: 'http://claude-proxy.STAGING_ALB_DNS' },
    target: { ...target, productionUrl: 'http://claude-proxy.PRODUCTION_ALB_DNS' },
    checks: { ...checks, queue: false },
    triggers: { ...watched, alarms: ['claude-proxy-slo-fast-burn'] },
  };
}

type Parts = Record<'approvals' | 'triggers' | 'checks' | 'target', Record<string, unknown>>;

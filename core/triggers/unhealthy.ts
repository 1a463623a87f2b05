/** Too many targets that fail their health checks. */
import { percentText, timeText } from '../evidence/minutes.ts';
import { above, fill, over, plus, times, where } from './expression.ts';
import type { Role } from './metrics.ts';
import type { Scope, Trigger } from './trigger.ts';

export interface UnhealthyRule {
  readonly abovePercent: number;
  /** Whole minutes. */
  readonly forSeconds: number;
}

const unhealthyOf = (role: Role) => fill(`${role}Unhealthy`);
const hostsOf = (role: Role) => plus(unhealthyOf(role), fill(`${role}Healthy`));

const unhealthyHosts = {
  canary: unhealthyOf('canary'),
  all: plus(unhealthyOf('canary'), unhealthyOf('stable')),
};
const hosts = { canary: hostsOf('canary'), all: plus(hostsOf('canary'), hostsOf('stable')) };
const whose = { canary: "the canary's targets", all: 'all targets' };

export function unhealthy(scope: Scope, { abovePercent, forSeconds }: UnhealthyRule): Trigger {
  const [bad, all] = [unhealthyHosts[scope], hosts[scope]];
  // Tasks that are not served to anybody yet may take their time: whether they stand is judged before their share.
  const known = scope === 'canary' ? times(fill('canaryRequests'), all) : all;
  return {
    id: 'unhealthy',
    scope,
    expression: where(above(known, 0), over(times(100, bad), all)),
    limit: abovePercent,
    minutes: forSeconds / 60,
    breachMinutes: 1,
    sample: all,
    needs: 'health checks and a request',
    tell: (seen) => {
      const newest = seen.at(-1);
      const [failing, total] = [newest?.read(bad) ?? 0, newest?.read(all) ?? 0];
      const from = `${seen.length} min from ${timeText(seen[0]?.at ?? 0)}`;
      return (
        `${percentText(newest?.value ?? 0)} of ${whose[scope]} fail their health checks ` +
        `(${failing} of ${total}, ${from}), limit ${percentText(abovePercent)}`
      );
    },
  };
}

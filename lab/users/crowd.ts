/** Puts users before a balancer: their flows, what they are served with, and the hook that keeps their books right. */
import type { RuleOptions } from '../cloud/elbv2/ground.ts';
import type { Balancer } from '../cloud/elbv2/state.ts';
import type { VirtualClock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Versions } from './behaviour.ts';
import { errorLines } from './error-lines.ts';
import { flowsOf } from './flows.ts';
import { minuteOf } from './minutes.ts';
import { Shares } from './shares.ts';
import { Switchboard } from './switchboard.ts';
import { Users } from './users.ts';

export interface CrowdOptions {
  readonly requestsPerSecond?: number;
  readonly sessionMinutes?: number;
  readonly historyMinutes?: number;
  readonly rules?: Partial<RuleOptions>;
}

export function gatherCrowd(
  balancer: Balancer,
  among: {
    readonly clock: VirtualClock;
    readonly random: Random;
    readonly versions: Versions;
    readonly canaryGroupArn: string;
  },
  { requestsPerSecond = 50, sessionMinutes = 15, historyMinutes = 15, rules }: CrowdOptions,
) {
  const { clock, canaryGroupArn } = among;
  const historyMilliseconds = historyMinutes * 60_000;
  const since = clock.now() - historyMilliseconds;
  const switchboard = new Switchboard(balancer, flowsOf(balancer, rules), since, sessionMinutes * 60_000);
  const users = new Users(requestsPerSecond, { ...among, switchboard, historyMilliseconds });
  const shares = new Shares({ at: clock.now(), canaryPercent: switchboard.percentOf(canaryGroupArn) });
  balancer.live.onChange = () => shares.note(clock.now(), switchboard.percentOf(canaryGroupArn));
  const beforeChange = (): void => {
    users.settle();
    switchboard.forget();
  };
  const lines = errorLines((start) => users.minute(start), minuteOf(since), historyMinutes);
  return { switchboard, users, shares, beforeChange, historyMilliseconds, errorLines: lines };
}

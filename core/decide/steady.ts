import { lengthText } from '../report/words.ts';
import { timeText } from '../evidence/minutes.ts';

interface Primary {
  readonly taskDefinition: string;
  readonly rolloutState: string | undefined;
  readonly rolloutStateReason: string | undefined;
  readonly runningCount: number;
  readonly desiredCount: number;
}

/** What ECS and the balancer say of the canary's service. */
export interface CanaryFacts {
  readonly now: number;
  readonly startedAt: number;
  readonly startSecondsMax: number;
  /** The task definition that we registered. */
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly primary: Primary | undefined;
  /** Since when every look has found it standing; absent where the last one did not. */
  readonly standingSince: number | undefined;
  /** States of the targets in the canary's group, draining ones left out; absent where it was too early to ask. */
  readonly targetStates: readonly string[] | undefined;
  /** ECS's newest words about the service, for the reason. */
  readonly lastEvent: string | undefined;
}

export type SteadyDecision = {
  readonly decision: 'steady' | 'starting' | 'rollBack';
  readonly reason: string;
  /** Whether everything stands at this look. */
  readonly isStanding: boolean;
};

/** A task that starts, passes its first health check and then dies stands too, for as long as that takes. */
export const standingSeconds = 30;

/**
 * Steady means our task definition, rolled out, running at the desired count, every target healthy, and all of that
 * for `standingSeconds`. A service can be steady on the wrong version: ECS's circuit breaker puts the last good
 * task definition back.
 */
export function decideSteady(facts: CanaryFacts): SteadyDecision {
  const { primary } = facts;
  if (primary === undefined) return waiting(facts, 'the service shows no primary deployment');
  if (primary.taskDefinition !== facts.taskDefinition) {
    return {
      ...fallen,
      reason: `ECS put ${short(primary.taskDefinition)} back in place of ${short(facts.taskDefinition)}: the new tasks did not stay up${said(facts)}`,
    };
  }
  if (primary.rolloutState === 'FAILED') {
    return {
      ...fallen,
      reason: `ECS gave the deployment up: ${primary.rolloutStateReason ?? 'no reason given'}`,
    };
  }
  const tasks = `${primary.runningCount} of ${primary.desiredCount} tasks run`;
  const { targetStates } = facts;
  if (!isRolledOut(primary, facts.desiredCount) || targetStates === undefined) return waiting(facts, tasks);
  const healthy = targetStates.filter((state) => state === 'healthy').length;
  const counts = `${tasks}, ${healthy} of ${targetStates.length} targets are healthy`;
  const allHealthy = healthy === targetStates.length && healthy >= primary.desiredCount;
  if (!allHealthy) return waiting(facts, counts);
  const stoodSeconds = Math.floor((facts.now - (facts.standingSince ?? facts.now)) / 1000);
  if (stoodSeconds >= standingSeconds) return { decision: 'steady', reason: counts, isStanding: true };
  return waiting(facts, `${counts}, for ${stoodSeconds} s of ${standingSeconds} s`, true);
}

/** What targets say matters from here on; Auto Scaling's own minimum may have asked for more tasks than we did. */
export function isRolledOut(
  primary: Pick<Primary, 'rolloutState' | 'runningCount' | 'desiredCount'>,
  desiredCount: number,
): boolean {
  const { rolloutState, runningCount } = primary;
  const running = runningCount === primary.desiredCount && primary.desiredCount >= desiredCount;
  return rolloutState === 'COMPLETED' && running;
}

const fallen = { decision: 'rollBack', isStanding: false } as const;

function waiting(facts: CanaryFacts, what: string, isStanding = false): SteadyDecision {
  const waitedSeconds = Math.round((facts.now - facts.startedAt) / 1000);
  if (waitedSeconds < facts.startSecondsMax) return { decision: 'starting', reason: what, isStanding };
  return {
    ...fallen,
    reason: `the canary is not steady ${lengthText(waitedSeconds)} after ${timeText(facts.startedAt)}, at most ${lengthText(facts.startSecondsMax)} are allowed: ${what}${said(facts)}`,
  };
}

function said(facts: CanaryFacts): string {
  return facts.lastEvent === undefined ? '' : ` (ECS: ${facts.lastEvent})`;
}

function short(taskDefinitionArn: string): string {
  return taskDefinitionArn.split('/').at(-1) ?? taskDefinitionArn;
}

import type { Verdict } from '../verdict.ts';
import { findings } from './findings.ts';

export interface EcsFacts {
  readonly name: string;
  readonly controller: string | undefined;
  /** ECS itself moves the listener rule at its next deployment (`advancedConfiguration`). */
  readonly ecsOwnsRule: boolean;
  readonly deployments: readonly {
    readonly status: string | undefined;
    readonly rolloutState: string | undefined;
  }[];
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
}

/** Both services steady, nothing in flight, and the rule nobody else's to write. */
export function judgeEcs(services: readonly EcsFacts[]): Verdict {
  const counts = services.map((one) => `${one.name} ${one.runningCount} of ${one.desiredCount} tasks`);
  return findings(services.flatMap(problemsOf), `steady: ${counts.join(', ')}`);
}

function problemsOf(service: EcsFacts): string[] {
  const { name, controller = 'ECS', desiredCount, runningCount, pendingCount } = service;
  const inFlight = service.deployments.filter(
    ({ status, rolloutState = 'COMPLETED' }) => status !== 'PRIMARY' || rolloutState !== 'COMPLETED',
  );
  return [
    ...(service.ecsOwnsRule
      ? [
          `ECS moves the weights of ${name} itself (native blue/green), and two writers of one rule undo each other`,
        ]
      : []),
    ...(controller === 'ECS' ? [] : [`${name} is deployed by ${controller}, which moves traffic itself`]),
    ...(inFlight.length > 0 ? [`a deployment of ${name} is in progress`] : []),
    ...(runningCount === desiredCount && pendingCount === 0
      ? []
      : [`${name} is not whole: ${runningCount} of ${desiredCount} tasks run, ${pendingCount} start`]),
  ];
}

/** What a cutover that is over should have left behind: nothing. */
import { type Lab, ledgerTable } from './lab.ts';

export interface Leftovers {
  readonly locks: readonly string[];
  readonly armed: readonly string[];
}

/** Looks at the world before the cutover; the answer is what has come to it by then. */
export function leftoversSince(lab: Lab): () => Leftovers {
  const before = new Set(lab.production.snapshot().rules.map((rule) => rule.arn));
  return () => {
    const locks = lab.ledger
      .rows(ledgerTable)
      .flatMap((row) => (row['sk'] === 'LOCK' ? [row['pk'] as string] : []));
    const rules = lab.production.snapshot().rules.filter((rule) => !before.has(rule.arn));
    const armed = [...rules.map((rule) => `rule ${rule.arn}`), ...suspended(lab), ...alarms(lab)];
    return { locks, armed: [...armed, ...gates(lab)] };
  };
}

function suspended(lab: Lab): string[] {
  const describe = lab.production.services['application-autoscaling'].actions.DescribeScalableTargets;
  const { ScalableTargets = [] } = describe({ ServiceNamespace: 'ecs' });
  return ScalableTargets.filter((target) => target.SuspendedState?.DynamicScalingInSuspended === true).map(
    (target) => `suspended scale-in of ${target.ResourceId}`,
  );
}

/** Alarms that cutovers made, and the rows that lead from any alarm to them. */
function alarms(lab: Lab): string[] {
  const { MetricAlarms = [] } = lab.production.services.cloudwatch.actions.DescribeAlarms({
    AlarmNamePrefix: 'cutover-',
  });
  const keys = lab.ledger.rows(ledgerTable).map((row) => row['pk'] as string);
  return [
    ...MetricAlarms.map(({ AlarmName }) => `alarm ${AlarmName}`),
    ...keys.flatMap((key) => (key.startsWith('ALARM#') ? [`row ${key}`] : [])),
  ];
}

/** Gates that still wait for somebody, and task tokens that nobody will answer any more. */
function gates(lab: Lab): string[] {
  return lab.ledger.rows(ledgerTable).flatMap((row) => {
    const { gate } = row as { gate?: { id: string; status: string } };
    if (!(row['pk'] as string).startsWith('APPROVAL#') || gate === undefined) return [];
    const token = row['token'] === undefined ? [] : [`the task token of gate ${gate.id}`];
    return gate.status === 'pending' ? [`gate ${gate.id}, open`, ...token] : token;
  });
}

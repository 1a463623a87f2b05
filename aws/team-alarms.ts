/** The team's alarms, by name and state. */
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmSeen } from '../core/triggers/team-alarms.ts';
import type { Shared } from './shared.ts';
import type { World } from './world.ts';

/** So many names fit one call; a plan names far fewer. */
const namesMax = 100;

/** In the order of the names, of which there may be `namesMax`. */
export async function readTeamAlarms(
  world: World<'cloudwatch'>,
  names: readonly string[],
): Promise<readonly AlarmSeen[]> {
  if (names.length === 0) return [];
  const { MetricAlarms = [], CompositeAlarms = [] } = await world.clients.cloudwatch.send(
    new DescribeAlarmsCommand({
      AlarmNames: [...names],
      // Composite alarms are left out of the answer unless they are asked for.
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: namesMax,
    }),
  );
  const evaluations = new Map(MetricAlarms.map((one) => [one.AlarmName, one.EvaluationState]));
  return names.map((name) => {
    const found = [...MetricAlarms, ...CompositeAlarms].find((one) => one.AlarmName === name);
    if (found === undefined) return { name, state: 'missing', isSilenced: false };
    const evaluation = evaluations.get(name);
    return {
      name,
      state: found.StateValue ?? 'INSUFFICIENT_DATA',
      ...(found.StateReason !== undefined && { reason: found.StateReason }),
      ...(evaluation !== undefined && { evaluation }),
      isSilenced: found.ActionsEnabled === false,
    };
  });
}

/** An alarm that rings must not wait for the next look. */
const oldMillisecondsMax = 15_000;

export const sharedAlarms: Shared<AlarmSeen, 'cloudwatch'> = {
  kind: 'alarms',
  namesMax,
  oldMillisecondsMax,
  read: readTeamAlarms,
};

import { InvalidFormatFault, ResourceNotFound, type SetAlarmStateInput } from '@aws-sdk/client-cloudwatch';
import type { Alarms } from './alarms/alarms.ts';
import { invalid } from './errors.ts';

/** Until the next evaluation says otherwise, within a minute. */
export function setAlarmState(alarms: Alarms) {
  return ({ AlarmName = '', StateValue, StateReason, StateReasonData }: SetAlarmStateInput): object => {
    const alarm = alarms.find(AlarmName);
    if (alarm === undefined)
      throw new ResourceNotFound({ message: `Unknown alarm ${AlarmName}`, $metadata: {} });
    if (StateValue !== 'OK' && StateValue !== 'ALARM' && StateValue !== 'INSUFFICIENT_DATA')
      throw invalid('StateValue must be OK, ALARM or INSUFFICIENT_DATA.');
    if (StateReason === undefined) throw invalid('StateReason is required.');
    if (StateReasonData !== undefined && !isJson(StateReasonData))
      throw new InvalidFormatFault({ message: 'StateReasonData was not valid JSON', $metadata: {} });
    const at = alarms.now();
    alarms.setState(alarm, { value: StateValue, reason: StateReason, reasonData: StateReasonData, at });
    return {};
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import { ListAlarmMuteRulesCommand } from '@aws-sdk/client-cloudwatch';
import { judgeAlarms } from '../../core/checks/telemetry.ts';
import type { World } from '../world.ts';
import { readAlarmFacts } from './alarms.ts';
import type { Reader } from './reader.ts';

/**
 * The checklist's look: also whether a mute rule keeps an alarm's actions back now. That is a call for each alarm, and
 * mutes no state, which is what the guard goes by; so it is not looked at again before every share.
 */
export const readHeardAlarms: Reader<'cloudwatch'> = async (world, { plan }) => {
  const names = plan.checks.alarms?.names ?? [];
  const facts = [];
  for (const one of await readAlarmFacts(world, plan))
    facts.push({ ...one, isMuted: await isMuted(world, one.name) });
  return { verdict: judgeAlarms(names, facts), facts };
};

async function isMuted(world: World<'cloudwatch'>, AlarmName: string): Promise<boolean> {
  const { AlarmMuteRuleSummaries: rules = [] } = await world.clients.cloudwatch.send(
    new ListAlarmMuteRulesCommand({ AlarmName, Statuses: ['ACTIVE'], MaxRecords: 1 }),
  );
  return rules.length > 0;
}

import { GetCalendarStateCommand } from '@aws-sdk/client-ssm';
import { type CalendarFacts, judgeCalendar } from '../../core/checks/people.ts';
import { calmSeconds } from '../../core/plan/timetable.ts';
import type { Reader } from './reader.ts';

/** Open only if every calendar is; a calendar never keeps a rollback from happening. */
export const readCalendar: Reader<'ssm'> = async (world, { plan, now, endsAt }) => {
  const names = [...(plan.checks.calendar?.names ?? [])];
  const facts: CalendarFacts[] = [];
  for (const at of [now, endsAt ?? now + calmSeconds(plan) * 1000]) {
    const { State, NextTransitionTime } = await world.clients.ssm.send(
      new GetCalendarStateCommand({
        CalendarNames: names,
        AtTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
      }),
    );
    facts.push({ at, isOpen: State === 'OPEN', next: NextTransitionTime });
  }
  return { verdict: judgeCalendar(facts, now), facts };
};

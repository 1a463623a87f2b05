import type { VirtualClock } from '../../clock.ts';
import type { SimulatedService } from '../service.ts';
import { describeParameters } from './describe-parameters.ts';
import { type CalendarFinding, getCalendarState } from './get-calendar-state.ts';

export function ssm(clock: VirtualClock, finding: CalendarFinding) {
  return {
    actions: { GetCalendarState: getCalendarState(clock, finding), DescribeParameters: describeParameters },
  } satisfies SimulatedService;
}

import type { VirtualClock } from '../../clock.ts';
import type { SimulatedService } from '../service.ts';
import { filterLogEvents } from './filter-log-events.ts';

export function logs(clock: VirtualClock, finding: 'flowing' | 'silent') {
  return { actions: { FilterLogEvents: filterLogEvents(clock, finding) } } satisfies SimulatedService;
}

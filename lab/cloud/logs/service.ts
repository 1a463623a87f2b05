import type { VirtualClock } from '../../clock.ts';
import type { SimulatedService } from '../service.ts';
import { filterLogEvents } from './filter-log-events.ts';
import type { ErrorLines } from '../../users/error-lines.ts';

export function logs(clock: VirtualClock, finding: 'flowing' | 'silent', errorLines: ErrorLines) {
  return {
    actions: { FilterLogEvents: filterLogEvents(clock, finding, errorLines) },
  } satisfies SimulatedService;
}

/** Wait: an entry on the virtual clock, some seconds from now or at a time. */

import type { Compilation, Definition } from '../compile.ts';
import { runtimeProblem } from '../failure.ts';
import type { Behaviour } from '../graph.ts';
import { WAIT_SECONDS_MAX } from '../limits.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { Visit } from '../visit.ts';
import { leave, transition } from './leave.ts';
import { wholeNumber } from './number.ts';

export function compileWait(definition: Definition, compilation: Compilation): Behaviour {
  checkTimestamp(definition, compilation);
  const flow = compilation.dialect.flow(definition, compilation);
  const wait = compileDelay(definition, compilation);
  const next = transition(definition);
  return {
    async perform(visit) {
      const input = await flow.enter(visit);
      const milliseconds = await wait(visit, input);
      if (milliseconds > WAIT_SECONDS_MAX * 1000) throw runtimeProblem('Wait state delay is too long.');
      if (milliseconds > 0) await visit.branch.sleep(milliseconds);
      return leave(visit, flow, input, next);
    },
  };
}

/** Milliseconds from now; a time that has passed is no wait at all. */
function compileDelay(definition: Definition, compilation: Compilation) {
  const { dialect } = compilation;
  if ('Seconds' in definition || 'SecondsPath' in definition) {
    const seconds = wholeNumber(definition, 'Seconds', compilation, { isNeeded: true });
    return async (visit: Visit, input: unknown) => ((await seconds(visit, input)) ?? 0) * 1000;
  }
  const timestamp = dialect.reader(definition, 'Timestamp', compilation);
  return async (visit: Visit, input: unknown) => {
    const value = await timestamp(visit, input);
    const until = parseTimestamp(value);
    if (until === undefined) throw dialect.wrongValue('Timestamp', value, definition, 'timestamp');
    return until - visit.host.clock.now();
  };
}

function checkTimestamp(definition: Definition, { dialect, problem, at }: Compilation): void {
  const { Timestamp: value } = definition;
  if (value === undefined || parseTimestamp(value) !== undefined) return;
  if (dialect.language === 'JSONata' && typeof value === 'string' && value.startsWith('{%')) return;
  problem('String does not match RFC3339 timestamp', `${at}/Timestamp`);
}

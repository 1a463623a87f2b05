/** Random faults that are of no call: other people's hands, late metrics, lost events, and people's own words. */
import { commandWords } from '../../core/command/command.ts';
import type { Random } from '../random.ts';
import { oneOf, weighted } from './chances.ts';
import { drawMoment, type Times } from './draw-moment.ts';
import type { HappeningFile } from './recipe.ts';

export function drawWorldFault(random: Random, times: Times): HappeningFile {
  const at = drawMoment(random.fork('at'), times);
  const lateBy = `${random.int(30, 900)}s`;
  const lasting = `${random.int(60, 1800)}s`;
  return {
    at,
    ...weighted<object>(random, [
      [3, { drift: { canaryPercent: drawShare(random, at) } }],
      [3, { delay: { metrics: lateBy, for: lasting } }],
      [1, { lose: { events: 'alarm', for: lasting } }],
      [1, { lose: { events: oneOf(random, ['execution', 'schedule']), for: '5m' } }],
      [2, { stop: 'execution' }],
      [3, { command: oneOf(random, commandWords) }],
    ]),
  };
}

/** Whoever carries everything when a cutover starts is stable: until then, 100 % would swap who is who. */
function drawShare(random: Random, at: string): number {
  const percent = oneOf(random, [0, 1, 50, 100, random.int(0, 100)]);
  return at.startsWith('+') ? Math.min(percent, 99) : percent;
}

/** Somebody starts a second cutover of the same plan: with the first, just as that is given up, or at any moment. */
import type { Random } from '../random.ts';
import { parseMoment } from '../scenario/moment.ts';
import { happens, oneOf } from './chances.ts';
import { drawMoment, type Times } from './draw-moment.ts';
import type { HappeningFile } from './recipe.ts';

export function drawAnother(
  random: Random,
  times: Times,
  others: readonly HappeningFile[],
): readonly HappeningFile[] {
  if (happens(random.fork('at once'), 0.2)) return [{ at: '+0s', start: 'another' }];
  const ends = others.filter((one) => 'stop' in one || 'command' in one || 'crash' in one);
  const at =
    ends.length > 0 && happens(random, 0.7)
      ? soonAfter(oneOf(random, ends).at, oneOf(random, [0, 1, random.int(2, 20), random.int(20, 400)]))
      : drawMoment(random.fork('at'), times);
  return [{ at, start: 'another' }];
}

/** While it is brought home by others, or has just been. */
function soonAfter(at: string, seconds: number): string {
  const { weightPercent, afterSeconds } = parseMoment(at) ?? { afterSeconds: 0 };
  const after = `+${afterSeconds + seconds}s`;
  return weightPercent === undefined ? after : `weight>=${weightPercent} ${after}`;
}

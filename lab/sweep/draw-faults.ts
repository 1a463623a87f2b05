/** Random faults: none to four, half of them aimed at one write of one function, the others at whoever comes. */
import type { Random } from '../random.ts';
import { happens, oneOf, weighted } from './chances.ts';
import { type Draw, drawCrash, drawFail, drawSlow } from './draw-call-faults.ts';
import { drawMoment, type Times } from './draw-moment.ts';
import { drawWorldFault } from './draw-world-fault.ts';
import type { Choices, HappeningFile } from './recipe.ts';
import { wayTo } from './way-to.ts';
import { drawnWrites, type Write } from './writes.ts';

export interface DrawnFaults {
  readonly when: readonly HappeningFile[];
  /** What has to be so that the functions that are aimed at run at all. */
  readonly weather: Choices;
  readonly production: Choices;
}

export function drawFaults(random: Random, times: Times, seed: number): DrawnFaults {
  const count = weighted(random, [
    [1, 0],
    [4, 1],
    [3, 2],
    [2, 3],
    [1, 4],
  ]);
  const all = Array.from({ length: count }, (_, index) => {
    const own = random.fork(`fault ${index}`);
    return index === 0 && happens(own, 0.6) ? drawInTurn(own, times, seed) : drawFault(own, times);
  });
  return {
    when: all.flatMap((one) => one.when),
    weather: Object.assign({}, ...all.map((one) => one.weather)) as Choices,
    production: Object.assign({}, ...all.map((one) => one.production)) as Choices,
  };
}

const kinds = [drawFail, drawCrash, drawSlow, drawFail, drawCrash];

/** Chance alone leaves the rare ones out: in the order of the seeds, each write meets each kind of fault. */
function drawInTurn(random: Random, times: Times, seed: number): DrawnFaults {
  const writes = drawnWrites();
  const aim = writes[seed % writes.length] ?? oneOf(random, writes);
  const deed = kinds[Math.floor(seed / writes.length) % kinds.length] ?? drawFail;
  return aimed(random, times, aim, deed);
}

function drawFault(random: Random, times: Times): DrawnFaults {
  if (happens(random, 0.3)) return { when: [drawWorldFault(random, times)], weather: {}, production: {} };
  const aim = oneOf(random, drawnWrites());
  const deed = weighted(random, [
    [4, drawFail],
    [2, drawSlow],
    [4, drawCrash],
  ]);
  if (happens(random, 0.75)) return aimed(random, times, aim, deed);
  const at = drawMoment(random.fork('at'), times);
  return { when: [{ at, ...deed(random.fork('deed'), aim, false) }], weather: {}, production: {} };
}

/** At one write of one function. Armed from the start it meets the first such write, armed later one of the next. */
function aimed(random: Random, times: Times, aim: Write, deed: Draw): DrawnFaults {
  const early = happens(random, beforeTraffic.has(aim.function) ? 0.9 : 0.4);
  const at = early ? '+0s' : drawMoment(random.fork('at'), times);
  const way = wayTo(aim, random.fork('way'), times);
  return { ...way, when: [...way.when, { at, ...deed(random.fork('deed'), aim, true) }] };
}

/** What runs before users see a share, and never again. */
const beforeTraffic = new Set([
  'readPlan',
  'takeLock',
  'takeSnapshot',
  'checkTriggers',
  'openDoor',
  'armAlarms',
  'raiseFloors',
  'registerTaskDefinition',
  'startCanary',
  'listenForAlarms',
  'checkCanary',
  'refuse',
]);

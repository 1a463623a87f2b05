/** Random faults: none to four, half of them aimed at one write of one function, the others at whoever comes. */
import type { Random } from '../random.ts';
import { happens, oneOf, weighted } from './chances.ts';
import { drawMoment, type Times } from './draw-moment.ts';
import type { Choices, HappeningFile } from './recipe.ts';
import { drawnWrites, type Write } from './writes.ts';
import { drawCrash, drawFail, drawSlow } from './draw-call-faults.ts';

export interface DrawnFaults {
  readonly when: readonly HappeningFile[];
  /** What has to be so that the functions that are aimed at run at all. */
  readonly weather: Choices;
}

export function drawFaults(random: Random, times: Times): DrawnFaults {
  const count = weighted(random, [
    [1, 0],
    [4, 1],
    [3, 2],
    [2, 3],
    [1, 4],
  ]);
  const all = Array.from({ length: count }, (_, index) => drawFault(random.fork(`fault ${index}`), times));
  return {
    when: all.flatMap((one) => one.when),
    weather: Object.assign({}, ...all.map((one) => one.weather)) as Choices,
  };
}

function drawFault(random: Random, times: Times): DrawnFaults {
  if (happens(random, 0.3)) return { when: [drawWorldFault(random, times)], weather: {} };
  const aim = oneOf(random, drawnWrites());
  const isAimed = happens(random, 0.75);
  // Armed from the start it meets the first such write, armed later one of the next.
  const at =
    isAimed && happens(random, beforeTraffic.has(aim.function) ? 0.9 : 0.4)
      ? '+0s'
      : drawMoment(random.fork('at'), times);
  const way = isAimed ? wayTo(aim, random.fork('way'), times) : { when: [], weather: {} };
  const deed = weighted(random, [
    [4, drawFail],
    [2, drawSlow],
    [4, drawCrash],
  ])(random.fork('deed'), aim, isAimed);
  return { when: [...way.when, { at, ...deed }], weather: way.weather };
}

/** What runs before users see a share, and never again. */
const beforeTraffic = new Set([
  'readPlan',
  'takeLock',
  'takeSnapshot',
  'openDoor',
  'raiseFloors',
  'registerTaskDefinition',
  'startCanary',
  'checkCanary',
  'refuse',
]);

const backwards = new Set(['rollBack', 'confirmRollback', 'retireCanary']);

/** Functions that a calm afternoon never sees get an afternoon on which they run. */
function wayTo({ function: key }: Write, random: Random, times: Times): DrawnFaults {
  if (key === 'refuse') return { when: [], weather: { 'account.image': 'missing' } };
  const goesBack = { at: drawMoment(random, times), set: { 'canary.errorRate': '60%' } };
  if (backwards.has(key)) return { when: [goesBack], weather: {} };
  if (key !== 'callPerson') return { when: [], weather: {} };
  const denied = { function: 'retireCanary', call: 'ecs:UpdateService', error: 'AccessDeniedException' };
  return { when: [goesBack, { at: '+0s', fail: denied }], weather: {} };
}

function drawWorldFault(random: Random, times: Times): HappeningFile {
  const at = drawMoment(random.fork('at'), times);
  const lateBy = `${random.int(30, 900)}s`;
  const lateFor = `${random.int(60, 1800)}s`;
  return {
    at,
    ...weighted<object>(random, [
      [3, { drift: { canaryPercent: oneOf(random, [0, 1, 50, 100, random.int(0, 100)]) } }],
      [3, { delay: { metrics: lateBy, for: lateFor } }],
    ]),
  };
}

/** Random faults: none to four, half of them aimed at one write of one function, the others at whoever comes. */
import type { Random } from '../random.ts';
import { happens, oneOf, weighted } from './chances.ts';
import { writeFaults } from './coverage.ts';
import { type Draw, drawCrash, drawExact, drawFail, drawSlow } from './draw-call-faults.ts';
import { drawMoment, type Times } from './draw-moment.ts';
import { drawOutage } from './draw-outage.ts';
import { drawWorldFault } from './draw-world-fault.ts';
import { drawRace } from './draw-race.ts';
import type { Choices, HappeningFile } from './recipe.ts';
import { wayTo } from './way-to.ts';
import { drawnWrites, expectedWrites, type Write } from './writes.ts';

export interface DrawnFaults {
  readonly when: readonly HappeningFile[];
  /** What has to be so that the functions that are aimed at run at all. */
  readonly weather: Choices;
  readonly production: Choices;
  readonly plan: Choices;
  /** Nothing else goes wrong, so that the write that is aimed at is made for certain. */
  readonly isAlone?: boolean;
}

export function drawFaults(random: Random, times: Times, seed: number): DrawnFaults {
  const count = weighted(random, [
    [1, 0],
    [4, 1],
    [3, 2],
    [2, 3],
    [1, 4],
  ]);
  if (isAloneInTurn(seed)) return { ...drawInTurn(random.fork('fault 0'), times, seed), isAlone: true };
  if (happens(random.fork('races'), 0.35)) return { ...nothing, when: drawRace(random.fork('race'), times) };
  if (happens(random.fork('outages'), 0.15))
    return { ...nothing, when: drawOutage(random.fork('outage'), times) };
  const all = Array.from({ length: count }, (_, index) => {
    const own = random.fork(`fault ${index}`);
    return index < 2 && happens(own, 0.75)
      ? drawInTurn(own, times, seed + index * half())
      : drawFault(own, times);
  });
  const together = (part: 'weather' | 'production' | 'plan') =>
    Object.assign({}, ...all.map((one) => one[part])) as Choices;
  return {
    when: all.flatMap((one) => one.when),
    weather: together('weather'),
    production: together('production'),
    plan: together('plan'),
  };
}

/** In every other round of the turns: a fault that comes alone is met for certain, one among others is met by more of them. */
function isAloneInTurn(seed: number): boolean {
  const turns = turnCount();
  return (Math.floor(seed / turns) + (seed % turns)) % 2 === 0;
}

function turnCount(): number {
  return expectedWrites().length * writeFaults.length;
}

/** Chance alone leaves the rare ones out: in the order of the seeds, each write goes wrong in each way. */
function drawInTurn(random: Random, times: Times, seed: number): DrawnFaults {
  const writes = expectedWrites();
  const turn = seed % turnCount();
  const aim = writes[turn % writes.length] ?? oneOf(random, writes);
  const fault = writeFaults[Math.floor(turn / writes.length)] ?? oneOf(random, writeFaults);
  const at = happens(random, 0.8) ? '+0s' : momentOf(random, times, aim);
  const way = wayTo(aim, random.fork('way'), times);
  return { ...way, when: [...way.when, { at, ...drawExact(random.fork('deed'), aim, fault) }] };
}

/** So far apart are the turns of two faults of one seed. */
function half(): number {
  return Math.floor(turnCount() / 2);
}

const nothing: DrawnFaults = { when: [], weather: {}, production: {}, plan: {} };

function drawFault(random: Random, times: Times): DrawnFaults {
  if (happens(random, 0.3)) return { ...nothing, when: [drawWorldFault(random, times)] };
  const aim = oneOf(random, drawnWrites());
  const deed = weighted(random, [
    [4, drawFail],
    [2, drawSlow],
    [4, drawCrash],
  ]);
  if (happens(random, 0.75)) return aimed(random, times, aim, deed);
  const at = drawMoment(random.fork('at'), times);
  return { ...nothing, when: [{ at, ...deed(random.fork('deed'), aim, false) }] };
}

/** At one write of one function. Armed from the start it meets the first such write, armed later one of the next. */
function aimed(random: Random, times: Times, aim: Write, deed: Draw): DrawnFaults {
  const at = momentOf(random, times, aim);
  const way = wayTo(aim, random.fork('way'), times);
  return { ...way, when: [...way.when, { at, ...deed(random.fork('deed'), aim, true) }] };
}

function momentOf(random: Random, times: Times, aim: Write): string {
  const early = happens(random, beforeTraffic.has(aim.function) ? 0.9 : 0.4);
  return early ? '+0s' : drawMoment(random.fork('at'), times);
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

/**
 * Two hands at one instant: somebody ends the cutover, or moves its weights, just while a function that writes them is
 * held up on its way. Chance alone seldom finds the second or two between looking and writing.
 */
import { callsByFunction } from '../faults/permissions.ts';
import type { Random } from '../random.ts';
import { happens, oneOf, weighted } from './chances.ts';
import type { Times } from './draw-moment.ts';
import type { HappeningFile } from './recipe.ts';

export function drawRace(random: Random, times: Times): HappeningFile[] {
  const race = weighted(random, [
    [3, raceForRung],
    [2, raceForEnd],
    [2, raceBack],
    [1, raceIntoHole],
  ]);
  return race(random.fork('race'), times);
}

/** Moments count from when users feel a share; the release counts from its write, up to 45 s before. */
const earlySeconds = 60;

/** About the write of the next rung. */
function raceForRung(random: Random, { rungs, firstHold, hold }: Times): HappeningFile[] {
  const rung = random.int(0, Math.max(0, rungs.length - 2));
  const weight = rungs[rung] ?? 1;
  const due = rung === 0 ? firstHold : hold;
  const at = since(weight, due - earlySeconds);
  if (happens(random, 0.5))
    return [
      ...slowAllAlong(at, 'shiftTraffic'),
      ...otherHand(random.fork('hand'), since(weight, due + random.int(-20, 5))),
    ];
  return [
    { at, slow: heldUp(random.fork('slow'), 'shiftTraffic') },
    ...otherHand(random.fork('hand'), since(weight, due + random.int(-30, 10))),
  ];
}

/** Each call a little slower than usual, and none so slow that it is given up: twenty seconds from looking to writing. */
function slowAllAlong(at: string, key: string): HappeningFile[] {
  return [
    { at, slow: { function: key, call: 'dynamodb:*', by: '4s', times: 3 } },
    { at, slow: { function: key, call: 'elbv2:*', by: '4s', times: 2 } },
  ];
}

/** About the end of watching, and promoting. */
function raceForEnd(random: Random, { rungs, judged }: Times): HappeningFile[] {
  const weight = rungs.at(-1) ?? 100;
  const slow = heldUp(random.fork('slow'), oneOf(random, ['stopWatching', 'promote']));
  return [
    { at: since(weight, judged - earlySeconds), slow },
    ...otherHand(random.fork('hand'), since(weight, judged + random.int(-30, 40))),
  ];
}

/** While it goes back already. */
function raceBack(random: Random, { rungs, firstHold, hold }: Times): HappeningFile[] {
  const rung = random.int(0, rungs.length - 1);
  const weight = rungs[rung] ?? 1;
  const begin = random.int(0, rung === 0 ? firstHold : hold);
  const slow = heldUp(random.fork('slow'), oneOf(random, ['rollBack', 'confirmRollback', 'shiftTraffic']));
  return [
    ...(happens(random, 0.6) ? [{ at: since(weight, begin), slow }] : []),
    { at: since(weight, begin), command: 'abort' },
    ...otherHand(random.fork('hand'), since(weight, begin + random.int(0, 200))),
  ];
}

/** It has to go back, and nobody healthy is left there. */
function raceIntoHole(random: Random, { rungs, firstHold, hold }: Times): HappeningFile[] {
  const rung = random.int(0, rungs.length - 1);
  const weight = rungs[rung] ?? 1;
  const begin = random.int(0, rung === 0 ? firstHold : hold);
  const why = oneOf(random, [{ command: 'abort' }, { set: { 'canary.errorRate': '60%' } }]);
  const healed = happens(random, 0.5)
    ? [{ at: since(weight, begin + random.int(60, 900)), set: { 'stable.healthy': '100%' } }]
    : [];
  return [
    { at: since(weight, begin), set: { 'stable.healthy': '0%' } },
    { at: since(weight, begin + random.int(20, 120)), ...why },
    ...healed,
  ];
}

/** Between looking and writing, or while it writes: how often each is drawn. */
const held: readonly (readonly [number, string])[] = [
  [1, 'elbv2:DescribeRules'],
  [1, 'elbv2:DescribeTargetHealth'],
  [3, 'elbv2:ModifyRule'],
  [1, 'dynamodb:GetItem'],
  [3, 'dynamodb:UpdateItem'],
];

function heldUp(random: Random, key: string): object {
  const calls = callsByFunction().get(key);
  const call = weighted(
    random,
    held.filter(([, one]) => calls?.has(one) === true),
  );
  return {
    function: key,
    call,
    by: oneOf(random, ['4s', '6s', '20s', '40s']),
    times: oneOf(random, [1, 2, 3]),
  };
}

function otherHand(random: Random, at: string): HappeningFile[] {
  return weighted(random, [
    [1, [{ at, command: 'abort' }]],
    // The reason to go back is on the ledger, and whoever should be told hears of it late.
    [
      3,
      [
        { at, command: 'abort' },
        { at, slow: { ...late, by: oneOf(random, ['6s', '20s']) } },
      ],
    ],
    [3, [{ at, stop: 'execution' }]],
    [3, [{ at, drift: { canaryPercent: oneOf(random, [0, 10, 50, 99]) } }]],
    [1, [{ at, set: { 'stable.healthy': '0%' } }]],
  ]);
}

const late = { function: 'takeCommand', call: 'sfn:SendTaskFailure', times: 2 };

function since(weight: number, seconds: number): string {
  return `weight>=${weight} +${Math.max(0, seconds)}s`;
}

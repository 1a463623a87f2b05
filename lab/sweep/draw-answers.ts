/**
 * People at their worst instants: the moment that a gate opens, the moment that it closes, two at once, one twice, and
 * with an abort, a stop or an alarm about the same time.
 */
import type { Random } from '../random.ts';
import { oneOf, weighted } from './chances.ts';
import type { Times } from './draw-moment.ts';
import type { Choices, HappeningFile } from './recipe.ts';

export interface DrawnAnswers {
  readonly plan: Choices;
  readonly weather: Choices;
  readonly when: readonly HappeningFile[];
}

export const noAnswers: DrawnAnswers = { plan: {}, weather: {}, when: [] };

const names = ['go-live', 'ramp', 'sign-off'] as const;
type Name = (typeof names)[number];

/** Long enough for a trigger to ring meanwhile. */
const withinSeconds = 600;

export function drawAnswers(random: Random, times: Times): DrawnAnswers {
  const gate = oneOf(random, names);
  const afterSeconds = weighted(random, [
    [3, 0],
    [2, random.int(1, 5)],
    [3, withinSeconds + random.int(-3, 3)],
    [2, random.int(60, 400)],
  ]);
  return {
    plan: planOf(random.fork('plan'), gate, times),
    weather: { people: drawPeople(random.fork('people'), gate, afterSeconds) },
    when: drawCompany(random.fork('company'), openingOf(gate, times), afterSeconds),
  };
}

function planOf(random: Random, gate: Name, { rungs }: Times): Choices {
  const need = oneOf(random, [1, 1, 2]);
  const asked = {
    [`approvals.${gate}.by`]: ['dana@example.com', 'sam@example.com', 'lead@example.com'],
    [`approvals.${gate}.need`]: need,
    [`approvals.${gate}.within`]: `${withinSeconds}s`,
  };
  if (gate === 'go-live') return asked;
  const silence = { [`approvals.${gate}.then`]: oneOf(random, ['rollBack', 'rollBack', 'hold']) };
  return { ...asked, ...silence, ...(gate === 'ramp' && { 'approvals.ramp.at': [`${rungs[1]}%`] }) };
}

function drawPeople(random: Random, gate: Name, afterSeconds: number): object[] {
  const one = (by: string, answer: string, later = 0) => ({
    gate,
    by,
    answer,
    after: `${afterSeconds + later}s`,
  });
  return weighted(random, [
    [3, [one('dana', 'approve'), one('sam', 'approve')]],
    [3, [one('dana', 'approve'), one('sam', 'reject')]],
    [2, [one('dana', 'reject'), one('sam', 'reject')]],
    [2, [one('dana', 'approve'), one('dana', 'approve', 1)]],
    [1, [one('dana', 'approve'), one('dana', 'reject', 1)]],
    [1, [one('robin', 'approve'), one('mallory', 'approve')]],
    [
      2,
      [
        { gate, answer: 'nothing' },
        { gate, answer: 'nothing' },
      ],
    ],
  ]);
}

/** About when it opens, if nothing else happens. */
function openingOf(
  gate: Name,
  { rungs, firstHold, judged }: Times,
): { readonly weight?: number; readonly seconds: number } {
  if (gate === 'go-live') return { seconds: 3 };
  return gate === 'ramp' ? { weight: rungs[0] ?? 1, seconds: firstHold } : { weight: 100, seconds: judged };
}

function drawCompany(
  random: Random,
  { weight, seconds }: ReturnType<typeof openingOf>,
  afterSeconds: number,
): HappeningFile[] {
  const at = (later: number) => {
    const since = `+${Math.max(0, seconds + later)}s`;
    return weight === undefined ? since : `weight>=${weight} ${since}`;
  };
  const together = at(afterSeconds + random.int(-3, 3));
  return weighted<HappeningFile[]>(random, [
    [2, []],
    [3, [{ at: together, command: 'abort' }]],
    [3, [{ at: together, stop: 'execution' }]],
    // It rings some minutes after it went bad.
    [2, [{ at: at(afterSeconds - random.int(120, 260)), set: { 'canary.errorRate': '60%' } }]],
    [
      1,
      [
        {
          at: together,
          crash: { function: 'takeCommand', when: oneOf(random, ['before-write', 'after-write']) },
        },
      ],
    ],
    [
      1,
      [
        { at: together, lose: { events: 'execution', for: '5m' } },
        { at: together, stop: 'execution' },
      ],
    ],
  ]);
}

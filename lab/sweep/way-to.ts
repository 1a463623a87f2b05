/** What has to be so that a function that is aimed at runs at all: a calm afternoon never sees some of them. */
import type { Random } from '../random.ts';
import { oneOf } from './chances.ts';
import type { DrawnFaults } from './draw-faults.ts';
import { drawMoment, type Times } from './draw-moment.ts';
import type { HappeningFile } from './recipe.ts';
import type { Write } from './writes.ts';

/** The way to a function, by its key; what is not here is on everybody's way. */
const ways: Readonly<Record<string, (random: Random, times: Times) => readonly HappeningFile[]>> = {
  rollBack: goesBack,
  confirmRollback: goesBack,
  retireCanary: goesBack,
  onAlarm: goesBack,
  listenForAlarms: abortsEarly,
  lookAtTriggers: goesBack,
  takeCommand: commands,
  reconcile: stops,
  callPerson: (random, times) => {
    const denied = { function: 'retireCanary', call: 'ecs:UpdateService', error: 'AccessDeniedException' };
    return [...goesBack(random, times), { at: '+0s', fail: denied }];
  },
};

export function wayTo({ function: key, call }: Write, random: Random, times: Times): DrawnFaults {
  const scales = call.startsWith('application-autoscaling:') || key === 'raiseFloors';
  return {
    when: ways[key]?.(random.fork('when'), times) ?? [],
    weather: key === 'refuse' ? { 'account.image': 'missing' } : {},
    production: {
      ...(scales && { scaling: { minimum: random.int(0, 4), maximum: random.int(4, 12) } }),
      ...(call === 'elbv2:ModifyListener' && { at: 'listener' }),
      ...(lendsTestRule.has(`${key} ${call}`) && { login: true }),
    },
  };
}

/** Where users log in, the canary's door is a rule of the team's, lent and given back. */
const lendsTestRule = new Set(['openDoor elbv2:ModifyRule', 'tidyUp elbv2:ModifyRule']);

/** So early that the mark is on the ledger before anybody listens for it. */
function abortsEarly(random: Random): HappeningFile[] {
  const by = oneOf(random, ['5s', '10s', '40s']);
  return [
    { at: '+0s', slow: { function: 'listenForAlarms', call: 'dynamodb:UpdateItem', by } },
    { at: `+${random.int(8, 20)}s`, command: 'abort' },
  ];
}

function goesBack(random: Random, times: Times): HappeningFile[] {
  return [{ at: drawMoment(random, times), set: { 'canary.errorRate': '60%' } }];
}

/** Something to be ended: a hold, and then the word that ends it. */
function commands(random: Random, times: Times): HappeningFile[] {
  const at = drawMoment(random, times);
  const start = at.startsWith('+') ? '' : (at.split(' ')[0] ?? '');
  return [
    { at, command: oneOf(random, ['hold', 'skip']) },
    {
      at: `${start} +${random.int(30, 900)}s`.trim(),
      command: oneOf(random, ['abort', 'resume', 'skip']),
    },
  ];
}

function stops(random: Random, times: Times): HappeningFile[] {
  return [{ at: drawMoment(random, times), stop: 'execution' }];
}

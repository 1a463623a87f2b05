/** One defect for each way in which a rule can be broken: the rule's name, where, what stands there, what the rule says. */
import type { Machine } from './graph.ts';
import { smallMachine } from './small-machine.ts';

type Path = readonly (string | number)[];

/** The small machine with one place set to something else; `undefined` takes the place away. */
export function planted(path: Path, value: unknown): Machine {
  const machine: unknown = smallMachine();
  let place = machine as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete place[last];
  else place[last] = value;
  return machine as Machine;
}

const inBranch = (...path: Path): Path => ['States', 'Release', 'Branches', 0, ...path];

export const defects: readonly (readonly [rule: string, Path, unknown, RegExp])[] = [
  ['every state says why it exists', ['States', 'Live', 'Comment'], undefined, /^Live has no Comment$/],
  ['every state says why it exists', inBranch('States', 'Done', 'Comment'), 'Done', /^Done has no Comment$/],
  [
    'every Task has a timeout',
    ['States', 'Promote', 'TimeoutSeconds'],
    undefined,
    /^Promote has no TimeoutSeconds$/,
  ],
  [
    'every Task has a timeout',
    inBranch('States', 'Judge rung', 'TimeoutSeconds'),
    undefined,
    /^Judge rung has/,
  ],
  [
    'a heartbeat is shorter than its timeout',
    ['States', 'Promote', 'HeartbeatSeconds'],
    30,
    /^Promote has a heartbeat/,
  ],
  [
    'every Task that can fail has its way back',
    ['States', 'Open door', 'Catch'],
    undefined,
    /^Open door does not catch everything$/,
  ],
  [
    'every Task that can fail has its way back',
    ['States', 'Open door', 'Catch', 0, 'Next'],
    'Refused',
    /^Open door fails to Refused and not to Roll back$/,
  ],
  [
    'every Task that can fail has its way back',
    ['States', 'Release', 'Catch'],
    undefined,
    /^Release does not catch everything$/,
  ],
  [
    'every Task that can fail has its way back',
    ['States', 'Release', 'Catch', 0, 'Next'],
    'Call a person',
    /^Release fails to Call a person and not to Roll back$/,
  ],
  [
    'every Task that can fail has its way back',
    ['States', 'Promote', 'Catch', 0, 'Next'],
    'Live',
    /^Promote fails to Live and not to Call a person$/,
  ],
  [
    'every Task that can fail has its way back',
    ['States', 'Take snapshot', 'Catch', 0, 'ErrorEquals'],
    ['States.Timeout'],
    /^Take snapshot does not catch everything$/,
  ],
  [
    'inside the release nothing is caught',
    inBranch('States', 'Judge rung', 'Catch'),
    [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
    /^Judge rung catches what Release has to know$/,
  ],
  [
    'a word that no Choice knows goes back',
    inBranch('States', 'What next?', 'Default'),
    'Done',
    /^the Default of What next\? is no Fail state$/,
  ],
  [
    'every target is in its own scope',
    ['States', 'Promote', 'Next'],
    'Alive',
    /^Promote goes to Alive, which is not in its scope$/,
  ],
  [
    'every target is in its own scope',
    inBranch('States', 'What next?', 'Choices', 0, 'Next'),
    'Promote',
    /^What next\? goes to Promote, which is not in its scope$/,
  ],
  ['every target is in its own scope', inBranch('StartAt'), 'Begin', /^StartAt names Begin/],
  [
    'every state can be reached',
    ['States', 'Island'],
    { Type: 'Succeed', Comment: 'Nobody ever comes here, sadly.' },
    /^nothing leads to Island$/,
  ],
  [
    'every function exists in all its places',
    ['States', 'Promote', 'Resource', 'Fn::GetAtt', 0],
    'promoted',
    /functions\/promoted\.ts does not exist/,
  ],
  [
    'every function exists in all its places',
    ['States', 'Promote', 'Resource'],
    'arn:aws:states:::sns:publish',
    /no function of ours/,
  ],
  [
    'every error that is waited for can come',
    inBranch('States', 'Judge rung', 'Retry', 0, 'ErrorEquals'),
    ['CloudBizzy'],
    /^Judge rung waits for CloudBizzy, which nothing throws$/,
  ],
  [
    'every error that is waited for can come',
    ['States', 'Promote', 'Catch', 0, 'ErrorEquals'],
    ['States.Everything'],
    /States\.Everything/,
  ],
  [
    'States.ALL stands alone and last',
    ['States', 'Promote', 'Catch', 0, 'ErrorEquals'],
    ['CloudBusy', 'States.ALL'],
    /^Promote names States.ALL beside others$/,
  ],
  [
    'States.ALL stands alone and last',
    ['States', 'Promote', 'Catch', 1],
    { ErrorEquals: ['CloudBusy'], Next: 'Call a person' },
    /^Promote has something after States.ALL$/,
  ],
  [
    'going back is bounded and ends at a person',
    ['States', 'Roll back', 'Retry'],
    undefined,
    /^Roll back is not tried again$/,
  ],
  [
    'going back is bounded and ends at a person',
    ['States', 'Roll back', 'Retry', 0, 'MaxAttempts'],
    1000,
    /tried without end/,
  ],
  [
    'going back is bounded and ends at a person',
    ['States', 'Roll back', 'Retry', 0, 'MaxAttempts'],
    undefined,
    /tried without end/,
  ],
  [
    'going back is bounded and ends at a person',
    ['States', 'Roll back', 'Catch', 0, 'Next'],
    'Back on stable',
    /^Roll back does not end at a person$/,
  ],
  [
    'variables are assigned before they are used',
    ['States', 'Begin', 'Assign'],
    undefined,
    /^Take snapshot uses \$cutover/,
  ],
  [
    'variables are assigned before they are used',
    ['States', 'Open door', 'Catch', 0, 'Assign'],
    undefined,
    /^Roll back uses \$error/,
  ],
  [
    'variables are assigned before they are used',
    inBranch('States', 'Judge rung', 'Assign'),
    undefined,
    /^What next\? uses \$rung/,
  ],
  [
    'variables are assigned before they are used',
    inBranch('States', 'Judge rung', 'Arguments'),
    '{% $rung %}',
    /^Judge rung uses \$rung/,
  ],
  [
    'variables are assigned before they are used',
    ['States', 'Take snapshot', 'Catch', 0, 'Next'],
    'Roll back',
    /^Roll back uses \$snapshot/,
  ],
  [
    'no branch assigns an outer variable',
    inBranch('States', 'Judge rung', 'Assign', 'snapshot'),
    1,
    /^a branch of Release assigns \$snapshot/,
  ],
];

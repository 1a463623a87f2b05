/** The rules that every definition of ours has to keep. Each returns what breaks it, in words. */
import { functions as labFunctions } from '../../../lab/functions.ts';
import { edgesOf, type Machine, reachable, type Scope, type State, scopesOf, statesOf } from './graph.ts';
import { deployedKeys, exists, kebab, ownErrors } from './repository.ts';
import { shadowed, unassignedUses } from './variables.ts';

export type Rule = (machine: Machine) => string[];

/** The names that the ways of the machine lead to. */
const snapshot = 'Take snapshot';
const release = 'Release';
const back = 'Roll back';
const refuse = 'Refuse';
const person = 'Call a person';
const lastResort = 'Needs a person';

/** On the way back and after promoting, a failing Task calls a person. These do not, each for its reason. */
export const exceptions: Readonly<Record<string, { readonly to: string; readonly because: string }>> = {
  [person]: {
    to: 'Is anything begun?',
    because: 'it is the call itself: what it would have gone on with goes on, and the ending wakes somebody',
  },
  'Retire canary': {
    to: 'How did it end?',
    because: 'users are home: the ending stands, and the reconciler clears away what is left',
  },
  'Tidy up': {
    to: 'Write report',
    because: 'the ending stands, and the reconciler tidies on',
  },
  'Release lock': {
    to: 'Write report',
    because: 'the ending stands, and the reconciler releases it',
  },
  'Write report': {
    to: 'How did it end?',
    because: 'a report that is not written must not change how it ended',
  },
};

/** After the snapshot a failing Task goes back. These refuse, each for its reason. */
export const refusals: Readonly<Record<string, { readonly to: string; readonly because: string }>> = {
  'Check triggers': { to: refuse, because: 'it only reads, and nothing is armed before it' },
};

/** Named by its ARN, or where the state waits for a token by Lambda's own integration. */
export function functionKey(state: State): string | undefined {
  const named = isWaiting(state) ? state.Arguments?.['FunctionName'] : state.Resource;
  const getAtt = (named as { 'Fn::GetAtt'?: readonly string[] } | undefined)?.['Fn::GetAtt'];
  return getAtt?.[1] === 'Arn' ? getAtt[0] : undefined;
}

export function isWaiting(state: State): boolean {
  return state.Resource === 'arn:aws:states:::lambda:invoke.waitForTaskToken';
}

/** A service that the state machine itself waits for: these and no others. */
export function isService(state: State): boolean {
  return state.Resource === 'arn:aws:states:::ecs:runTask.sync';
}

/** What the function gets. */
export function passed(state: State): object {
  return (isWaiting(state) ? state.Arguments?.['Payload'] : state.Arguments) ?? {};
}

const tasks = (machine: Machine) => statesOf(machine).filter(({ state }) => state.Type === 'Task');

/** Where a state goes when anything fails; undefined where it does not catch everything. */
function catchAll(state: State | undefined): string | undefined {
  return state?.Catch?.find((catcher) => catcher.ErrorEquals.includes('States.ALL'))?.Next;
}

function wayBack(machine: Machine): string[] {
  const { States } = machine;
  const before = reachable(machine, [States[snapshot]?.Next], [release, back, refuse]);
  const onward = reachable(machine, [States[release]?.Next, back]);
  return Object.entries(States).flatMap(([name, state]) => {
    if (state.Type !== 'Task' && name !== release) return [];
    const target = catchAll(state);
    if (target === undefined) return [`${name} does not catch everything`];
    const isAfter = onward.has(name);
    if (!isAfter && !before.has(name) && name !== release) return [];
    const allowed = isAfter ? (exceptions[name]?.to ?? person) : (refusals[name]?.to ?? back);
    return target === allowed ? [] : [`${name} fails to ${target} and not to ${allowed}`];
  });
}

/** A wait for a person ends by its timeout: that is no failure, and the only thing that a branch may catch. */
function isEndOfWait(state: State): boolean {
  const caught = state.Catch?.flatMap(({ ErrorEquals }) => ErrorEquals) ?? [];
  return isWaiting(state) && caught.every((error) => error === 'States.Timeout');
}

function noCatchInside(machine: Machine): string[] {
  return statesOf(machine)
    .filter(
      ({ scope, state }) => isInside(scope, release) && state.Catch !== undefined && !isEndOfWait(state),
    )
    .map(({ scope, name }) => `${name} catches what ${scope.inside?.name} has to know`);
}

/** A check that dies is an answer; a branch of the release that dies is not. */
function isInside({ inside }: Scope, name: string): boolean {
  return inside !== undefined && (inside.name === name || isInside(inside.scope, name));
}

function safeDefaults(machine: Machine): string[] {
  return statesOf(machine).flatMap(({ scope, name, state }) => {
    if (state.Type !== 'Choice') return [];
    if (state.Default === undefined) return [`${name} has no Default`];
    const isFail = scope.States[state.Default]?.Type === 'Fail';
    return scope.inside === undefined || isFail ? [] : [`the Default of ${name} is no Fail state`];
  });
}

function targets(machine: Machine): string[] {
  return scopesOf(machine).flatMap(({ StartAt, States }) => [
    ...(StartAt in States ? [] : [`StartAt names ${StartAt}, which is not in its scope`]),
    ...Object.entries(States).flatMap(([name, state]) =>
      edgesOf(state)
        .filter(({ to }) => !(to in States))
        .map(({ to }) => `${name} goes to ${to}, which is not in its scope`),
    ),
  ]);
}

function noIslands(machine: Machine): string[] {
  return scopesOf(machine).flatMap((scope) => {
    const reached = reachable(scope, [scope.StartAt]);
    return Object.keys(scope.States)
      .filter((name) => !reached.has(name))
      .map((name) => `nothing leads to ${name}`);
  });
}

function functionsExist(machine: Machine): string[] {
  const deployed = deployedKeys();
  return tasks(machine).flatMap(({ name, state }) => {
    const key = functionKey(state);
    if (isService(state)) return [];
    if (key === undefined) return [`${name} runs something that is no function of ours`];
    return [
      ...(exists(`functions/${kebab(key)}.ts`) ? [] : [`${name}: functions/${kebab(key)}.ts does not exist`]),
      ...(deployed.includes(key) ? [] : [`${name}: serverless.yml has no function ${key}`]),
      ...(key in labFunctions ? [] : [`${name}: lab/functions.ts has no ${key}`]),
    ];
  });
}

const known =
  /^(States\.(ALL|TaskFailed|Timeout|HeartbeatTimeout|DataLimitExceeded|Runtime|Permissions|BranchFailed|QueryEvaluationError)|(Lambda|Sandbox|Runtime)\.[A-Z]\w+)$/;

function errorNames(machine: Machine): string[] {
  const own = ownErrors();
  return statesOf(machine).flatMap(({ name, state }) =>
    [...(state.Retry ?? []), ...(state.Catch ?? [])]
      .flatMap(({ ErrorEquals }) => ErrorEquals)
      .filter((error) => !known.test(error) && !own.has(error))
      .map((error) => `${name} waits for ${error}, which nothing throws`),
  );
}

function everythingLast(machine: Machine): string[] {
  return statesOf(machine).flatMap(({ name, state }) =>
    [state.Retry ?? [], state.Catch ?? []].flatMap((list) =>
      list.flatMap(({ ErrorEquals }, index) => {
        if (!ErrorEquals.includes('States.ALL')) return [];
        if (ErrorEquals.length > 1) return [`${name} names States.ALL beside others`];
        return index === list.length - 1 ? [] : [`${name} has something after States.ALL`];
      }),
    ),
  );
}

function boundedRollback(machine: Machine): string[] {
  const state = machine.States[back];
  const retriers = state?.Retry ?? [];
  return [
    ...(retriers.length > 0 ? [] : [`${back} is not tried again`]),
    ...retriers
      .filter(({ MaxAttempts = Number.POSITIVE_INFINITY }) => MaxAttempts < 1 || MaxAttempts > 20)
      .map(
        ({ ErrorEquals }) => `${back} is tried without end, or never again, after ${ErrorEquals.join(', ')}`,
      ),
    ...(catchAll(state) === person ? [] : [`${back} does not end at a person`]),
    ...(reachable(machine, [person]).has(lastResort) ? [] : [`${person} never ends in "${lastResort}"`]),
  ];
}

const missing = (machine: Machine, what: string, isMissing: (state: State) => boolean) =>
  statesOf(machine)
    .filter(({ state }) => isMissing(state))
    .map(({ name }) => `${name} ${what}`);

export const rules: Readonly<Record<string, Rule>> = {
  'every state says why it exists': (machine) =>
    missing(machine, 'has no Comment', ({ Comment = '' }) => !/^[A-Z].{15,}\.$/s.test(Comment)),
  'every Task has a timeout': (machine) =>
    missing(
      machine,
      'has no TimeoutSeconds',
      ({ Type, TimeoutSeconds }) =>
        Type === 'Task' && !(Number(TimeoutSeconds) > 0) && !/^{%.+%}$/.test(String(TimeoutSeconds)),
    ),
  'a heartbeat is shorter than its timeout': (machine) =>
    missing(
      machine,
      'has a heartbeat that is no shorter than its timeout',
      ({ HeartbeatSeconds, TimeoutSeconds }) =>
        HeartbeatSeconds !== undefined && !(Number(HeartbeatSeconds) < Number(TimeoutSeconds)),
    ),
  'every Task that can fail has its way back': wayBack,
  'inside the release nothing is caught': noCatchInside,
  'a word that no Choice knows goes back': safeDefaults,
  'every target is in its own scope': targets,
  'every state can be reached': noIslands,
  'every function exists in all its places': functionsExist,
  'every error that is waited for can come': errorNames,
  'States.ALL stands alone and last': everythingLast,
  'going back is bounded and ends at a person': boundedRollback,
  'variables are assigned before they are used': unassignedUses,
  'no branch assigns an outer variable': shadowed,
};

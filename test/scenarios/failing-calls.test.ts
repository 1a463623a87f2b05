/** Every AWS call that functions make goes wrong in every way, one at a time, from its caller's first run on. */
import { expect, test } from 'vitest';
import { mutating } from '../../lab/cloud/wire/call.ts';
import { faultsOf } from '../../lab/faults/armed-faults.ts';
import type { Lab } from '../../lab/lab.ts';
import { expectSound, hits, quickly, type WeatherName, weathers, whoDoesWhat } from './quick.ts';

interface Kind {
  readonly title: string;
  readonly error: string;
  readonly times: number;
  readonly effect: boolean;
}

const denied = { title: 'a denial', error: 'AccessDeniedException', times: 1, effect: false };
const kinds: readonly Kind[] = [
  { title: 'ten throttles in a row', error: 'ThrottlingException', times: 10, effect: false },
  { title: 'five errors of the server', error: 'InternalFailure', times: 5, effect: false },
  { title: 'three silences', error: 'TimeoutError', times: 3, effect: false },
  denied,
  // For writes: the service acts, and its caller is told otherwise.
  { title: 'two errors of the server that hide an effect', error: 'InternalFailure', times: 2, effect: true },
  { title: 'three silences that hide an effect', error: 'TimeoutError', times: 3, effect: true },
];

interface Case extends Kind {
  readonly call: string;
  readonly name: string;
  readonly weather: WeatherName;
}

/** Each call in each way at least once, and each of its callers at least once; all pairs are the sweep's. */
async function allCases(): Promise<Case[]> {
  const callers = new Map<string, { readonly name: string; readonly weather: WeatherName }[]>();
  for (const [name, { weather, calls }] of await whoDoesWhat())
    for (const call of calls) callers.set(call, [...(callers.get(call) ?? []), { name, weather }]);
  return [...callers].flatMap(([call, made]) => {
    const [service = '', action = ''] = call.split(':');
    const ways = kinds.filter(({ effect }) => !effect || mutating(service, action));
    return Array.from({ length: Math.max(made.length, ways.length) }, (_, index) => ({
      call,
      ...(made[index % made.length] as (typeof made)[number]),
      ...(ways[index % ways.length] as Kind),
    }));
  });
}

function arm(lab: Lab, { name, call, error, times, effect }: Case): void {
  let isArmed = false;
  lab.lambda.onInvoke(({ functionName }) => {
    if (functionName !== name || isArmed) return;
    isArmed = true;
    faultsOf(lab).arm({ kind: 'fail', call, error, times, effect });
  });
}

test.each(await allCases())('$title for $call of $name', async (one) => {
  const told = await quickly(one.weather, [], (lab) => arm(lab, one));
  expect(hits(told)).toBeGreaterThan(0);
  const allowed = [weathers[one.weather].outcome, 'rolledBack', 'refused'];
  // What is denied once may be denied for good: the machine does not try again, and where it must not go back it calls.
  if (one.error !== denied.error) expectSound(told, allowed);
  else expectSound(told, [...allowed, 'needsPerson']);
});

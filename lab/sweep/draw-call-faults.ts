/** Random faults of calls: passing ones within and beyond every budget of retries, final ones, silence, slowness, death. */
import type { Service } from '../../aws/world.ts';
import { errorNames } from '../cloud/wire/errors.ts';
import type { Random } from '../random.ts';
import { isTold } from '../faults/nameable.ts';
import { happens, oneOf, weighted } from './chances.ts';
import type { WriteFault } from './coverage.ts';
import type { Write } from './writes.ts';

export type Draw = (random: Random, aim: Write, isAimed: boolean) => object;

export const drawFail: Draw = (random, { function: key, call }, isAimed) => {
  const error = drawError(random.fork('error'), call);
  const effect = !isTold(call, error) && happens(random, 0.6);
  const times = weighted(random, [
    [5, 1],
    [2, 2],
    [2, 3],
    [1, 5],
    [1, 10],
    [1, 40],
  ]);
  const often = happens(random, 0.1) ? { for: `${random.int(1, 20)}m` } : { times };
  return { fail: { ...(isAimed && { function: key }), call, error, ...often, ...(effect && { effect }) } };
};

/** Exactly this way of going wrong, at this write. */
export function drawExact(random: Random, { function: key, call }: Write, fault: WriteFault): object {
  if (fault === 'slow') return drawSlow(random, { function: key, call }, true);
  const times = oneOf(random, [1, 1, 1, 2]);
  if (fault === 'crash before') return { crash: { function: key, when: 'before-write', call, times } };
  if (fault === 'crash after') return { crash: { function: key, when: 'after-write', call, times } };
  const effect = fault === 'fail with effect';
  const error = effect ? oneOf(random, ['TimeoutError', ...untold(call)]) : drawError(random, call);
  return { fail: { function: key, call, error, times, ...(effect && { effect }) } };
}

/** Errors that leave open whether it was done. */
function untold(call: string): string[] {
  return errorNames(call.split(':')[0] as Service).filter((name) => !isTold(call, name));
}

function drawError(random: Random, call: string): string {
  const passing = ['ThrottlingException', 'TimeoutError', 'InternalServerError', 'ServiceUnavailable'];
  const final = ['AccessDeniedException', 'ValidationException'];
  const [service = ''] = call.split(':');
  const known = new Set([...errorNames(service as Service), 'TimeoutError']);
  const wanted = weighted(random, [
    [6, passing],
    [1, final],
  ]).filter((name) => known.has(name));
  return oneOf(random, wanted.length > 0 ? wanted : ['TimeoutError']);
}

export const drawSlow: Draw = (random, { function: key, call }, isAimed) => {
  const by = `${oneOf(random, [2, 4, 6, 15, 25, 40, random.int(1, 60)])}s`;
  return { slow: { ...(isAimed && { function: key }), call, by, times: oneOf(random, [1, 1, 1, 2, 3]) } };
};

export const drawCrash: Draw = (random, { function: key, call }, isAimed) => {
  const when = oneOf(random, ['before-write', 'after-write']);
  const anyWrite = weighted(random, [
    [2, {}],
    [3, { write: random.int(1, 5) }],
    [1, { write: random.int(6, 12) }],
  ]);
  const write = isAimed && happens(random, 0.6) ? { call } : anyWrite;
  const times = weighted(random, [
    [6, 1],
    [2, 2],
    [1, 4],
    [1, 12],
  ]);
  // It comes by the minute: each of its deaths is a minute in which users stay where they are.
  const most = key === 'reconcile' ? 2 : Infinity;
  return { crash: { function: key, when, ...write, times: Math.min(times, most) } };
};

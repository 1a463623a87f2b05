/** Simpler forms of one happening: fewer times, shorter delays, a rounder moment. Each is smaller than what it is made of. */
import { parseMoment } from '../scenario/moment.ts';
import type { HappeningFile } from './recipe.ts';

export function* simplerHappenings(happening: HappeningFile): Generator<HappeningFile> {
  for (const [kind, deed] of Object.entries(happening)) {
    if (kind === 'at' || typeof deed !== 'object' || deed === null) continue;
    for (const simpler of simplerDeeds(deed as Readonly<Record<string, unknown>>))
      yield { ...happening, [kind]: simpler };
  }
  for (const at of simplerMoments(happening.at)) yield { ...happening, at };
}

function* simplerDeeds(
  deed: Readonly<Record<string, unknown>>,
): Generator<Readonly<Record<string, unknown>>> {
  const keys = Object.keys(deed);
  // Several settings at once, or what only narrows a deed down.
  for (const key of keys) {
    if (!isNeeded(key, keys)) yield Object.fromEntries(Object.entries(deed).filter(([name]) => name !== key));
  }
  const { times } = deed;
  if (typeof times === 'number' && times > 1) {
    yield { ...deed, times: 1 };
    if (times > 2) yield { ...deed, times: Math.ceil(times / 2) };
    yield { ...deed, times: times - 1 };
  }
}

const narrowing = new Set(['function', 'write', 'effect', 'times', 'for']);

/** A setting is named `canary.p95`, and one has to be left. */
function isNeeded(key: string, keys: readonly string[]): boolean {
  if (key.includes('.')) return keys.length === 1;
  // Who dies is told by their function; a call can fail for anybody.
  return !narrowing.has(key) || (key === 'function' && keys.includes('when'));
}

function* simplerMoments(at: string): Generator<string> {
  const moment = parseMoment(at);
  if (moment === undefined || moment.afterSeconds === 0) return;
  const start = moment.weightPercent === undefined ? '' : `weight>=${moment.weightPercent}`;
  if (start !== '') yield start;
  else yield '+0s';
  const minutes = Math.floor(moment.afterSeconds / 60);
  if (moment.afterSeconds % 60 !== 0 && minutes > 0) yield `${start} +${minutes}m`.trim();
}

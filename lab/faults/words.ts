/** Deeds in words, for those who read what a scenario did. */
import { durationText, latency } from '../../core/plan/units.ts';
import type { Deed, Setting } from '../scenario/scenario.ts';
import type { Hit } from './armed-faults.ts';

type Words = { readonly [K in Deed['kind']]: (deed: Extract<Deed, { kind: K }>) => string };

const words: Words = {
  set: ({ settings }) => settings.map(settingText).join(', '),
  fail: (deed) =>
    `${whose(deed)}${deed.call} fails with ${deed.error}${deed.effect ? ' and takes effect' : ''} ${howOften(deed)}`,
  slow: (deed) =>
    `${whose(deed)}${deed.call} takes ${lengthOf(deed.byMilliseconds)} longer ${howOften(deed)}`,
  crash: (deed) => `${deed.function} dies ${around(deed)}${deed.times === 1 ? '' : `, ${deed.times} times`}`,
  lose: ({ events, forMilliseconds }) => `${events} events are lost ${period(forMilliseconds)}`,
  delay: ({ metricsMilliseconds, forMilliseconds }) =>
    `metrics come ${lengthOf(metricsMilliseconds)} later than usual ${period(forMilliseconds)}`,
  drift: ({ canaryPercent }) => `somebody else gives the canary ${canaryPercent} %`,
  stop: () => 'somebody stops the execution',
  start: () => 'somebody starts another cutover of the same plan',
  command: ({ word }) => `somebody says ${word}`,
};

/** What happens with this deed. */
export function wordsOf(deed: Deed): string {
  return (words[deed.kind] as (given: Deed) => string)(deed);
}

function whose({ function: key }: { readonly function?: string }): string {
  return key === undefined ? '' : `${key}: `;
}

/** A deed that has met its call. */
export function wordsOfHit({ deed, call, write }: Hit): string {
  const who = `${call.caller.functionName}: ${call.service}:${call.action}`;
  if (deed.kind === 'fail')
    return `${who}, attempt ${call.attempt}, ${deed.error}${deed.effect ? ' after it took effect' : ''}`;
  if (deed.kind === 'slow')
    return `${who}, attempt ${call.attempt}, ${lengthOf(deed.byMilliseconds)} on the way`;
  return `${who}, its write ${write ?? 1}: died ${deed.when === 'before-write' ? 'before' : 'after'} it`;
}

/** A deed that waited for a call to the end. */
export function wordsOfUnspent(deed: Deed, left: number): string {
  const often = 'times' in deed && left < deed.times ? `${left} of ${deed.times} times` : 'at all';
  return `did not come to pass ${often}: ${wordsOf(deed)}`;
}

function howOften({
  times,
  forMilliseconds = Infinity,
}: {
  times: number;
  forMilliseconds?: number;
}): string {
  const count = times === 1 ? 'once' : `${times} times in a row`;
  if (forMilliseconds === Infinity) return count;
  return times === Infinity ? period(forMilliseconds) : `${count}, ${period(forMilliseconds)} at most`;
}

function period(milliseconds: number): string {
  return milliseconds === Infinity ? 'to the end' : `for ${lengthOf(milliseconds)}`;
}

function lengthOf(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? durationText(milliseconds / 1000) : latency.text(milliseconds);
}

function around(deed: Extract<Deed, { kind: 'crash' }>): string {
  const which = deed.call ?? (deed.write === undefined ? 'its write' : `its write ${deed.write}`);
  return `${deed.when === 'before-write' ? 'before' : 'after'} ${which}`;
}

const units: Readonly<Record<string, string>> = {
  errorRatePercent: ' %',
  healthyPercent: ' %',
  p50Milliseconds: ' ms',
  p95Milliseconds: ' ms',
  startsInSeconds: ' s',
};

function settingText({ of, key, value }: Setting): string {
  return `${of}.${key.replace(/(Percent|Milliseconds|Seconds)$/, '')} is ${value}${units[key] ?? ''}`;
}

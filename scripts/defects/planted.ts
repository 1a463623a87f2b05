/**
 * What cutover must never do, one line of its code away: each entry is the deployed code with one guard taken out.
 * A sweep that does not find one of them would not have found it in us either. `npm run defects` looks for all.
 */
import type { Planted } from './defect.ts';
import { guard } from './guard.ts';
import { others } from './others.ts';
import { wayBack } from './way-back.ts';
import { writers } from './writers.ts';

export type { Planted } from './defect.ts';

export const planted: readonly Planted[] = [...writers, ...wayBack, ...guard, ...others];

/** Where the case is kept that showed it. */
export function caseName(name: string): string {
  return `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.yml`;
}

/** What the stories of triggers have in common. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { desired, type Told } from './story.ts';

export const scenario = (name: string): unknown =>
  parse(readFileSync(new URL(`../../lab/scenarios/${name}.yml`, import.meta.url), 'utf8'));

export const fired = ({ result }: Told) =>
  result.triggers.filter(({ firedAt }) => firedAt !== null).map(({ id, scope }) => `${id} ${scope}`);

/** From the onset until the canary has no share any more. */
export const secondsToSafety = ({ seconds }: Told, onset: number) => (seconds.at(-1) ?? 0) - onset;

export function expectHome({ result, shares, lab, rulesBefore, rulesAfter }: Told): void {
  expect(result.outcome).toBe('rolledBack');
  expect(shares.at(-1)).toBe(0);
  expect(rulesAfter).toEqual(rulesBefore);
  expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
  expect(result.invariants.broken).toEqual([]);
}

export function expectRefused({ result, shares, lab }: Told): void {
  expect(result.outcome).toBe('refused');
  expect(shares).toEqual([0]);
  expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
  expect(result.invariants.broken).toEqual([]);
}

export const seeds = [1, 2, 3];

/** No alarm's event reaches anybody. */
export const lost = { at: '+0s', lose: { events: 'alarm', for: '10h' } };

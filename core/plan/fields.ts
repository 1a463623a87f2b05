/** The building blocks of the plan's schema: each says in words what it allows, for people and for editors. */
import * as z from 'zod';
import { nearestKey } from './nearest-key.ts';
import { amountOf, patternOf, type Unit } from './units.ts';

interface Bounds {
  readonly about: string;
  readonly min: number;
  readonly max: number;
  /** Why these bounds. */
  readonly because?: string;
  /** The amount must be a whole number of these, too. */
  readonly inStepsOf?: number;
}

/** A quantity with its unit, `5m`; becomes a number. */
export function quantity(unit: Unit, { about, min, max, because, inStepsOf = 0 }: Bounds) {
  const steps = inStepsOf > 0 ? ` in steps of ${unit.text(inStepsOf)}` : '';
  const range =
    min === max ? unit.text(min) : `${unit.noun} from ${unit.text(min)} to ${unit.text(max)}${steps}`;
  const allowed = `must be ${range}${because === undefined ? '' : `: ${because}`}`;
  return z
    .unknown()
    .transform((written, context): number => {
      const read = amountOf(unit, written);
      const isInSteps = !('amount' in read) || inStepsOf === 0 || read.amount % inStepsOf === 0;
      if ('amount' in read && read.amount >= min && read.amount <= max && isInSteps) return read.amount;
      const isAmount = typeof written === 'string' || typeof written === 'number';
      const message = isAmount && 'says' in read ? read.says : allowed;
      // The kind of value tells which shape of a union was meant.
      context.addIssue(
        isAmount ? { code: 'custom', message } : { code: 'invalid_type', expected: 'string', message },
      );
      return z.NEVER;
    })
    .meta({ type: 'string', description: `${about} ${capitalised(range)}.`, pattern: patternOf(unit) });
}

/** A plain count. */
export function count(about: string, min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}, without a unit`;
  return z.int({ error }).min(min, { error }).max(max, { error }).meta({ description: about });
}

export function text(about: string, pattern: RegExp, allowed: string) {
  const error = `must be ${allowed}`;
  return z.string({ error }).regex(pattern, { error }).meta({ description: about });
}

export function list<T extends z.ZodType>(about: string, item: T, min: number, max: number, allowed: string) {
  const error = `must be ${allowed}`;
  return z.array(item, { error }).min(min, { error }).max(max, { error }).meta({ description: about });
}

/**
 * A mapping with these keys and no others. An unknown key's message names the nearest known one, unless
 * `foreign` knows better; the messages stand one a line, in the order of the unknown keys.
 */
export function section<T extends z.ZodRawShape>(
  about: string,
  shape: T,
  foreign: (key: string) => string | undefined = () => undefined,
) {
  const keys = Object.keys(shape);
  return z
    .strictObject(shape, {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => foreign(key) ?? unknownKey(key, keys)).join('\n')
          : `must be a mapping with the keys ${keys.slice(0, 8).join(', ')}${keys.length > 8 ? ', …' : ''}`,
    })
    .meta({ description: about });
}

function unknownKey(key: string, known: readonly string[]): string {
  return `is an unknown key; the nearest known one is ${nearestKey(key, known)}`;
}

/** A part of the contract that a later version brings. Whoever names it must hear so: it is never ignored. */
export function notBuiltYet(about: string) {
  return z
    .unknown()
    .optional()
    .superRefine((value, context) => {
      if (value !== undefined)
        context.addIssue({ code: 'custom', message: 'is not built yet in this version; remove it' });
    })
    .meta({ description: `Not built yet in this version: ${about}`, not: {} });
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Reads the rules that osls makes of `events:` in serverless.yml. `eventBridge:` and `schedule:` both become a plain rule of
 * the default bus with a permission to invoke (a schedule by `method: scheduler` would be another service).
 */
import * as z from 'zod';
import { compilePattern } from './pattern.ts';
import type { Rule } from './rule.ts';

const rate = z.string().regex(/^rate\(\d+ (minutes?|hours?|days?)\)$/, {
  error: 'the lab plays rate(1 minute), rate(5 minutes), rate(1 hour), rate(2 days); no cron',
});
const about = {
  name: z.string().optional(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
};
const eventBridge = z.strictObject({
  ...about,
  pattern: z.record(z.string(), z.unknown()).optional(),
  schedule: rate.optional(),
  input: z.unknown().optional(),
  // Every delivery of the lab succeeds, so that a policy for those that fail changes nothing.
  retryPolicy: z.unknown().optional(),
  deadLetterQueueArn: z.unknown().optional(),
});
const schedule = z.strictObject({
  ...about,
  rate: z.array(rate),
  input: z.unknown().optional(),
  method: z.literal('eventBus').optional(),
});

type Functions = Readonly<Record<string, { readonly events?: readonly unknown[] }>>;

/** `functions` of the file, with CloudFormation's references resolved. Whatever makes no rule (a `url`) is left out. */
export function readRules(functions: Functions): Rule[] {
  return Object.entries(functions).flatMap(([key, { events = [] }]) =>
    events.flatMap((event, index) => rulesOf(key, index, event)),
  );
}

function rulesOf(functionKey: string, index: number, event: unknown): Rule[] {
  const given = (event ?? {}) as { readonly eventBridge?: unknown; readonly schedule?: unknown };
  const where = `functions.${functionKey}.events[${index}]`;
  const fallback = `${functionKey}-${index + 1}`;
  if (given.eventBridge !== undefined) {
    const {
      name = fallback,
      enabled = true,
      pattern,
      schedule: every,
      input,
    } = read(eventBridge, given.eventBridge, where);
    if (!enabled) return [];
    if (pattern === undefined && every === undefined)
      throw new Error(`${where} has no pattern and no schedule`);
    return [
      {
        name,
        functionKey,
        input,
        ...(pattern !== undefined && { matches: compilePattern(pattern, `${where}.pattern`) }),
        ...(every !== undefined && { everyMilliseconds: millisecondsOf(every) }),
      },
    ];
  }
  if (given.schedule === undefined) return [];
  const {
    rate: rates,
    enabled = true,
    name = fallback,
    input,
  } = read(schedule, inFull(given.schedule), where);
  if (!enabled) return [];
  return rates.map((every) => ({ name, functionKey, input, everyMilliseconds: millisecondsOf(every) }));
}

/** A bare expression is short for a mapping, and one expression for a list. */
function inFull(written: unknown): unknown {
  if (typeof written === 'string') return { rate: [written] };
  const { rate: rates } = (written ?? {}) as { readonly rate?: unknown };
  return typeof rates === 'string' ? { ...(written as object), rate: [rates] } : written;
}

function read<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`${where} is more than the lab plays: ${z.prettifyError(result.error)}`);
}

const unitMilliseconds: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

function millisecondsOf(expression: string): number {
  const [, count, unit = ''] = /\((\d+) (\w+?)s?\)/.exec(expression) ?? [];
  return Number(count) * (unitMilliseconds[unit] ?? NaN);
}

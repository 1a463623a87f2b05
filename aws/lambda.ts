/**
 * The one wrapper around every function: parses the input, builds the World once per container, writes one log
 * line in and one out, puts what the function has to tell on the story, and lets errors out under their names,
 * which the state machine matches.
 */
import middy from '@middy/core';
import type { ZodMiniType } from 'zod/mini';
import { type CutoverRef, tell } from './ledger/story.ts';
import type { ClientFactories } from './clients/config.ts';
import { named } from './failures.ts';
import { lambdaWorld } from './lambda-world.ts';
import type { Service, World } from './world.ts';

/** What every state passes. Functions outside the state machine serve events, which name no cutover. */
interface Input {
  readonly cutover?: CutoverRef;
}

/** What a function returns: the words that the machine routes by, and sentences for the story. */
export interface Report {
  readonly story?: readonly string[];
  readonly [word: string]: unknown;
}

export type Run<S extends Service, I extends object, O extends Report> = (
  world: World<S>,
  input: I,
) => Promise<O>;

interface Options<S extends Service, I extends object> {
  readonly input: ZodMiniType<I>;
  readonly clients: ClientFactories<S>;
}

/** The lab passes its World in the context, where on AWS only the Lambda runtime can put anything. */
interface LabContext {
  readonly world?: World<Service>;
}

export type Handler = (event: unknown, context: LabContext) => Promise<unknown>;

export function lambda<S extends Service, I extends object, O extends Report>(
  run: Run<S | 'dynamodb', I, O>,
  options: Options<S | 'dynamodb', I>,
): Handler {
  return wrapped(run, options, tell);
}

/** The same for whoever only looks on: nothing of it goes on the story, so that its role may write nothing. */
export function onlooker<S extends Service, I extends object, O extends Report>(
  run: Run<S | 'dynamodb', I, O>,
  options: Options<S | 'dynamodb', I>,
): Handler {
  return wrapped(run, options, undefined);
}

function wrapped<S extends Service, I extends object, O extends Report>(
  run: Run<S | 'dynamodb', I, O>,
  options: Options<S | 'dynamodb', I>,
  put: typeof tell | undefined,
): Handler {
  let built: World<S | 'dynamodb'> | undefined;
  const handler = middy({ timeoutEarlyInMillis: 0 }).handler(async (event: unknown, context: unknown) => {
    const lab = (context as LabContext).world as World<S | 'dynamodb'> | undefined;
    const world = lab ?? (built ??= lambdaWorld(options.clients));
    const input = parse(options.input, event);
    const { cutover } = input as Input;
    const fields = { ...(cutover && { cutoverId: cutover.id }), function: run.name };
    world.log.info('in', fields);
    try {
      const { story = [], ...report } = await run(world, input);
      if (cutover !== undefined) await put?.(world, cutover, run.name, story);
      world.log.info('out', { ...fields, ...pick(report) });
      return report;
    } catch (error) {
      const failure = named(error, run.name);
      world.log.error('failed', { ...fields, error: failure.name, reason: failure.message });
      throw failure;
    }
  });
  return handler as unknown as Handler;
}

function parse<I>(schema: ZodMiniType<I>, event: unknown): I {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  const error = new Error(`the state machine passed an input that this function does not take: ${problems}`);
  error.name = 'InputRejected';
  throw error;
}

/** Only words and numbers go to the log: whole facts belong on the ledger, and what somebody is answered to them. */
function pick(report: object): Record<string, unknown> {
  const words = Object.entries(report).filter(([key, value]) => key !== 'body' && typeof value !== 'object');
  return Object.fromEntries(words);
}

/** What is tried by hand, without a plan: the same fields, defaults and words as in one. */
import * as z from 'zod';
import { issueProblems } from './issues.ts';
import type { BuiltinLoad, SmokeTest } from './plan.ts';
import type { Problem } from './problem.ts';
import { smoke } from './smoke.ts';
import { smokeTestsOf } from './smoke-tests.ts';
import { builtin } from './staging.ts';
import { origin } from './target.ts';

type Read<T> = { readonly read: T } | { readonly problems: readonly Problem[] };

/** `document`: the origin as `url`, and `smoke` as a plan has it. */
export function parseSmokeTrial(document: {
  readonly url: unknown;
  readonly smoke?: unknown;
}): Read<{ readonly url: string; readonly smoke: readonly SmokeTest[] }> {
  const parsed = z.object({ url: origin('Where it is'), smoke }).safeParse(document);
  if (!parsed.success) return { problems: issueProblems(parsed.error.issues, document) };
  return { read: { url: parsed.data.url, smoke: smokeTestsOf(parsed.data.smoke) } };
}

/** `document`: the origin as `target`, and `load` as `staging.load` has it. */
export function parseLoadTrial(document: {
  readonly target: unknown;
  readonly load: unknown;
}): Read<{ readonly target: string; readonly load: BuiltinLoad }> {
  const parsed = z.object({ target: origin('Where it is'), load: builtin }).safeParse(document);
  if (!parsed.success) return { problems: issueProblems(parsed.error.issues, document) };
  const { duration: seconds, errorRate: errorRatePercent, p95: p95Milliseconds, ...rest } = parsed.data.load;
  return {
    read: { target: parsed.data.target, load: { ...rest, seconds, errorRatePercent, p95Milliseconds } },
  };
}

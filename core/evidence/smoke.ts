export interface SmokeCheck {
  readonly path: string;
  readonly status: number;
  readonly withinMilliseconds: number;
}

export interface SmokeAnswer {
  readonly passed: boolean;
  /** One sentence: who was asked what, and what came. */
  readonly text: string;
}

/** `seen` is the answer, or why there was none. */
export function judgeSmoke(
  who: string,
  check: SmokeCheck,
  seen: { readonly status: number; readonly tookMilliseconds: number } | { readonly unanswered: string },
): SmokeAnswer {
  const asked = `${who}: GET ${check.path}`;
  const expected = `${check.status} within ${check.withinMilliseconds} ms`;
  if ('unanswered' in seen)
    return { passed: false, text: `${asked} got no answer (${seen.unanswered}), expected ${expected}` };
  const took = Math.round(seen.tookMilliseconds);
  const passed = seen.status === check.status && seen.tookMilliseconds <= check.withinMilliseconds;
  const got = `${asked} answered ${seen.status} in ${took} ms`;
  return { passed, text: passed ? got : `${got}, expected ${expected}` };
}

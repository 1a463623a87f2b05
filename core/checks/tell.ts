import { unchecked } from './catalog.ts';
import { plural } from './findings.ts';
import type { CheckResult } from './judge-checklist.ts';
import type { PlannedChecks } from './planned.ts';

/** The checklist for the story: what did not pass in full, the rest in one line, and what nobody looked at. */
export function tellChecklist(results: readonly CheckResult[], checks: PlannedChecks): string[] {
  const passed = results.filter(({ verdict }) => verdict === 'pass');
  const untried = results.filter(({ isUntried }) => isUntried === true);
  const open = results.filter(({ verdict, isUntried }) => verdict !== 'pass' && isUntried !== true);
  const left = unchecked(checks);
  return [
    `Checked: ${plural(passed.length, 'check')} of ${results.length - untried.length} passed (${passed.map(({ id }) => id).join(', ') || 'none'})`,
    ...open.map(({ id, verdict, evidence }) => `Check ${id}: ${verdict}, ${evidence}`),
    ...untried.map(({ id, evidence }) => `Not tried: ${id}, ${evidence}`),
    ...(left.length > 0
      ? [`Not checked: ${left.join(', ')} (the plan does not say what to look at, or leaves them out)`]
      : []),
  ];
}

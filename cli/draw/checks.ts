import type { CheckResult } from '../../core/checks/judge-checklist.ts';
import type { Terminal } from '../terminal.ts';

interface Facts {
  readonly service: string;
  readonly decision: string;
  readonly checks: readonly CheckResult[];
  readonly unchecked: readonly string[];
}

/** The checklist for people: what stops them first would be lost in the middle, so the order stays the runbook's. */
export function drawChecks(
  { service, decision, checks, unchecked }: Facts,
  colors: Terminal['colors'],
): string {
  const idWidth = Math.max(0, ...checks.map(({ id }) => id.length)) + 2;
  const paint = { pass: colors.green, fail: colors.red, error: colors.red, inconclusive: colors.yellow };
  const rows = checks.map(
    ({ id, verdict, isUntried, evidence }) =>
      `  ${isUntried === true ? colors.dim('not tried'.padEnd(14)) : paint[verdict](verdict.padEnd(14))}${colors.bold(id.padEnd(idWidth))}${evidence}`,
  );
  const passed = checks.filter(({ verdict }) => verdict === 'pass').length;
  const tried = checks.filter(({ isUntried }) => isUntried !== true);
  const end =
    decision === 'go'
      ? 'nothing stands in the way'
      : tried.length === 0
        ? 'nothing was looked at'
        : 'a cutover would be refused';
  return [
    colors.bold(service),
    '',
    ...rows,
    '',
    `${passed} of ${tried.length} passed: ${end}`,
    ...(unchecked.length > 0 ? [`not checked, for want of a word in the plan: ${unchecked.join(', ')}`] : []),
  ].join('\n');
}

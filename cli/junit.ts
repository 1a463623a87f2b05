import type { CheckResult } from '../core/checks/judge-checklist.ts';

/** The checklist as JUnit XML, which pipelines show. Skipped is only what a live run would try: all else that is no pass fails or is an error. */
export function junit(suite: string, results: readonly CheckResult[]): string {
  const failures = results.filter(({ verdict }) => verdict === 'fail').length;
  const skipped = results.filter(({ isUntried }) => isUntried === true).length;
  const errors =
    results.filter(({ verdict }) => verdict === 'error' || verdict === 'inconclusive').length - skipped;
  const cases = results.map(
    ({ id, ...result }) =>
      `  <testcase classname="${escaped(suite)}" name="${escaped(id)}">${outcome(result)}</testcase>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${escaped(suite)}" tests="${results.length}" failures="${failures}" errors="${errors}" skipped="${skipped}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n');
}

function outcome({ verdict, isUntried, evidence }: Omit<CheckResult, 'id'>): string {
  if (isUntried === true) return `<skipped message="${escaped(evidence)}"/>`;
  if (verdict === 'pass') return `<system-out>${escaped(evidence)}</system-out>`;
  const tag = verdict === 'fail' ? 'failure' : 'error';
  return `<${tag} type="${verdict}" message="${escaped(evidence)}"/>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no control characters, not even written as entities. */
function escaped(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .replaceAll(/[&<>"]/g, (one) => entities[one] ?? one)
  );
}

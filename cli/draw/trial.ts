import type { Terminal } from '../terminal.ts';
import type { TrialLine } from '../trial.ts';

export function drawTrial(what: string, lines: readonly TrialLine[], colors: Terminal['colors']): string {
  const paint = { pass: colors.green, fail: colors.red, error: colors.red, inconclusive: colors.yellow };
  const rows = lines.map(({ verdict, isUntried, evidence }) => {
    const said = isUntried === true ? colors.dim('not tried'.padEnd(14)) : paint[verdict](verdict.padEnd(14));
    return `  ${said}${evidence}`;
  });
  const passed = lines.filter(({ verdict }) => verdict === 'pass').length;
  return [colors.bold(what), '', ...rows, '', `${passed} of ${lines.length} passed`].join('\n');
}

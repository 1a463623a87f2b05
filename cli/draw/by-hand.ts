import type { Would } from '../../core/by-hand/forecast.ts';
import { timeText } from '../../core/evidence/minutes.ts';
import type { Told } from '../by-hand/home.ts';
import { exitCodes } from '../exit-codes.ts';

/** What would be done, and the same as commands for a shell where users could feel it. */
export function drawWould(would: readonly Would[]): string {
  const steps = would.flatMap(({ does, commands }, index) => [
    `${String(index + 1).padStart(2)}. ${does}`,
    ...commands.map((command) => `      ${command}`),
  ]);
  return [...steps, '', 'Nothing was done. --live does it.'].join('\n');
}

const headlines = {
  promoted: 'Promoted',
  rolledBack: 'Back on stable: users are safe',
  refused: 'Refused: nothing was changed for users',
  needsPerson: 'A person is needed',
} as const;

/** How it ended, and what to type next. */
export function drawTold(
  { ending, left, told, code }: Told,
  { cutoverId, file }: { readonly cutoverId: string; readonly file: string },
): string {
  const head = ending === undefined ? [] : [`${headlines[ending.outcome]}: ${ending.reason}`];
  if (left === undefined) return [...head, ...told].join('\n');
  const is = code === exitCodes.interrupted ? 'Stopped: the canary has' : 'The canary has';
  const until = timeText(left.until);
  const on = left.percent === 100 ? `ramp ${file} --promote --live` : `ramp ${file} --live`;
  return [
    `${is} ${left.percent} % of the traffic, and this hand has let go of ${cutoverId}.`,
    `  on      npx cutover ${on}`,
    `  back    npx cutover rollback ${cutoverId} --live`,
    `CloudWatch's alarms watch it meanwhile; where nobody takes it up by ${until}, reconcile takes users back.`,
  ].join('\n');
}

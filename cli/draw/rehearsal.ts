import type { RehearsalResult } from '../../lab/result.ts';
import type { Terminal } from '../terminal.ts';
import { drawRamp } from './ramp.ts';
import { entryLine } from './wrapped.ts';
import { countText, lengthText } from './words.ts';

const headlines = {
  promoted: 'Promoted',
  rolledBack: 'Back on stable: users are safe',
  refused: 'Refused: nothing was changed for users',
  needsPerson: 'A person is needed',
} as const;

function headline({ live, outcome }: RehearsalResult): string {
  return live || outcome !== 'promoted' ? headlines[outcome] : 'Nothing stands in the way';
}

interface Frame {
  readonly result: RehearsalResult;
  readonly title: string;
  /** What to type to see this very run again. */
  readonly replay: string;
}

/** A whole rehearsal on one page: the ramp, what happened, how many users felt it. */
export function drawRehearsal(
  { result, title, replay }: Frame,
  io: Pick<Terminal, 'colors' | 'columns' | 'wrapsAt'>,
): string {
  const { colors } = io;
  const paint =
    result.outcome === 'promoted'
      ? colors.green
      : result.outcome === 'needsPerson'
        ? colors.red
        : colors.yellow;
  const lines = [
    colors.bold(`${result.service || 'a plan'}: ${title}`) +
      colors.dim(`  (seed ${result.seed}${result.live ? '' : ', dry run'})`),
    '',
    ...(result.live ? chart(result, io) : []),
    ...chronicle(result, io),
    '',
    `${paint(colors.bold(headline(result)))}  ${result.reason}`,
    ...(result.live ? [usersLine(result)] : []),
    colors.dim(factsLine(result)),
    ...toldLine(result).map((line) => colors.dim(line)),
    ...broken(result, colors),
    colors.dim(`Again: ${replay}`),
  ];
  return lines.join('\n');
}

/** So many lines of what the scenario did stand between the story's; a fault that lasts for hours has thousands. */
const happenedMax = 30;

/** The cutover's story, with what the scenario did to it in between. */
function chronicle({ story, happened }: RehearsalResult, io: Pick<Terminal, 'colors' | 'wrapsAt'>): string[] {
  const { colors } = io;
  const told = story.map(({ at, text }) => ({ at, text, paint: String }));
  const done = happened
    .slice(0, happenedMax)
    .map(({ at, what }) => ({ at, text: `~ ${what}`, paint: colors.magenta }));
  const lines = [...told, ...done].toSorted((a, b) => a.at.localeCompare(b.at));
  const more = happened.length - done.length;
  return [
    ...lines.map(({ at, text, paint }) => entryLine(at.slice(11, 19), text, io, paint)),
    ...(more > 0
      ? [colors.dim(`and ${countText(more)} things more that the scenario did: --json has them all`)]
      : []),
  ];
}

function chart(result: RehearsalResult, io: Pick<Terminal, 'colors' | 'columns'>): string[] {
  const shifts = result.weights.map((shift) => ({
    at: Date.parse(shift.at),
    canaryPercent: shift.canaryPercent,
  }));
  const width = Math.max(30, Math.min(72, io.columns - 8));
  const paint = result.outcome === 'promoted' ? io.colors.green : io.colors.yellow;
  const lines = drawRamp(shifts, Date.parse(result.startedAt), Date.parse(result.endedAt), width);
  return [
    ...lines.map((line) => (line.includes('┤') || line.includes('│') ? paint(line) : io.colors.dim(line))),
    '',
  ];
}

function usersLine({ users }: RehearsalResult): string {
  const share = users.requests === 0 ? 0 : (100 * users.failed) / users.requests;
  return (
    `Users: ${countText(users.failed)} of ${countText(users.requests)} requests failed (${share.toFixed(2)} %), ` +
    `${countText(users.failedByCanary)} of them at the canary; ${countText(users.slow)} were slow`
  );
}

function factsLine({ seconds, execution, invariants }: RehearsalResult): string {
  return (
    `${lengthText(seconds)} of virtual time, ${countText(execution.historyEvents)} history events, ` +
    `invariants held at ${countText(invariants.checked)} instants`
  );
}

function toldLine({ told }: RehearsalResult): string[] {
  if (told.length === 0) return [];
  const calls = told.filter(({ text }) => text.includes('<@') || text.includes('<!')).length;
  return [
    `Slack would show ${countText(told.length)} messages, ${countText(calls)} of them calling people (--json has them)`,
  ];
}

function broken(result: RehearsalResult, colors: Terminal['colors']): string[] {
  return result.invariants.broken.flatMap((one) => [
    colors.red(colors.bold(`Broken invariant ${one.name} at ${one.at.slice(11, 19)}: ${one.why}`)),
    `  ${one.replay}`,
  ]);
}

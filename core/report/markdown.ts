/** The report as Markdown: for a ticket, a pull request, a terminal. */
import { lessonLine } from './lessons.ts';
import type { Report } from './report.ts';
import { type Answer, people, type Step, summarize } from './summary.ts';
import type { TriggerLine } from './triggers.ts';
import { clockText, lengthText } from './words.ts';

export function reportMarkdown(report: Report): string {
  const { headline, answers } = summarize(report);
  return `${[
    `# ${plain(`${report.service ?? 'A plan'}: ${headline}`)}`,
    plain(`Cutover ${report.cutoverId}. All times are UTC.`),
    ...answers.map(answerOf),
    ...timetableOf(report),
    ...triggersOf(report),
    ...checksOf(report),
    ...decisionsOf(report),
    ...lessonsOf(report),
    ...storyOf(report),
    ...costOf(report),
  ].join('\n\n')}\n`;
}

function answerOf({ question, text, steps }: Answer): string {
  const first = `**${question}.** ${plain(text)}`.trimEnd();
  return steps.length === 0 ? first : `${first}\n\n${listOf(steps)}`;
}

function listOf(steps: readonly Step[]): string {
  return steps.map(({ at, text }) => `- ${clockText(at)} ${plain(text)}`).join('\n');
}

function timetableOf({ timetable }: Report): string[] {
  if (timetable.length === 0) return [];
  const rows = timetable.map(({ what, plannedAt, actualAt, lateSeconds }) => [
    what,
    plannedAt === undefined ? '' : clockText(plannedAt),
    actualAt === undefined ? 'not reached' : clockText(actualAt),
    lateText(lateSeconds),
  ]);
  return ['## Timetable', table(['', 'planned', 'actual', 'late'], rows)];
}

/** `on time`, `12 s late`; absent where nothing was planned. */
export function lateText(lateSeconds: number | undefined): string {
  if (lateSeconds === undefined) return '';
  if (Math.abs(lateSeconds) < 5) return 'on time';
  return `${lengthText(lateSeconds)} ${lateSeconds > 0 ? 'late' : 'early'}`;
}

function triggersOf({ triggers, written }: Report): string[] {
  if (triggers.length === 0) return [];
  const rows = triggers.map((line) => [
    `${line.id} (${line.scope})`,
    rangText(line, written),
    reachedText(line),
    line.observed,
  ]);
  return ['## Triggers', table(['trigger', '', 'of its limit', 'seen'], rows)];
}

/** What rings once everybody is back, rings about what has been. */
export function rangText({ firedAt }: TriggerLine, written: Report['written']): string {
  if (firedAt === null) return 'quiet';
  const last = written.at(-1);
  const isLate = written.length > 1 && last?.canaryPercent === 0 && firedAt > last.at;
  return `rang at ${clockText(firedAt)}${isLate ? ', on the way back' : ''}`;
}

/** How near a trigger came that stayed quiet. */
export function reachedText({ reached, firedAt }: TriggerLine): string {
  return reached === undefined || firedAt !== null ? '' : `${Math.round(100 * reached)} %`;
}

function checksOf({ checks }: Report): string[] {
  if (checks.length === 0) return [];
  const rows = checks.map(({ id, verdict, isUntried, waived, evidence }) => [
    id,
    isUntried === true ? 'not tried' : `${verdict}${waived ? ', waived' : ''}`,
    evidence,
  ]);
  return ['## Checklist', table(['check', 'verdict', 'evidence'], rows)];
}

function decisionsOf(report: Report): string[] {
  const steps = people(report);
  return steps.length === 0 ? [] : ['## Decisions of people', listOf(steps)];
}

function lessonsOf({ lessons = [] }: Report): string[] {
  if (lessons.length === 0) return [];
  return [
    '## What this cutover taught',
    lessons.map((lesson) => `- ${plain(lessonLine(lesson))}`).join('\n'),
  ];
}

function storyOf({ story }: Report): string[] {
  return story.length === 0 ? [] : ['## Story', listOf(story)];
}

function costOf({ cost }: Report): string[] {
  if (cost === undefined) return [];
  return ['## Cost', plain(costText(cost))];
}

export function costText({ calm, atMost, notPriced }: NonNullable<Report['cost']>): string {
  return `By the plan about $${calm.dollars.toFixed(2)}, at most $${atMost.dollars.toFixed(2)}, at AWS's list prices. Not priced: ${notPriced}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => plain(cell)));
  return [head, head.map(() => '---'), ...cells].map(rowOf).join('\n');
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/**
 * What others wrote is text: it begins no table, link, heading or tag of its own, and mentions nobody. A zero-width
 * space behind the @ keeps a chat or a forge from calling whoever has that name.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/\p{Cc}+|[\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .replaceAll(/[\\`*_[\]<>|#~&!]/g, (character) => `\\${character}`)
    .replaceAll('@', '@\u200b');
}

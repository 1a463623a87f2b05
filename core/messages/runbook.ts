/** What a cutover taught, as the team's runbook and a ticket are told it. Nothing where there is nothing to teach. */
import { type Lesson, lessonLine } from '../report/lessons.ts';
import { plain } from '../report/markdown.ts';
import { dayText } from '../report/words.ts';
import type { TellFacts } from './facts.ts';
import { endings } from './messages.ts';
import type { Piece } from './piece.ts';

export interface RunbookContent {
  readonly cutoverId: string;
  /** As text: of the pull request, and of the commit that merging makes of it. */
  readonly title: string;
  readonly summary: string;
  /** As Markdown, to be put at the end of the runbook. */
  readonly section: string;
}

/** One for each cutover: what it teaches is known at its end. */
export function runbookPieces(facts: TellFacts): Piece<RunbookContent>[] {
  const { cutoverId, service, ending } = facts;
  const { lessons = [] } = ending ?? {};
  if (ending === undefined || lessons.length === 0) return [];
  const { endedAt, outcome, reason } = ending;
  const of = `Cutover ${cutoverId}${service === undefined ? '' : ` of ${service}`}`;
  const ended = `${endings[outcome]}: ${reason}`;
  const content = {
    cutoverId,
    title: uncalling(`What cutover ${cutoverId} taught`),
    summary: [`${of} ended at ${endedAt}.`, ended, '', ...lessonLines(lessons)].join('\n'),
    section: [
      `## What a cutover taught, ${dayText(endedAt)}`,
      plain(`${of}. ${ended}`),
      lessons.map((lesson) => `- ${plain(lessonLine(lesson))}`).join('\n'),
    ].join('\n\n'),
  };
  return [{ id: 'RUNBOOK', isRevised: false, content }];
}

/** Each a line of its own, whatever people typed. */
export function lessonLines(lessons: readonly Lesson[]): string[] {
  return lessons.map((lesson) => `- ${lessonLine(lesson).replaceAll(/\p{Cc}+|[\u2028\u2029]+/gu, ' ')}`);
}

/** A commit's message can call people, too. */
function uncalling(text: string): string {
  return text.replaceAll('@', '@\u200b');
}

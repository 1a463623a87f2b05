/**
 * What a cutover taught: everything that did not go as the plan hoped. For those who keep the runbook, who read neither
 * the story nor the evidence.
 */
import type { CheckResult } from '../checks/judge-checklist.ts';
import { wordTold } from '../command/command.ts';
import { isAskedLonger } from '../gate/asked.ts';
import type { Gate } from '../gate/gate.ts';
import { isWayBack, needsPerson } from '../messages/messages.ts';
import { clockText } from './words.ts';

/** `noted`: what people wrote beside their answer, and what rang when it was over. */
export const lessonKinds = [
  'waived',
  'failed',
  'inconclusive',
  'unanswered',
  'held',
  'skipped',
  'extended',
  'rolledBack',
  'aborted',
  'neededPerson',
  'noted',
] as const;
export type LessonKind = (typeof lessonKinds)[number];

export interface Lesson {
  readonly kind: LessonKind;
  /** Absent for the checklist, which is of one moment. */
  readonly at?: string;
  readonly text: string;
}

export const lessonText: Readonly<Record<LessonKind, string>> = {
  waived: 'Waived',
  failed: 'Did not pass',
  inconclusive: 'Inconclusive',
  unanswered: 'Not answered',
  held: 'Held',
  skipped: 'Skipped',
  extended: 'Extended',
  rolledBack: 'Rolled back',
  aborted: 'Aborted',
  neededPerson: 'Needed a person',
  noted: 'Noted',
};

export interface LessonFacts {
  /** A dry run holds nothing and moves nothing: it teaches what its checklist found. */
  readonly checks: readonly CheckResult[];
  readonly gates: readonly Gate[];
  readonly story: readonly StoryFact[];
}

interface StoryFact {
  readonly at: string;
  readonly actor: string;
  readonly text: string;
}

/** Nobody works through more; the report has the rest. */
const lessonsMax = 40;
const textLengthMax = 400;

/** In the order of time, the checklist first. None where everything went as it should. */
export function lessonsOf({ checks, gates, story }: LessonFacts): Lesson[] {
  const timed = [...gates.flatMap(ofGate), ...ofStory(story)].toSorted((a, b) => a.at.localeCompare(b.at));
  const all: Lesson[] = [...checks.flatMap(ofCheck), ...timed];
  const few = all.slice(0, lessonsMax).map((lesson) => ({ ...lesson, text: shortened(lesson.text) }));
  const left = all.length - few.length;
  return left === 0 ? few : [...few, { kind: 'noted', text: `${left} more: the report has them` }];
}

/** `Held 22:28:09: 51 %, latencyP95 is over its limit`. */
export function lessonLine({ kind, at, text }: Lesson): string {
  return `${lessonText[kind]}${at === undefined ? '' : ` ${clockText(at)}`}: ${text}`;
}

function ofCheck({ id, verdict, isUntried, waived, evidence, waiver }: CheckResult): Lesson[] {
  if (verdict === 'pass' || isUntried === true) return [];
  const found = `${id} (${verdict}): ${evidence}`;
  if (!waived) return [{ kind: verdict === 'inconclusive' ? 'inconclusive' : 'failed', text: found }];
  const signed = waiver === undefined ? '' : `; signed by ${waiver.by.join(', ')}${because(waiver.reason)}`;
  return [{ kind: 'waived', text: `${shortened(found, textLengthMax / 2)}${signed}` }];
}

/** A waiver's reason stands with its check. */
function ofGate({ gate, subject, status, closing, decisions }: Gate): (Lesson & { readonly at: string })[] {
  const where = subject.percent === undefined ? gate : `${gate} to ${subject.percent} %`;
  const notes = Object.values(decisions)
    .filter(({ decision, reason }) => reason.trim() !== '' && (gate !== 'waive' || decision === 'reject'))
    .map(({ by, decision, at, reason }) => ({
      kind: 'noted' as const,
      at: new Date(at).toISOString(),
      text: `${by} ${decision === 'approve' ? 'approved' : 'rejected'} ${where}${because(reason)}`,
    }));
  if (status !== 'expired' || closing === undefined) return notes;
  const at = new Date(closing.at).toISOString();
  return [...notes, { kind: 'unanswered', at, text: `${where}: ${closing.text}` }];
}

function ofStory(story: readonly StoryFact[]): (Lesson & { readonly at: string })[] {
  const back = story.find(isWayBack);
  return story.flatMap((entry) => {
    const kind = entry === back ? 'rolledBack' : kindOf(entry);
    if (kind === undefined) return [];
    return [{ kind, at: entry.at, text: entry.text.replace(said, '').replace(': holding, ', ', ') }];
  });
}

/** What the kind says already. */
const said =
  /^(Rolling back|A person is needed|Verifying for longer|Watching for longer|Cannot verify, and asks): /;

function kindOf(entry: StoryFact): LessonKind | undefined {
  const { actor, text } = entry;
  const word = wordTold(entry);
  if (word === 'hold') return 'held';
  if (word === 'skip') return 'skipped';
  if (word === 'abort') return 'aborted';
  if (needsPerson(text)) return 'neededPerson';
  if (actor === 'judgeRung' && text.includes(' %: holding, ')) return 'held';
  if (actor === 'lookAtTriggers' && text.endsWith(': holding')) return 'held';
  if (/^(Verifying|Watching) for longer: /.test(text) || isAskedLonger(text)) return 'extended';
  if (/^(No rung will pass while |Cannot verify, and asks: )/.test(text)) return 'inconclusive';
  return text.startsWith('After watching had ended, ') ? 'noted' : undefined;
}

function because(reason: string): string {
  return reason.trim() === '' ? '' : `: ${reason.trim()}`;
}

function shortened(text: string, lengthMax = textLengthMax): string {
  const characters = Array.from(text);
  return characters.length <= lengthMax ? text : `${characters.slice(0, lengthMax - 1).join('')}…`;
}

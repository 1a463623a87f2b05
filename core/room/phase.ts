/** Where a cutover is, in words: from the end backwards, since what came later says more. */
import { isHeld } from '../command/command.ts';
import { timeText } from '../evidence/minutes.ts';
import type { WaitFor } from '../record.ts';
import type { RoomFacts } from './room.ts';

export interface PhaseWords {
  readonly title: string;
  readonly text: string;
  readonly tone: 'go' | 'back' | 'stop' | 'warn' | 'plain';
}

const endings = {
  promoted: { title: 'Promoted: all users are on the new version', tone: 'go' },
  rolledBack: { title: 'Rolled back: all users are on the old version', tone: 'back' },
  refused: { title: 'Refused: nothing was changed for users', tone: 'plain' },
  needsPerson: { title: 'A person is needed', tone: 'stop' },
} as const;

export function phaseOf(facts: RoomFacts): PhaseWords {
  const { record, phase, gates, story } = facts;
  const newest = story.at(-1)?.text ?? '';
  if (record === undefined) {
    const isRefused = story.some(({ actor }) => actor === 'refuse');
    return isRefused
      ? { ...endings.refused, text: newest }
      : { title: 'Reading the plan', text: newest, tone: 'plain' };
  }
  if (record.outcome !== undefined) return { ...endings[record.outcome], text: record.reason ?? '' };
  if (phase === 'rollingBack' || record.wentBackAt !== undefined)
    return { title: 'Going back', text: newest, tone: 'back' };
  if (phase === 'promoting') return { title: 'Promoting', text: newest, tone: 'go' };
  const asked = gates.find(({ status }) => status === 'pending');
  if (asked !== undefined)
    return {
      title: `Waiting for people: ${asked.gate}`,
      text: `${asked.subject.evidence} (until ${timeText(asked.expiresAt)})`,
      tone: 'warn',
    };
  if (record.hold !== undefined && isHeld(record.hold))
    return {
      title: `Held by ${record.hold.by}`,
      text: `The share does not rise. Without a resume by ${timeText(record.hold.untilAt)} it goes back.`,
      tone: 'warn',
    };
  return release(facts, record, newest);
}

type Record = NonNullable<RoomFacts['record']>;

function release({ phase }: RoomFacts, record: Record, newest: string): PhaseWords {
  const { plan, rung, verifySince, canaryStartedAt } = record;
  const tone = 'plain';
  if (verifySince !== undefined)
    return { title: 'Verifying', text: until(verifySince + plan.verify.seconds * 1000), tone };
  const percent = rung === undefined ? undefined : plan.rungs[rung.index];
  if (rung !== undefined && rung.index === plan.rungs.length - 1)
    return { title: 'Watching, with all users on the canary', text: newest, tone };
  if (percent !== undefined)
    return { title: `${percent} % of users are on the canary`, text: waits(record), tone };
  if (canaryStartedAt !== undefined) return { title: 'Starting the canary', text: newest, tone };
  return { title: phase === undefined ? 'Looking before it begins' : 'Getting ready', text: newest, tone };
}

const waitWords: Readonly<{ [K in WaitFor]: string }> = {
  bake: 'Waiting before the smoke test',
  settle: 'Settling after the smoke test',
  rung: 'Holding this rung',
  evidence: 'Waiting for evidence that more would be safe',
  people: 'Held by people',
  window: 'Waiting for its window',
  start: 'Waiting for its time',
};

function waits({ wait }: Record): string {
  if (wait === undefined) return '';
  return `${waitWords[wait.for]}, ${until(Date.parse(wait.until))}`;
}

function until(at: number): string {
  return `until ${timeText(at)}.`;
}

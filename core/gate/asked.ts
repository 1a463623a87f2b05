/** How the story says that people are asked: once a sentence, whoever and however often. */
import { timeText } from '../evidence/minutes.ts';
import { durationText } from '../plan/units.ts';
import { gateText } from './answer.ts';
import { type Gate, neededApprovals } from './gate.ts';
import { heldAgainSeconds } from './life.ts';

const longer = 'Nobody decided: it holds, and asks ';
/** The first question after a deadline; a wait of the machine's own that has ended asks again without a word about it. */
const firstMilliseconds = 60_000;

export function askedText(gate: Gate, now: number): string {
  const { approvers, starter, attempt, openedAt, expiresAt, isHeld } = gate;
  const people = approvers.map(({ id }) => id).join(', ');
  const unknown = 'unknown' in starter ? ` (${starter.unknown}, so one more than the plan asks for)` : '';
  const heldSince = expiresAt - heldAgainSeconds * 1000;
  const isLonger = isHeld && now - heldSince < firstMilliseconds;
  const asks = isLonger ? longer : attempt > 1 ? 'Asks again ' : 'Asks ';
  // The deadline stays whoever asks again: `within` would count from another moment.
  const time =
    attempt > 1 ? `by ${timeText(expiresAt)}` : `within ${durationText((expiresAt - openedAt) / 1000)}`;
  return `${asks}${people} about ${gateText(gate)}: ${neededApprovals(gate)} of them ${time}${unknown}`;
}

/** Of any of these sentences, also as versions before this one wrote them. */
export function isAsked(text: string): boolean {
  return text.startsWith('Asks ') || isAskedLonger(text);
}

export function isAskedLonger(text: string): boolean {
  return text.startsWith(longer) || text.startsWith('Nobody decided; asks for longer ');
}

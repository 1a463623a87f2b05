/** What an approver is sent. It says enough to decide whether to get up; deciding is done on the page, or by the signed way. */
import { timeText } from '../evidence/minutes.ts';
import { gateText, standing } from './answer.ts';
import { askedFirst, type Gate } from './gate.ts';

export interface Message {
  /** One line. */
  readonly subject: string;
  readonly text: string;
}

export interface About {
  /** For one person alone: without one, the message may be read by anybody. */
  readonly link?: string;
  /** Absent where it is the question itself. */
  readonly remindedAt?: number;
}

export function messageFor(gate: Gate, personId: string, { link, remindedAt }: About = {}): Message {
  const { id, service, cutoverId, attempt, subject, expiresAt } = gate;
  const again = attempt > 1 ? ' (asked again: older links are void)' : '';
  const lines = [
    remindedAt === undefined
      ? `${service} asks for a decision: ${gateText(gate)}${again}.`
      : `${service} still waits for a decision: ${gateText(gate)}. It is ${standing(gate)}.`,
    '',
    `Cutover:   ${cutoverId}`,
    `Found:     ${subject.evidence}`,
    ...subject.images.map((image) => `Ships:     ${image}`),
    ...askedFirst(gate).map((question) => `First:     ${question}`),
    `Until:     ${timeText(expiresAt)}. ${silenceText(gate)}`,
    ...secondText(gate, personId, remindedAt),
    '',
    ...(link === undefined
      ? []
      : [
          'Look, and decide, here. The link is yours alone: whoever has it decides in your name.',
          link,
          '',
          'Or with AWS credentials:',
        ]),
    ...(link === undefined ? ['Decide with AWS credentials:'] : []),
    `npx cutover approve ${cutoverId}`,
    `npx cutover reject ${cutoverId}`,
    '',
    `Gate ${id}, attempt ${attempt}.`,
  ];
  const first = `${remindedAt === undefined ? '' : 'Reminder: '}${service}: ${gateText(gate)}? Answer by ${timeText(expiresAt)}`;
  return { subject: oneLine(first), text: lines.map(oneLine).join('\n') };
}

/** Who is asked only when others do not answer has to know why the page says so. */
function secondText({ approvers, escalation }: Gate, personId: string, now = 0): string[] {
  if (escalation === undefined || approvers.some(({ id }) => id === personId)) return [];
  return now >= escalation.at
    ? ['You:       those who were asked first have not decided; your answer counts now.']
    : [`You:       others are asked first; your answer counts from ${timeText(escalation.at)} on.`];
}

function silenceText({ onSilence, isHeld }: Pick<Gate, 'onSilence' | 'isHeld'>): string {
  if (onSilence === 'reject') return 'Silence ends the cutover; nothing has changed for users.';
  if (onSilence === 'hold' && !isHeld) return 'Silence holds it for one more hour, then everybody goes back.';
  return 'Silence takes everybody back to the stable version.';
}

/** A name with a line break in it must not begin a header, nor a sentence of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 1_000);
}

/**
 * What Slack shows of a cutover: one message that is kept up to date, the story in its thread, and what people are asked.
 * Only decisions and the way back call people. https://docs.slack.dev/messaging/formatting-message-text
 */
import { timeText } from '../evidence/minutes.ts';
import { gateText, standing } from '../gate/answer.ts';
import { askedFirst, type Gate, neededApprovals, strengthOf, strengths } from '../gate/gate.ts';
import { peopleOf } from '../gate/people.ts';
import type { Channels, SlackChannel } from './channels.ts';
import type { TellFacts } from './facts.ts';
import { endings, type Message, messagesOf } from './messages.ts';
import type { Piece } from './piece.ts';

export interface SlackContent {
  /** Of a message in the thread. */
  readonly isReply: boolean;
  /** Shown in the channel as well. */
  readonly isBroadcast: boolean;
  /** What notifications show, and where blocks are not. */
  readonly text: string;
  readonly blocks?: readonly object[];
}

export const rootId = 'ROOT';
const gatePrefix = 'GATE#';

/** `isTold`: what is asked was asked already. A question that has an answer before it was put is not put any more. */
export function slackPieces(
  facts: TellFacts,
  channels: Channels & { readonly slack: SlackChannel },
  isTold: (id: string) => boolean,
): Piece<SlackContent>[] {
  if (facts.story.length === 0) return [];
  const messages = messagesOf(facts);
  const questions = facts.gates.filter((gate) => isTold(questionId(gate.id)) || gate.status === 'pending');
  return [
    { id: rootId, isRevised: true, content: board(facts, messages) },
    ...messages.filter(({ kind }) => kind !== 'ended').map((message) => reply(message, facts, channels)),
    ...questions.map((gate) => question(gate, channels)),
    ...messages.filter(({ kind }) => kind === 'ended').map((message) => reply(message, facts, channels)),
  ];
}

export function questionId(gateId: string): string {
  return `${gatePrefix}${gateId}`;
}

/** The gates that were asked about on the channel, which must be shown as answered one day. */
export function askedGates(toldIds: readonly string[]): string[] {
  return toldIds.filter((id) => id.startsWith(gatePrefix)).map((id) => id.slice(gatePrefix.length));
}

function board(facts: TellFacts, messages: readonly Message[]): SlackContent {
  const { service = 'A plan', cutoverId, images, starter } = facts;
  const head = `*${escaped(service)}* · ${escaped(stateOf(facts, messages))}`;
  const about = [
    cutoverId,
    ...images.slice(0, 3).map(shortImage),
    ...(starter === undefined ? [] : [`started by ${starter}`]),
  ];
  return { isReply: false, isBroadcast: false, ...withContext(head, escaped(about.join(' · '))) };
}

/** Where it is, in a few words: the newest of what counts. */
function stateOf({ ending, gates, percent }: TellFacts, messages: readonly Message[]): string {
  if (ending !== undefined) return `${endings[ending.outcome]}, ${timeText(Date.parse(ending.endedAt))}`;
  if (messages.some(({ kind }) => kind === 'wentBack')) return 'going back to the stable version';
  const waiting = gates.find(({ status }) => status === 'pending');
  const share = percent === undefined ? 'not begun for users yet' : `${percent} % on the new version`;
  if (waiting === undefined) return share;
  return `${share}; waits for ${gateText(waiting)} until ${timeText(waiting.expiresAt)}`;
}

function reply(
  message: Message,
  { starter }: TellFacts,
  channels: Channels & { readonly slack: SlackChannel },
): Piece<SlackContent> {
  const { id, at, kind, text } = message;
  const isCall = kind === 'wentBack' || kind === 'needsPerson';
  const called = isCall
    ? [
        ...mentionsOf(starter === undefined ? [] : [starter], channels),
        ...channels.slack.onRollback.map(mention),
      ]
    : [];
  const line = `${timeText(Date.parse(at))}  ${escaped(text)}`;
  const isBroadcast = isCall || kind === 'live' || kind === 'ended';
  return {
    id,
    isRevised: false,
    content: { isReply: true, isBroadcast, text: shortened([...called, line].join(' ')) },
  };
}

function question(gate: Gate, channels: Channels & { readonly slack: SlackChannel }): Piece<SlackContent> {
  const { subject, service, expiresAt, status, cutoverId, approvers } = gate;
  const title = `${escaped(service)}: ${escaped(gateText(gate))}?`;
  const ships = subject.images.map((image) => `Ships: ${image}`);
  const found = [`Found: ${subject.evidence}`, ...ships, ...askedFirst(gate)].map(escaped);
  if (status !== 'pending') {
    const lines = [`*${title}*`, escaped(standing(gate))];
    return piece(gate, shortened(lines.join('\n')), []);
  }
  const who = mentionsOf(
    approvers.map(({ id }) => id),
    channels,
  ).join(' ');
  const lines = [
    `*${title}* ${who}`.trim(),
    ...found,
    `${neededApprovals(gate) === 1 ? 'One' : neededApprovals(gate)} of them by ${timeText(expiresAt)}.`,
    ...(hasButtons(gate, channels.slack)
      ? []
      : [
          `Decide with \`npx cutover approve ${escaped(cutoverId)}\` or \`npx cutover reject ${escaped(cutoverId)}\`.`,
        ]),
  ];
  return piece(gate, shortened(lines.join('\n')), hasButtons(gate, channels.slack) ? [buttons(gate)] : []);
}

function piece(gate: Gate, text: string, more: readonly object[]): Piece<SlackContent> {
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text } }, ...more];
  return {
    id: questionId(gate.id),
    isRevised: true,
    content: { isReply: true, isBroadcast: true, text, blocks },
  };
}

/** A click is medium proof: where more is asked for, a button would only disappoint; nor for those who have no account there. */
function hasButtons(gate: Gate, { buttons: set }: SlackChannel): boolean {
  const isEnough = strengths.indexOf(strengthOf.slack) >= strengths.indexOf(gate.strength);
  return set !== undefined && isEnough && peopleOf(gate).some(({ slackId }) => slackId !== undefined);
}

/** The value names the gate and what was shown, never a token. https://docs.slack.dev/reference/block-kit/block-elements/button-element */
function buttons({ id, digest }: Gate): object {
  const value = JSON.stringify({ gate: id, digest });
  const button = (action: string, label: string, style: string) => ({
    type: 'button',
    action_id: action,
    style,
    value,
    text: { type: 'plain_text', text: label },
  });
  return {
    type: 'actions',
    block_id: 'decide',
    elements: [button('approve', 'Approve…', 'primary'), button('reject', 'Reject…', 'danger')],
  };
}

function mentionsOf(people: readonly string[], { slackIds }: Channels): string[] {
  return people.flatMap((id) => (slackIds[id] === undefined ? [] : [mention(slackIds[id])]));
}

/** `S…` is a user group. */
function mention(id: string): string {
  return id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`;
}

function withContext(head: string, about: string) {
  return {
    text: shortened(head),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: shortened(head) } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: shortened(about) }] },
    ],
  };
}

/** Of what the story holds, nothing may become a mention, a link or a form of its own. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A section holds 3,000 characters. */
function shortened(text: string): string {
  return text.length <= 2_900 ? text : `${text.slice(0, 2_899)}…`;
}

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com/claude-proxy:2.4.0@sha256:…` → `claude-proxy:2.4.0`. */
function shortImage(image: string): string {
  return image
    .replace(/@.*$/, '')
    .slice(image.lastIndexOf('/', image.indexOf('@') < 0 ? undefined : image.indexOf('@')) + 1);
}

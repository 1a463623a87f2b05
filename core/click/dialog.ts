/** The dialog behind a button: what is decided about, once more, and why. https://docs.slack.dev/surfaces/modals */
import { timeText } from '../evidence/minutes.ts';
import { gateText } from '../gate/answer.ts';
import { type AnswerWord, askedFirst, type Gate } from '../gate/gate.ts';
import { reasonLengthMax } from '../gate/reason.ts';
import { escaped } from '../messages/slack.ts';

const titles: Readonly<Record<AnswerWord, string>> = { approve: 'Approve', reject: 'Reject' };

export function dialogFor(gate: Gate, word: AnswerWord, digest: string): object {
  const { id, service, subject, expiresAt } = gate;
  const lines = [
    `*${escaped(service)}: ${escaped(gateText(gate))}*`,
    escaped(`Found: ${subject.evidence}`.slice(0, 1_000)),
    ...subject.images.map((image) => escaped(`Ships: ${image}`.slice(0, 300))),
    ...askedFirst(gate),
    `Until ${timeText(expiresAt)}. Your name and your reason go on the record.`,
  ];
  return {
    type: 'modal',
    callback_id: 'decide',
    private_metadata: JSON.stringify({ gate: id, digest, word }),
    title: plain(titles[word]),
    submit: plain(titles[word]),
    close: plain('Cancel'),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: lines.join('\n').slice(0, 2_900) } },
      {
        type: 'input',
        block_id: 'reason',
        // A rejection without a reason leaves people guessing at night.
        optional: word === 'approve',
        label: plain('Why?'),
        element: {
          type: 'plain_text_input',
          action_id: 'reason',
          multiline: true,
          max_length: reasonLengthMax,
        },
      },
    ],
  };
}

/** In the dialog's place: what the answer came to. */
export function resultDialog(told: string): object {
  const section = { type: 'section', text: { type: 'mrkdwn', text: escaped(told).slice(0, 2_900) } };
  return { type: 'modal', title: plain('cutover'), close: plain('Close'), blocks: [section] };
}

function plain(text: string): object {
  return { type: 'plain_text', text };
}

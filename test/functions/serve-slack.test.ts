/** Deciding in Slack, over HTTP against the real function: what is recorded, and what the one who clicked reads. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Gate } from '../../core/gate/gate.ts';
import { gateId } from './gate-lab.ts';
import { button, dialog, type SlackLab, slackLab } from './slack-lab.ts';

let lab: SlackLab;
const opened = async (changes: Parameters<typeof slackLab>[0] = {}) => {
  lab = await slackLab(changes);
  return lab;
};
afterEach(() => lab.close());

const decisions = ({ rows }: SlackLab) => {
  const row = rows().find(({ pk, sk }) => pk === `APPROVAL#${gateId}` && sk === 'RECORD') as { gate: Gate };
  return row.gate.decisions;
};

test('a press opens a dialog and decides nothing; the dialog decides, under a name and with a reason', async () => {
  const on = await opened();
  expect(await on.press('U-dana', 'approve')).toEqual({ status: 200, text: '' });
  expect(decisions(on)).toEqual({});
  expect(on.calls.map(({ method }) => method)).toEqual(['views.open']);
  const reply = await on.decide('U-dana', 'approve', 'looked at the traces');
  expect(JSON.parse(reply.text)).toMatchObject({ response_action: 'update' });
  expect(reply.text).toContain('Dana approves ramp to 51 %');
  expect(decisions(on)).toMatchObject({
    dana: { decision: 'approve', method: 'slack', reason: 'looked at the traces' },
  });
  expect(on.heard()).toEqual({ decision: 'approved' });
  expect(on.story()).toContain('dana approves ramp to 51 %: looked at the traces');
});

test('a rejection wants a reason, and ends the wait', async () => {
  const on = await opened();
  const without = await on.decide('U-sam', 'reject', '  ');
  expect(JSON.parse(without.text)).toMatchObject({
    response_action: 'errors',
    errors: { reason: expect.any(String) as string },
  });
  expect(decisions(on)).toEqual({});
  await on.decide('U-sam', 'reject', 'the queue grows');
  expect(on.heard()).toMatchObject({ decision: 'notApproved' });
});

test('one person is one person: approved here, the same person’s link adds nothing', async () => {
  const on = await opened({ need: 2 });
  await on.decide('U-dana', 'approve', '');
  const again = await on.press('U-dana', 'approve');
  expect(again.status).toBe(200);
  expect(on.calls.at(-1)?.body['text']).toContain('You have answered already');
  expect(on.heard()).toBeUndefined();
});

describe('who may not is told so, alone, and reads no dialog', () => {
  test.each([
    [
      'the starter',
      'U-robin',
      { approvers: ['dana', 'robin'] },
      'you started this cutover',
      /^An answer to ramp did not count: you started/,
    ],
    [
      'a stranger in the channel',
      'U-eve',
      {},
      'you are not one of those who are asked',
      /^U-eve in Slack, who is not asked, clicked/,
    ],
    [
      'too weak a proof',
      'U-dana',
      { strength: 'strong' as const },
      'needs strong proof',
      /^An answer to ramp did not count: this gate needs strong/,
    ],
  ])(
    '%s',
    async (_who, who, {
      approvers,
      ...changes
    }: { approvers?: string[]; strength?: 'strong' }, says, story) => {
      const people = approvers?.map((id) => ({
        id,
        email: `${id}@example.com`,
        slackId: `U-${id}`,
        iamPrincipals: [],
      }));
      const on = await opened({ ...changes, ...(people && { approvers: people }) });
      for (let times = 0; times < 3; times++) await on.press(who, 'approve');
      expect(on.calls.map(({ method }) => method)).toEqual(Array(3).fill('chat.postEphemeral'));
      expect(on.calls[0]?.body).toMatchObject({ channel: 'C0RELEASES', user: who });
      expect(String(on.calls[0]?.body['text']).toLowerCase()).toContain(says);
      expect(on.story().filter((text) => story.test(text)).length).toBeGreaterThan(0);
      expect(decisions(on)).toEqual({});
    },
  );

  test('a dialog that a stranger sends all the same', async () => {
    const on = await opened();
    await on.press('U-dana', 'approve');
    const view = on.calls.at(-1)?.body['view'] as { private_metadata: string };
    const reply = await on.send(dialog('U-eve', view, 'let me'));
    expect(reply.text).toContain('You are not one of those who are asked');
    expect(decisions(on)).toEqual({});
  });
});

test('what has changed since it was shown is looked at again', async () => {
  const on = await opened();
  await on.send(button('U-dana', 'approve', 'another digest'));
  expect(on.calls.at(-1)?.body['text']).toContain('What you were shown has changed since');
});

test('no secret in anything that is said, kept or logged', async () => {
  const on = await opened();
  await on.decide('U-dana', 'approve', 'fine');
  const everything = JSON.stringify([on.calls, on.lines, on.story(), on.lab.tellers?.slack.messages]);
  for (const secret of ['token-that-must-not-be-shown', on.token, ...Object.values(on.secrets)])
    expect(everything).not.toContain(secret);
});

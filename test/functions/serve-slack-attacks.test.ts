/** What can be tried on the address that Slack calls: none of it decides, opens or says anything, and the story says it was tried. */
import { afterEach, expect, test } from 'vitest';
import { gateId } from './gate-lab.ts';
import { button, dialog, type Forgery, type Reply, type SlackLab, slackLab } from './slack-lab.ts';

let lab: SlackLab;
afterEach(() => lab.close());

const metadata = (on: SlackLab, word = 'approve') => ({
  private_metadata: JSON.stringify({ gate: gateId, digest: on.digest, word }),
});
/** A dialog of dana's, which would decide if it counted. */
const forged =
  (forgery: Forgery) =>
  (on: SlackLab): Promise<Reply> =>
    on.send(dialog('U-dana', metadata(on), 'mine'), forgery);
const from =
  (changes: object) =>
  (on: SlackLab): Promise<Reply> =>
    on.send({ ...dialog('U-dana', metadata(on), 'mine'), ...changes });

const unsigned = 'A click for ramp to 51 % was not signed by Slack; it changed nothing';
const old =
  'A click for ramp to 51 % was signed by Slack, but more than five minutes ago or in the future; it changed nothing';
const elsewhere = 'A click for ramp to 51 % came from another app, workspace or channel; it changed nothing';

const attacks: readonly [string, (on: SlackLab) => Promise<Reply>, number, string | undefined][] = [
  ['signed with another secret', forged({ secret: 'guess' }), 401, unsigned],
  ['without a signature', forged({ headers: { 'x-slack-signature': '' } }), 401, unsigned],
  [
    'with a signature of another length',
    forged({ headers: { 'x-slack-signature': 'v0=00' } }),
    401,
    unsigned,
  ],
  [
    'with a signature that has other letters in it',
    forged({ headers: { 'x-slack-signature': `v0=${'é'.repeat(32)}` } }),
    401,
    unsigned,
  ],
  [
    'one byte changed after signing',
    forged({ body: (signed) => signed.replace('mine', 'main') }),
    401,
    unsigned,
  ],
  [
    'parsed and put together again',
    forged({ body: (signed) => signed.replaceAll('+', '%20').concat('&') }),
    401,
    unsigned,
  ],
  [
    'with another timestamp',
    forged({ headers: { 'x-slack-request-timestamp': '1796160000' } }),
    401,
    unsigned,
  ],
  [
    'with a timestamp that is none',
    forged({ headers: { 'x-slack-request-timestamp': 'now' } }),
    401,
    unsigned,
  ],
  ['without a timestamp', forged({ headers: { 'x-slack-request-timestamp': '' } }), 401, unsigned],
  ['more than five minutes old', forged({ at: -301 }), 401, old],
  ['more than five minutes ahead', forged({ at: 310 }), 401, old],
  ['of another app', from({ api_app_id: 'A0OTHER' }), 403, elsewhere],
  ['of another workspace', from({ team: { id: 'T0OTHER' } }), 403, elsewhere],
  ['of another organisation', from({ enterprise: { id: 'E0OTHER' } }), 403, elsewhere],
  ['of a guest from another workspace', from({ user: { id: 'U-dana', team_id: 'T0OTHER' } }), 403, elsewhere],
  [
    'a button in another channel',
    (on) => on.press('U-dana', 'approve', { channel: { id: 'C0MINE' } }),
    403,
    elsewhere,
  ],
  ['a payload that is none', (on) => on.send({ type: 'shortcut' }), 400, undefined],
  [
    'a gate that is none',
    (on) =>
      on.send(
        dialog('U-dana', { private_metadata: '{"gate":"x.go-live","digest":"d","word":"approve"}' }, 'm'),
      ),
    200,
    undefined,
  ],
  [
    'a word that is none',
    (on) => on.send(dialog('U-dana', metadata(on, 'promote'), 'm')),
    200,
    'An answer to ramp did not count: the answer is one of approve, reject; nothing was changed',
  ],
];

test.each(attacks)('%s', async (_name, attack, status, story) => {
  lab = await slackLab();
  const gate = () => lab.rows().find(({ pk, sk }) => pk === `APPROVAL#${gateId}` && sk === 'RECORD');
  const [before, told] = [structuredClone(gate()), lab.story().length];
  const reply = await attack(lab);
  expect(reply.status).toBe(status);
  expect(gate()).toEqual(before);
  expect(lab.heard()).toBeUndefined();
  expect(lab.calls).toEqual([]);
  expect(lab.story().slice(told)).toEqual(story === undefined ? [] : [story]);
  // Whoever is refused learns nothing, and whoever is heard gets a dialog of ours.
  expect(status < 400 ? '{' : '').toBe(reply.text.slice(0, 1));
});

test('a thousand forged clicks are one sentence', async () => {
  lab = await slackLab();
  for (let times = 0; times < 20; times++) await forged({ secret: `guess ${times}` })(lab);
  expect(lab.story().filter((text) => text === unsigned)).toHaveLength(1);
});

test('what Slack has signed is heard once: replayed, it opens and says nothing more', async () => {
  lab = await slackLab({ need: 2 });
  const pressed = button('U-dana', 'approve', lab.digest);
  expect((await lab.send(pressed)).status).toBe(200);
  expect(lab.calls).toHaveLength(1);
  const again = await lab.send(pressed);
  expect(again).toEqual({ status: 409, text: '' });
  expect(lab.calls).toHaveLength(1);
  expect(lab.story()).toContain(
    'A click for ramp to 51 % was one that had been heard already; it changed nothing',
  );
});

test('a body larger than any of Slack’s is not read', async () => {
  lab = await slackLab();
  const large = await lab.send({ type: 'x', padding: 'x'.repeat(300_000) });
  expect(large.status).toBe(413);
});

/** Forms of ours that come when they cannot count any more, or from those whose answer does not. */
import { closeGate } from '../../aws/gate/open.ts';
import { replaceGate } from '../../aws/ledger/gates.ts';
import { supersede, withdraw } from '../../core/gate/life.ts';
import { type Attack, gateRow } from './attack.ts';
import { gateId } from './gate-lab.ts';
import { ask, filledForm, post } from './visitor.ts';

export const late: readonly Attack[] = [
  {
    name: 'expired',
    attack: async ({ url, cookie, pass }) => {
      await pass(29 * 60_000 - 1);
      const fresh = await filledForm(url, cookie);
      await pass(60_000);
      return post(url, cookie, fresh);
    },
    status: 410,
    says: 'Too late: the time is up',
    story: 'too late: the time to answer ended at',
  },
  {
    name: "an old attempt's link, after the machine has asked again",
    attack: async ({ url, cookie, filled, askAgain }) => {
      await askAgain();
      return post(url, cookie, filled);
    },
    status: 409,
    says: 'This question was replaced this has been asked again since: answer the newest message',
    story: 'asked again since',
  },
  {
    name: 'what ships has changed since the page was drawn',
    attack: async ({ url, cookie, filled, run }) => {
      const row = await gateRow({ run });
      const changed = { ...row.gate, digest: 'e'.repeat(64) };
      await run((world) => replaceGate(world, row, changed));
      return post(url, cookie, filled);
    },
    status: 409,
    says: 'It changed while you were reading',
    story: 'what you were shown has changed since',
  },
  {
    name: 'a newer cutover asks instead',
    attack: async ({ url, cookie, filled, run }) => {
      await run((world) => closeGate(world, gateId, (one, now) => supersede(one, 'rehearsal-2', now)));
      return post(url, cookie, filled);
    },
    status: 409,
    says: 'rehearsal-2, a newer cutover of claude-proxy, asks to go live instead',
  },
  {
    name: 'the cutover went back meanwhile',
    attack: async ({ url, cookie, filled, run }) => {
      const why = 'http5xx rang at 22:25 UTC';
      await run((world) => closeGate(world, gateId, (one, now) => withdraw(one, 'the guard', why, now)));
      return post(url, cookie, filled);
    },
    status: 409,
    says: 'There is nothing to decide any more http5xx rang at 22:25 UTC.',
  },
  {
    name: 'the starter, by a link that came to another mailbox of theirs',
    attack: async ({ url, cookie, filled, run }) => {
      const row = await gateRow({ run });
      await run((world) => replaceGate(world, row, { ...row.gate, starter: { person: 'dana' } }));
      return post(url, cookie, filled);
    },
    status: 403,
    says: 'You started this cutover, so somebody else decides',
    story: 'you started this cutover',
  },
  {
    name: 'an approver who is on the list no more',
    attack: async ({ url, cookie, filled, run }) => {
      const row = await gateRow({ run });
      const approvers = row.gate.approvers.filter(({ id }) => id !== 'dana');
      await run((world) => replaceGate(world, row, { ...row.gate, approvers }));
      return post(url, cookie, filled);
    },
    status: 403,
    says: 'Nothing was decided',
    story: 'with a link that nobody was sent',
  },
  {
    name: 'a link where more proof is asked for',
    changes: { strength: 'strong' },
    attack: ({ url, cookie }) => ask(url, { headers: { cookie } }),
    status: 200,
    says: 'This gate needs strong proof of who decides',
  },
];

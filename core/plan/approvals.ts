/** Where people decide. A gate that is not named here never opens; the policy names those that must be. */
import * as z from 'zod';
import { count, list, quantity, section, text } from './fields.ts';
import { day, rungsMax } from './pace.ts';
import { duration, weight } from './units.ts';

const minute = 60;
const peopleMax = 20;

const people = (about: string) =>
  list(
    about,
    text(
      'A person or a group.',
      // Names and groups of the policy, and addresses.
      /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}(@[A-Za-z0-9.-]{1,190})?$/,
      "a name, a group or an e-mail address of the policy's approvers",
    ),
    1,
    peopleMax,
    `a list of 1 to ${peopleMax} people or groups`,
  );

const proofs = ['weak', 'medium', 'strong'] as const;
export const identity = z.enum(proofs, { error: `must be one of ${proofs.join(', ')}` }).meta({
  description:
    'How sure it must be who decides: weak is a link in somebody’s mailbox, medium a click in Slack, strong AWS credentials.',
});

const within = (about: string, usual: string) =>
  quantity(duration, { about, min: minute, max: day }).prefault(usual);

const escalate = section('Who is asked as well, when those above have not decided.', {
  to: people('Who may answer from then on.'),
  after: quantity(duration, { about: 'How long after the gate has opened.', min: minute, max: day }),
});

const common = {
  by: people('Who may answer. Whoever started the cutover may not, whatever stands here.'),
  need: count('How many must approve. One rejection rejects.', 1, peopleMax).prefault(1),
  identity: identity.prefault('weak'),
  escalate: escalate.optional(),
};

const silence = z
  .enum(['rollBack', 'hold'], { error: 'must be rollBack or hold' })
  .prefault('rollBack')
  .meta({
    description: 'What silence means: back at once, or the share stays for an hour more, and then back.',
  });

const goLive = section('Before anything is changed. Silence refuses.', {
  ...common,
  within: within('How long people have.', '1h'),
});

const ramp = section('Before these rungs. A rejection goes back.', {
  at: list(
    'Before which rungs.',
    quantity(weight, { about: 'A rung.', min: 1, max: 100 }),
    1,
    rungsMax,
    'a list of rungs such as [26%]',
  ),
  ...common,
  within: within('How long people have, at each rung.', '30m'),
  // oxlint-disable-next-line unicorn/no-thenable -- the contract's word; a schema is not awaited
  then: silence,
});

const signOff = section('After verification, before the old version is let go. A rejection goes back.', {
  ...common,
  within: within('How long people have.', '4h'),
  // oxlint-disable-next-line unicorn/no-thenable -- the contract's word; a schema is not awaited
  then: silence,
});

const waive = section('When a check does not pass that people may sign for. Silence refuses.', {
  ...common,
  within: within('How long people have.', '1h'),
});

export const gates = { 'go-live': goLive, ramp, 'sign-off': signOff } as const;

export const approvals = section('Where people decide.', {
  'go-live': goLive.optional(),
  ramp: ramp.optional(),
  'sign-off': signOff.optional(),
  waive: waive.optional(),
}).optional();

import { describe, expect, test } from 'vitest';
import { type Identity, mailbox, peopleOf, whoIs } from '../../../core/gate/people.ts';
import { person, someGate } from './some-gate.ts';

const people = [person('dana'), person('sam')];
const links = [
  { approver: 'dana', attempt: 2, hash: 'h-dana' },
  { approver: 'gone', attempt: 1, hash: 'h-gone' },
];
const principal = (id: string) => `arn:aws:iam::123456789012:user/${id}`;

describe('known by what they come with', () => {
  test.each<[Identity, string]>([
    [{ method: 'iam', principal: principal('sam') }, 'sam'],
    [{ method: 'slack', slackId: 'U-sam' }, 'sam'],
    [{ method: 'signIn', email: 'Sam+ops@Example.com' }, 'sam'],
  ])('%o', (identity, id) => {
    expect(whoIs(identity, people, links)).toEqual({ person: person(id), method: identity.method });
  });

  test('a link names its approver, and the attempt that it was sent in', () => {
    expect(whoIs({ method: 'link', linkHash: 'h-dana' }, people, links)).toEqual({
      person: person('dana'),
      method: 'link',
      attempt: 2,
    });
  });

  // What one way knows somebody by is nothing in another.
  test.each<[string, Identity]>([
    ['another principal', { method: 'iam', principal: principal('mallory') }],
    ['an address in the place of a principal', { method: 'iam', principal: 'dana@example.com' }],
    ['another Slack id', { method: 'slack', slackId: 'U-mallory' }],
    ['a principal in the place of a Slack id', { method: 'slack', slackId: principal('dana') }],
    ['another mailbox', { method: 'signIn', email: 'mallory@example.com' }],
    ['a link that nobody sent', { method: 'link', linkHash: 'guessed' }],
    ['a link of somebody who is no approver any more', { method: 'link', linkHash: 'h-gone' }],
  ])('a stranger: %s', (_title, identity) => {
    expect(whoIs(identity, people, links)).toBeUndefined();
  });

  test('who has no Slack id is met by none', () => {
    const { slackId: _slackId, ...dana } = person('dana');
    expect(whoIs({ method: 'slack', slackId: 'U-dana' }, [dana], links)).toBeUndefined();
  });
});

test.each([
  ['Dana+x@Example.com', 'dana@example.com'],
  ['dana@example.com', 'dana@example.com'],
  ['d+a+b@example.com', 'd@example.com'],
])('%s is read at %s', (address, expected) => {
  expect(mailbox(address)).toBe(expected);
});

const ids = (changes: Parameters<typeof someGate>[0]) => peopleOf(someGate(changes)).map(({ id }) => id);

test('everybody whom a gate may hear is there once', () => {
  expect(ids({})).toEqual(['dana', 'sam', 'lead']);
  expect(ids({ escalation: { at: 0, people: [person('lead'), person('sam')] } })).toEqual([
    'dana',
    'sam',
    'lead',
  ]);
  const { escalation: _escalation, ...alone } = someGate();
  expect(peopleOf(alone).map(({ id }) => id)).toEqual(['dana', 'sam']);
});

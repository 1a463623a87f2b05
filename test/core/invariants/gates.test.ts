/** The invariants of those who decide, by what an observer sees of a gate. */
import { describe, expect, test } from 'vitest';
import { type Approvable, approvedIsWhatShips } from '../../../core/invariants/approved-is-what-ships.ts';
import {
  type AnswerObserved,
  nobodyApprovesTheirOwn,
} from '../../../core/invariants/nobody-approves-their-own.ts';
import type { Broken } from '../../../core/invariants/observed.ts';
import { start } from '../evidence/some-minutes.ts';

type Row = readonly [title: string, broken: Broken, expected: RegExp | undefined];
const holds = (title: string, broken: Broken): Row => [title, broken, undefined];
const breaks = (title: string, broken: Broken, expected: RegExp): Row => [title, broken, expected];

const answer = (by: string, changes: Partial<AnswerObserved> = {}): AnswerObserved => ({
  by,
  decision: 'approve',
  at: start,
  digest: 'shown',
  wasHeard: true,
  ...changes,
});
const named = new Set(['dana', 'sam', 'robin']);
const approvedBy = (answers: readonly AnswerObserved[], changes: object = {}) =>
  nobodyApprovesTheirOwn(
    { what: 'go-live', answers },
    {
      starter: 'robin',
      need: 1,
      mayAt: (person, when) => named.has(person) || (person === 'lead' && when >= start + 60_000),
      ...changes,
    },
  );
const shown: Approvable = {
  what: 'go-live',
  isApproved: true,
  digest: 'shown',
  planDigest: 'plan',
  definitionDigest: 'definition',
  images: ['app@sha256:1', 'sidecar:3'],
  answers: [answer('dana')],
};
const shipping = (changes: Partial<Approvable> = {}, images = ['app@sha256:1', 'sidecar:3']) =>
  approvedIsWhatShips('users meet 1 %', [{ ...shown, ...changes }], {
    planDigest: 'plan',
    definitionDigests: new Set(['another', 'definition']),
    images,
  });

describe.each<[string, readonly Row[]]>([
  [
    'nobodyApprovesTheirOwn',
    [
      holds('somebody who is named', approvedBy([answer('dana')])),
      breaks(
        'whoever started it',
        approvedBy([answer('dana'), answer('robin')]),
        /^robin started .* approved go-live/,
      ),
      breaks('a stranger', approvedBy([answer('mallory')]), /^mallory approved go-live and may not/),
      breaks(
        'somebody before their turn',
        approvedBy([answer('lead')]),
        /^lead approved go-live and may not/,
      ),
      holds('somebody whose turn has come', approvedBy([answer('lead', { at: start + 60_000 })])),
      breaks(
        'somebody who never came',
        approvedBy([answer('dana', { wasHeard: false })]),
        /dana, who said nothing/,
      ),
      breaks(
        'over a rejection',
        approvedBy([answer('dana'), answer('sam', { decision: 'reject' })]),
        /is approved, and sam rejected it/,
      ),
      breaks('by too few', approvedBy([answer('dana')], { need: 2 }), /approved by 1, 2 are needed/),
      breaks('by nobody', approvedBy([]), /approved by 0, 1 are needed/),
      breaks(
        'by one, started by nobody knows whom',
        approvedBy([answer('dana')], { starter: undefined }),
        /by 1, 2 are/,
      ),
      holds('by two', approvedBy([answer('dana'), answer('sam')], { starter: undefined })),
    ],
  ],
  [
    'approvedIsWhatShips',
    [
      holds('what was approved', shipping()),
      holds(
        'where nobody is asked',
        approvedIsWhatShips('s', [], { planDigest: '', definitionDigests: new Set(), images: ['x'] }),
      ),
      breaks(
        'a gate that nobody approved',
        approvedIsWhatShips('users meet 26 %', [{ what: 'ramp to 26 %', isApproved: false }], {
          planDigest: 'plan',
          definitionDigests: new Set(),
          images: [],
        }),
        /^users meet 26 %, and ramp to 26 % is not approved/,
      ),
      breaks(
        'another image',
        shipping({}, ['app@sha256:2']),
        /asked about app@sha256:1, sidecar:3, and app@sha256:2 runs/,
      ),
      breaks('another plan', shipping({ planDigest: 'other' }), /asked about another plan/),
      breaks(
        'another definition',
        shipping({ definitionDigest: 'x' }),
        /a task definition that was never registered/,
      ),
      breaks(
        'an answer to something else',
        shipping({ answers: [answer('dana', { digest: 'before' })] }),
        /dana answered go-live when it asked about something else/,
      ),
    ],
  ],
])('%s', (_name, rows) => {
  test.each(rows)('%s', (_title, broken, expected) => {
    expect(broken ?? '').toMatch(expected ?? /^$/);
    expect(broken === undefined).toBe(expected === undefined);
  });
});

/** The hour after the ramp: what the log and a queue say, and what is done where they say nothing. */
import { describe, expect, test } from 'vitest';
import { ledgerTable } from '../../lab/lab.ts';
import { type Document, tell } from './story.ts';
import { scenario } from './trigger-story.ts';

const signedOff = (document: Document) => {
  document['approvals'] = { 'sign-off': { by: ['dana'], within: '1h' } };
};
/** The hour begins half an hour after the last rung. */
const duringVerification = 'weight>=100 +32m';

describe('the log', () => {
  test('that is as it was is said in the reason of a promotion', async () => {
    const { result } = await tell({});
    expect(result.outcome).toBe('promoted');
    const verified = result.story.find(({ text }) => text.startsWith('Verified: '))?.text;
    expect(verified).toMatch(/; (\d+) error lines in the log, (\d+) in as long before the cutover/);
    const [, after = '0', before = '0'] = /; (\d+) error lines in the log, (\d+)/.exec(verified ?? '') ?? [];
    // One request of a thousand fails, of 50 a second, in an hour of either.
    expect(Number(after)).toBeGreaterThan(120);
    expect(Number(before)).toBeGreaterThan(120);
    expect(result.invariants.broken).toEqual([]);
  });

  test('with many more errors goes back, though every request was answered well', async () => {
    const { result, shares } = await tell(scenario('noisy-log'));
    expect(result.outcome).toBe('rolledBack');
    expect(result.reason).toMatch(
      /\d{3,4} error lines in the log, \d+ in as long before the cutover: more than 3 times/,
    );
    expect(shares.at(-1)).toBe(0);
  });

  test('with half as many more is no reason to', async () => {
    const { result } = await tell({ when: [{ at: duringVerification, set: { 'canary.errorLines': 2 } }] });
    expect(result.outcome).toBe('promoted');
  });

  test('with an error that nobody wrote before goes back, and tells it without what may be a secret', async () => {
    const { result, lab } = await tell(scenario('new-error'));
    expect(result.outcome).toBe('rolledBack');
    expect(result.reason).toMatch(
      /an error that nobody wrote before: "TypeError cannot read usage of undefined api key #" \(\d+ ×\)/,
    );
    expect(JSON.stringify([result, lab.ledger.rows(ledgerTable)])).not.toMatch(/sk-lab/);
  });

  test('with a few lines of one tells it and goes on', async () => {
    const { result } = await tell({
      when: [
        { at: duringVerification, set: { 'canary.newErrorLines': 1 } },
        { at: `${duringVerification.split(' ')[0]} +37m`, set: { 'canary.newErrorLines': 0 } },
      ],
    });
    expect(result.outcome).toBe('promoted');
    expect(result.story.find(({ text }) => text.startsWith('Verified: '))?.text).toMatch(
      /new among them "TypeError cannot read usage/,
    );
  });

  const unread = [
    { at: 'weight>=100', fail: { call: 'logs:FilterLogEvents', error: 'AccessDeniedException', for: '9h' } },
  ];

  test('that cannot be read is not healthy: the hour is extended, and then it goes back', async () => {
    const { result, seconds } = await tell({ when: unread });
    expect(result.outcome).toBe('rolledBack');
    expect(result.reason).toMatch(/^extended by \d+ min, .*the logs could not be read: AccessDenied/);
    expect((seconds.at(-1) ?? 0) - (seconds.at(-2) ?? 0)).toBeGreaterThan((30 + 60 + 14) * 60);
    expect(result.invariants.broken).toEqual([]);
  });

  test.each([
    ['approve', 'promoted'],
    ['reject', 'rolledBack'],
  ])('that cannot be read is asked about where people sign off: %s, %s', async (answer, outcome) => {
    const people = [{ gate: 'sign-off', answer, after: '1m' }];
    const { result } = await tell({ when: unread, people }, { plan: signedOff });
    expect(result.outcome).toBe(outcome);
    expect(result.story.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Cannot verify, and asks: extended by .*the logs could not be read/),
    );
    expect(result.invariants.broken).toEqual([]);
  });

  test('that can be read again in time is read from where it was left', async () => {
    const { result } = await tell({
      when: [
        {
          at: 'weight>=100',
          fail: { call: 'logs:FilterLogEvents', error: 'AccessDeniedException', for: '92m' },
        },
      ],
    });
    expect(result.outcome).toBe('promoted');
    const verified = result.story.find(({ text }) => text.startsWith('Verified: '))?.text ?? '';
    expect(Number(/; (\d+) error lines/.exec(verified)?.[1])).toBeGreaterThan(120);
  });

  test('is left alone where the checklist leaves it out', async () => {
    const { result } = await tell(
      { when: unread },
      { plan: (document) => (document['checks'] = { ...(document['checks'] as object), logs: false }) },
    );
    expect(result.outcome).toBe('promoted');
  });
});

describe('complaints', () => {
  test('are heard by who signs off, and everybody goes back', async () => {
    const { result, shares } = await tell({ account: { complaints: 'some' } }, { plan: signedOff });
    expect(result.outcome).toBe('rolledBack');
    expect(result.approvals).toMatchObject([{ gate: 'sign-off', decision: 'reject' }]);
    expect(shares.at(-1)).toBe(0);
  });

  test('are asked about in the message to who signs off', async () => {
    const { lab } = await tell({}, { plan: signedOff });
    expect(lab.mails.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('Have customers complained? Ask support before you answer.'),
    );
  });
});

describe('the queue', () => {
  test('that rises by less than any trigger rings at goes back after the hour', async () => {
    const when = Array.from({ length: 12 }, (_, index) => [
      { at: `weight>=100 +${30 + index * 6}m`, set: { 'queue.growsPerMinute': 10 } },
      { at: `weight>=100 +${34 + index * 6}m`, set: { 'queue.growsPerMinute': -4 } },
    ]).flat();
    const { result } = await tell({ when });
    expect(result.outcome).toBe('rolledBack');
    expect(result.reason).toMatch(/the queue jobs went from \d+ to \d+ messages, at most \d+ are no rise/);
  });
});

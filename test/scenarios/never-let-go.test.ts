/** What cannot be written now is written later: nobody lets go of users who are not where they belong. */
import { describe, expect, test } from 'vitest';
import { ledgerTable } from '../../lab/lab.ts';
import { desired, type Document, tell } from './story.ts';

const refuses = (error: string, lasting: string, at = 'weight>=26 +1m') => ({
  at,
  fail: { call: 'elbv2:ModifyRule', error, for: lasting },
});

const bad = { at: 'weight>=26 +1m', set: { 'canary.errorRate': '40%' } };

describe('the balancer refuses to be written to', () => {
  test.each([
    ['throttled for less than a minute of it', refuses('ThrottlingException', '200s'), 'rolledBack'],
    ['throttled for eight minutes', refuses('ThrottlingException', '8m'), 'needsPerson'],
    ['denied for eight minutes', refuses('AccessDeniedException', '8m'), 'needsPerson'],
    ['denied for forty minutes', refuses('AccessDeniedException', '40m'), 'needsPerson'],
  ])('%s: users are home two minutes after that', async (_title, fault, outcome) => {
    const { result, shares, seconds, lab, rulesBefore, rulesAfter } = await tell({ when: [bad, fault] });
    expect(result.outcome).toBe(outcome);
    expect(shares).toEqual([0, 1, 26, 0]);
    const lasting = Number.parseInt(fault.fail.for, 10) * (fault.fail.for.endsWith('m') ? 60 : 1);
    expect((seconds[3] ?? 0) - (seconds[2] ?? 0)).toBeLessThan(60 + lasting + 120);
    expect(rulesAfter).toEqual(rulesBefore);
    expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
    expect(lab.ledger.rows(ledgerTable).filter(({ sk }) => sk === 'LOCK')).toEqual([]);
  });

  test('where it promotes: it finishes forward', async () => {
    const when = [refuses('ThrottlingException', '15m', 'weight>=100 +5360s')];
    const { result, shares, lab } = await tell({ when });
    expect(result.outcome).toBe('needsPerson');
    expect(shares.at(-1)).toBe(100);
    expect(desired(lab)).toEqual({ 'claude-proxy-a': 0, 'claude-proxy-b': 4 });
    expect(lab.ledger.rows(ledgerTable).filter(({ sk }) => sk === 'LOCK')).toEqual([]);
  });
});

describe('tidying fails, and the ending stands', () => {
  test.each([
    ['the alarms cannot be deleted', 'cloudwatch:DeleteAlarms'],
    ['the door cannot be closed', 'elbv2:DeleteRule'],
    ['the canary cannot be retired', 'ecs:UpdateService'],
  ])('%s for ten minutes', async (_title, call) => {
    const when = [
      { at: 'weight>=26', set: { 'canary.errorRate': '40%' } },
      { at: 'weight>=26 +30s', fail: { call, error: 'ThrottlingException', for: '10m' } },
    ];
    const { result, shares, lab } = await tell({ when });
    expect(result.outcome).toBe('rolledBack');
    expect(result.reason).toMatch(/^http5xx/);
    expect(shares).toEqual([0, 1, 26, 0]);
    expect(result.invariants.broken).toEqual([]);
    expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
  });
});

test('an execution of which Step Functions says nothing: what nobody guards goes back all the same', async () => {
  const silent = { call: 'sfn:DescribeExecution', error: 'InternalServerError', for: '60m' };
  const when = [
    { at: 'weight>=26 +1m', fail: silent },
    { at: 'weight>=26 +1m', stop: 'execution' },
  ];
  const { result, shares, seconds, lab, rulesBefore, rulesAfter } = await tell({ when });
  expect(shares).toEqual([0, 1, 26, 0]);
  // The lease, the patience after it, and the reconciler's minute.
  expect((seconds[3] ?? 0) - (seconds[2] ?? 0)).toBeLessThan(60 + 600 + 180 + 120);
  expect(result.outcome).toBe('rolledBack');
  expect(rulesAfter).toEqual(rulesBefore);
  expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
});

test('a guard that looks and does not look: the reconciler relieves it', async () => {
  const { result, shares, seconds, lab } = await tell(
    {},
    {
      plan: slowly,
      prepare: (built) =>
        built.lambda.wrap(
          'lookAtTriggers',
          () => () => Promise.resolve({ decision: 'quiet', reason: '', triggers: [] }),
        ),
    },
  );
  expect(shares).toEqual([0, 1, 0]);
  expect(seconds[2] ?? Infinity).toBeLessThan(16 * 60);
  expect(result.outcome).toBe('rolledBack');
  expect(result.story.map(({ text }) => text).join('\n')).toContain(
    'nobody guards the release: its lease ran out',
  );
  expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
});

function slowly(document: Document): void {
  document['ramp'] = { rungs: ['1%', '100%'], interval: '40m' };
}

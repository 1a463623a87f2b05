/** A check that did not pass, and people who sign for it or do not. */
import { describe, expect, test } from 'vitest';
import { ledgerTable } from '../../lab/lab.ts';
import { type Document, tell, type Told } from './story.ts';

const gate = { by: ['lead', 'sam'], need: 1, within: '1h' };
const asks =
  (changes: object = {}) =>
  (document: Document) => {
    document['approvals'] = { waive: { ...gate, ...changes } };
  };
const account = { waf: 'none', alarms: 'missing' };
const approves = { gate: 'waive', answer: 'approve', after: '3m', by: 'lead' };

function checks({ result }: Told) {
  return result.checks.filter(({ verdict }) => verdict !== 'pass');
}

function expectNothingChanged({ result, rulesAfter, rulesBefore, shares, lab }: Told): void {
  expect(result).toMatchObject({ outcome: 'refused', invariants: { broken: [] } });
  expect(rulesAfter).toEqual(rulesBefore);
  expect(Math.max(0, ...shares)).toBe(0);
  expect(lab.ledger.rows(ledgerTable).filter(({ sk }) => sk === 'LOCK')).toEqual([]);
}

test('signed for, the release goes on, and the record says who signed for what', async () => {
  const told = await tell({ account, people: [approves] }, { plan: asks() });
  expect(told.result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
  expect(told.result.approvals).toMatchObject([{ gate: 'waive', decision: 'approve', by: 'lead' }]);
  expect(checks(told)).toMatchObject([
    { id: 'waf', verdict: 'fail', waived: true, waiver: { by: ['lead'] } },
    { id: 'alarms', verdict: 'fail', waived: true, waiver: { by: ['lead'] } },
  ]);
  const report = told.lab.ledger.rows(ledgerTable).find(({ sk }) => sk === 'REPORT');
  expect(report?.['checks']).toEqual(told.result.checks);
  expect(told.result.story.map(({ text }) => text)).toContain('Judged again: lead signed for waf, alarms');
});

test('what passed is not waived with it', async () => {
  const { result } = await tell({ account, people: [approves] }, { plan: asks() });
  expect(result.checks.filter(({ waived }) => waived).map(({ id }) => id)).toEqual(['waf', 'alarms']);
});

test('nothing to sign for, nobody is asked', async () => {
  const { result } = await tell({}, { plan: asks() });
  expect(result).toMatchObject({ outcome: 'promoted', approvals: [], invariants: { broken: [] } });
});

describe('refused, with nothing changed', () => {
  test('rejected: who, and what it was about', async () => {
    const told = await tell({ account: { waf: 'none' } }, { plan: asks() });
    expectNothingChanged(told);
    expect(told.result.reason).toMatch(/^lead rejects waive; waf \(failed\): /);
    expect(checks(told)).toMatchObject([{ id: 'waf', waived: false }]);
  });

  test('nobody answers: at the deadline', async () => {
    const told = await tell({ account, people: [{ gate: 'waive', answer: 'nothing' }] }, { plan: asks() });
    expectNothingChanged(told);
    expect(told.result.reason).toMatch(/^nobody answered waive by .*; waf \(failed\): /);
    expect(told.result.seconds).toBeGreaterThan(3600);
    expect(told.result.seconds).toBeLessThan(3800);
  });

  test('one of two who are needed', async () => {
    const people = [approves, { gate: 'waive', answer: 'nothing' }];
    const told = await tell({ account, people }, { plan: asks({ need: 2 }) });
    expectNothingChanged(told);
    expect(told.result.reason).toMatch(/^only 1 of 2 approved waive/);
  });

  test('the one who started it signs', async () => {
    const people = [
      { ...approves, by: 'robin' },
      { gate: 'waive', answer: 'nothing' },
    ];
    const told = await tell({ account, people }, { plan: asks() });
    expectNothingChanged(told);
    expect(told.result.approvals).toMatchObject([{ decision: 'expired' }]);
  });

  test('what can never be waived, whoever would sign for the rest', async () => {
    const told = await tell({ account: { ...account, ecs: 'owned' }, people: [approves] }, { plan: asks() });
    expectNothingChanged(told);
    expect(told.result.approvals).toEqual([]);
    expect(told.result.reason).toMatch(/ecs \(failed\)/);
  });

  test('the plan asks nobody', async () => {
    const told = await tell({ account, people: [approves] });
    expectNothingChanged(told);
    expect(told.result.reason).toMatch(/waf \(failed\): .*the plan has no gate waive/);
  });

  test('a dry run asks nobody, and says what a live one would ask', async () => {
    const told = await tell({ account, people: [approves] }, { plan: asks(), live: false });
    expectNothingChanged(told);
    expect(told.result.approvals).toEqual([]);
    expect(told.result.reason).toMatch(/a live run would ask for a signature here/);
  });

  test.each([{ command: 'abort' }, { stop: 'execution' }])('while people think: %j', async (deed) => {
    const people = [{ ...approves, after: '25m' }];
    const told = await tell({ account, people, when: [{ at: '+5m', ...deed }] }, { plan: asks() });
    expectNothingChanged(told);
    expect(told.result.approvals).toMatchObject([{ gate: 'waive', decision: 'withdrawn' }]);
    expect(told.result.seconds).toBeLessThan(600);
  });
});

function asksTwice(document: Document): void {
  document['approvals'] = { waive: gate, 'go-live': { by: ['dana'], within: '1h' } };
}

test('a waiver is no approval to go live: people are asked again', async () => {
  const people = [approves, { gate: 'go-live', answer: 'reject', after: '3m' }];
  const told = await tell({ account, people }, { plan: asksTwice });
  expectNothingChanged(told);
  expect(told.result.approvals).toMatchObject([
    { gate: 'waive', decision: 'approve' },
    { gate: 'go-live', decision: 'reject' },
  ]);
});

test('two answers at one instant: one decides', async () => {
  const people = [approves, { ...approves, by: 'sam', answer: 'reject' }];
  const { result } = await tell({ account, people }, { plan: asks() });
  expect(result.invariants.broken).toEqual([]);
  const [{ decision } = { decision: '' }] = result.approvals;
  expect(result.outcome).toBe(decision === 'approve' ? 'promoted' : 'refused');
});

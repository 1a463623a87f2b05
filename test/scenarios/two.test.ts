/** A second cutover of the same plan, started while the first is at it: only one of them moves users. */
import { expect, test } from 'vitest';
import { ledgerTable } from '../../lab/lab.ts';
import { desired, tell } from './story.ts';

const promoted = [0, 1, 26, 51, 76, 100];

function endings(lab: Awaited<ReturnType<typeof tell>>['lab']) {
  const rows = lab.ledger.rows(ledgerTable).filter(({ sk }) => sk === 'RECORD') as Record<string, unknown>[];
  return Object.fromEntries(rows.map(({ pk, outcome }) => [pk, outcome]));
}

test('in the middle of the ramp: refused by the lock, and the first does not notice', async () => {
  const { result, shares, lab } = await tell({ when: [{ at: 'weight>=26', start: 'another' }] });
  expect(result.outcome).toBe('promoted');
  expect(shares).toEqual(promoted);
  expect(endings(lab)).toEqual({
    'CUTOVER#rehearsal-1': 'promoted',
    'CUTOVER#rehearsal-1-another-1': 'refused',
  });
  expect(result.invariants.broken).toEqual([]);
});

test('as somebody stops the first: it is brought home first, whatever the second wants', async () => {
  const when = [
    { at: 'weight>=26', stop: 'execution' },
    { at: 'weight>=26', start: 'another' },
  ];
  const { result, shares, rulesBefore, rulesAfter, lab } = await tell({ when });
  expect(result.outcome).toBe('rolledBack');
  expect(shares).toEqual([0, 1, 26, 0]);
  expect(rulesAfter).toEqual(rulesBefore);
  expect(endings(lab)['CUTOVER#rehearsal-1-another-1']).toBe('refused');
  expect(result.invariants.broken).toEqual([]);
});

test('as soon as the first is home: the second may, and goes live from the start', async () => {
  const when = [
    { at: 'weight>=26', command: 'abort' },
    { at: 'weight>=26 +10m', start: 'another' },
  ];
  const { result, lab } = await tell({ when });
  expect(result.outcome).toBe('rolledBack');
  expect(endings(lab)).toEqual({
    'CUTOVER#rehearsal-1': 'rolledBack',
    'CUTOVER#rehearsal-1-another-1': 'promoted',
  });
  expect(desired(lab)).toEqual({ 'claude-proxy-a': 0, 'claude-proxy-b': 4 });
  expect(lab.ledger.rows(ledgerTable).filter(({ sk }) => sk === 'LOCK')).toEqual([]);
  expect(result.invariants.broken).toEqual([]);
});

test('both at the same instant: one has the lock, the other is refused', async () => {
  const { result, lab } = await tell({ when: [{ at: '+0s', start: 'another' }] });
  const outcomes = Object.values(endings(lab)).toSorted((a, b) => String(a).localeCompare(String(b)));
  expect(outcomes).toEqual(['promoted', 'refused']);
  expect(result.invariants.broken).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import type { ChecklistVerdict } from '../../../core/checks/judge-checklist.ts';
import { underWaiver } from '../../../core/checks/waiver.ts';
import type { Gate } from '../../../core/gate/gate.ts';
import { someGate } from '../gate/some-gate.ts';

const judged: ChecklistVerdict = {
  decision: 'ask',
  reason: 'waf (failed): because',
  results: [
    { id: 'ecs', verdict: 'pass', waived: false, evidence: 'fine' },
    { id: 'waf', verdict: 'fail', waived: false, evidence: 'because' },
  ],
};
const decision = { by: 'dana', decision: 'approve', method: 'iam', reason: ' known ', at: 1 } as const;

function signed(changes: Partial<Gate> = {}): Gate {
  const gate = someGate({ gate: 'waive', status: 'approved', decisions: { dana: decision } });
  return { ...gate, subject: { ...gate.subject, evidence: judged.reason }, ...changes };
}
const facts = { hasGate: true, live: true, gate: signed() };

test('what is signed for is waived, with who and why; the verdict stays what it was', () => {
  expect(underWaiver(judged, facts)).toEqual({
    decision: 'go',
    reason: 'dana signed for waf',
    results: [
      judged.results[0],
      {
        id: 'waf',
        verdict: 'fail',
        waived: true,
        evidence: 'because',
        waiver: { by: ['dana'], reason: 'known' },
      },
    ],
  });
});

describe('nothing is waived', () => {
  test.each(['pending', 'rejected', 'expired', 'superseded', 'withdrawn'] as const)(
    'by a gate that is %s',
    (status) => {
      expect(underWaiver(judged, { ...facts, gate: signed({ status }) })).toEqual(judged);
    },
  );

  test('before people were asked', () => {
    expect(underWaiver(judged, { ...facts, gate: undefined })).toEqual(judged);
  });

  test.each([
    ['something else was found', { gate: signed({ subject: { ...signed().subject, evidence: 'x' } }) }],
    ['the plan asks nobody', { hasGate: false }],
    ['it is a dry run', { live: false }],
  ])('where %s: it stops', (_title, change) => {
    const verdict = underWaiver(judged, { ...facts, ...change });
    expect(verdict).toMatchObject({ decision: 'stop', results: judged.results });
    expect(verdict.reason).toContain(judged.reason);
  });

  test.each(['go', 'stop'] as const)('where the checklist says %s', (word) => {
    const own = { ...judged, decision: word };
    expect(underWaiver(own, facts)).toBe(own);
  });
});

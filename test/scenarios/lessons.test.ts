/** What cutovers taught, as their reports have it: of each kind one that was played, so that no sentence of the story slips away. */
import { describe, expect, test } from 'vitest';
import { lessonLine } from '../../core/report/lessons.ts';
import { reportMarkdown } from '../../core/report/markdown.ts';
import { reportOf } from '../../lab/report.ts';
import { reportPage } from '../../web/report/page.ts';
import { type Document, tell } from './story.ts';

async function taught(scenario: object, plan?: (document: Document) => unknown) {
  const { lab, result } = await tell(scenario, plan === undefined ? {} : { plan });
  const report = reportOf(lab, result);
  return {
    report,
    kinds: (report.lessons ?? []).map(({ kind }) => kind),
    lines: (report.lessons ?? []).map(lessonLine),
  };
}

const gates = (approvals: object) => (document: Document) => {
  document['approvals'] = approvals;
};

describe('nothing', () => {
  test('of a calm evening, also where people approve without a word', async () => {
    const { report, kinds } = await taught({}, gates({ 'go-live': { by: ['dana'], within: '1h' } }));
    expect([report.outcome, kinds]).toEqual(['promoted', []]);
    const page = reportPage(report);
    expect(`${reportMarkdown(report)}${page}`).not.toContain('What this cutover taught');
  });

  test('of a plan that is no plan', async () => {
    const { report, kinds } = await taught({}, (document) => {
      document['ramp'] = { step: '0%' };
    });
    expect([report.outcome, kinds]).toEqual(['refused', []]);
  });
});

test('a rung that was held, and the way back, with its numbers, in Markdown and on the page', async () => {
  const when = [{ at: 'weight>=51', set: { 'canary.p95': '4s' } }];
  const { report, kinds, lines } = await taught({ when });
  expect(kinds).toEqual(['held', 'rolledBack']);
  expect(lines[0]).toMatch(
    /^Held \d\d:\d\d:\d\d: 51 %, latencyP95 is over its limit: p95 of the canary was 4 s/,
  );
  expect(lines[1]).toMatch(/^Rolled back \d\d:\d\d:\d\d: latencyP95 rings.*limit 2 s$/);
  for (const shown of [reportMarkdown(report), reportPage(report)]) {
    expect(shown).toContain('What this cutover taught');
    expect(shown).toContain('51 %, latencyP95 is over its limit');
  }
});

test('weights that somebody else changed', async () => {
  const { kinds } = await taught({ when: [{ at: 'weight>=26', drift: { canaryPercent: 50 } }] });
  expect(kinds).toEqual(['held', 'held', 'rolledBack']);
});

test('a check that was waived: by whom, and why', async () => {
  const { report, lines } = await taught(
    {
      account: { terraform: 'changes' },
      people: [{ gate: 'waive', answer: 'approve', after: '1m', by: 'lead' }],
    },
    gates({ waive: { by: ['lead'], within: '1h' } }),
  );
  expect(report.outcome).toBe('promoted');
  expect(lines).toEqual([expect.stringMatching(/^Waived: terraform \(fail\): .*; signed by lead/)]);
});

test('checks that kept it from beginning', async () => {
  const { report, lines } = await taught({ account: { terraform: 'changes', targets: 'unhealthy' } });
  expect(report.outcome).toBe('refused');
  expect(lines.map((line) => line.split(' (')[0])).toEqual([
    'Did not pass: terraform',
    expect.stringMatching(/^(Did not pass|Inconclusive): targets$/),
  ]);
});

test('a gate that nobody answered', async () => {
  const { lines } = await taught(
    { people: [{ gate: 'go-live', answer: 'nothing' }] },
    gates({ 'go-live': { by: ['dana'], within: '1h' } }),
  );
  expect(lines).toEqual([expect.stringMatching(/^Not answered \d\d:\d\d:\d\d: go-live: /)]);
});

test('a gate that asked for longer, and went back', async () => {
  const people = ['nothing', 'nothing'].map((answer) => ({ gate: 'ramp', answer }));
  // oxlint-disable-next-line unicorn/no-thenable -- the plan's word
  const ramp = { at: ['26%'], by: ['dana'], within: '30m', then: 'hold' };
  const { kinds, lines } = await taught({ people }, gates({ ramp }));
  expect([...new Set(kinds)]).toEqual(['extended', 'unanswered', 'rolledBack']);
  expect(lines.join('\n')).toMatch(/Extended .*Nobody decided: it holds[^]*Not answered .*ramp to 26 %/);
});

test('what people said: held, resumed without a word, skipped, aborted', async () => {
  const when = [
    { at: 'weight>=26', command: 'hold' },
    { at: 'weight>=26 +2m', command: 'resume' },
    { at: 'weight>=26 +3m', command: 'skip' },
    { at: 'weight>=51', command: 'abort' },
  ];
  const { kinds } = await taught({ when });
  // Skipping has the rung judged at once, on no evidence: it is held again, by the machine.
  expect([...new Set(kinds)]).toEqual(['held', 'skipped', 'aborted', 'rolledBack']);
});

test('a verification that took longer since a target was ill', async () => {
  const when = [
    { at: '+110m', set: { 'canary.healthy': '75%' } },
    { at: '+126m', set: { 'canary.healthy': '100%' } },
  ];
  const { report, kinds, lines } = await taught({ when });
  expect([report.outcome, kinds]).toEqual(['promoted', ['extended']]);
  expect(lines[0]).toMatch(/^Extended \d\d:\d\d:\d\d: /);
});

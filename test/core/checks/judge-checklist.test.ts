import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checklist, idOf, mayBeWaived, unchecked } from '../../../core/checks/catalog.ts';
import { type CheckAnswer, judgeChecklist as judge } from '../../../core/checks/judge-checklist.ts';
import { checkIds } from '../../../core/checks/planned.ts';

const items = [
  { name: 'ecs', group: 'workload' },
  { name: 'waf', group: 'firewall' },
] as const;
const judgeChecklist = (asked: typeof items, answers: readonly CheckAnswer[], holder?: string) =>
  judge(asked, answers, { live: true, holder });
const pass = (name: string) => ({ name, outcome: 'pass' as const, evidence: 'fine' });

describe('one word for all', () => {
  test('go, when every item passed', () => {
    expect(judgeChecklist(items, [pass('waf'), pass('ecs')])).toEqual({
      decision: 'go',
      reason: 'all 2 checks passed',
      results: [
        { id: 'ecs', verdict: 'pass', waived: false, evidence: 'fine' },
        { id: 'waf', verdict: 'pass', waived: false, evidence: 'fine' },
      ],
    });
  });

  test.each(['fail', 'error', 'inconclusive'] as const)(
    '%s of what may be waived asks, and of ecs stops',
    (outcome) => {
      const bad = (name: string) => ({ name, outcome, evidence: 'because' });
      expect(judgeChecklist(items, [pass('ecs'), bad('waf')])).toMatchObject({
        decision: 'ask',
        reason: expect.stringMatching(/^waf \(.+\): because$/),
      });
      expect(judgeChecklist(items, [bad('ecs'), pass('waf')]).decision).toBe('stop');
      expect(judgeChecklist(items, [bad('ecs'), bad('waf')]).decision).toBe('stop');
    },
  );

  describe('what only a live run tries', () => {
    const untried = { name: 'waf', outcome: 'inconclusive', isUntried: true, evidence: 'not tried' } as const;

    test('is no pass, and stops nothing where nothing is live', () => {
      const { decision, reason, results } = judge(items, [pass('ecs'), untried], { live: false });
      expect({ decision, reason }).toEqual({
        decision: 'go',
        reason: 'all 1 checks that were tried passed; not tried: waf',
      });
      expect(results[1]).toMatchObject({ verdict: 'inconclusive', isUntried: true });
    });

    test('hides nothing that was found beside it', () => {
      const bad = { ...pass('ecs'), outcome: 'fail' } as const;
      expect(judge(items, [bad, untried], { live: false }).decision).toBe('stop');
    });

    test('has to be tried in a live run', () => {
      expect(judge(items, [pass('ecs'), untried], { live: true }).decision).toBe('ask');
    });

    test.each([
      ['nothing but it', items.slice(1), [untried]],
      ['no check at all', [], []],
    ])('%s is no checklist', (_what, asked, answers) => {
      const { decision, reason } = judge(asked, answers, { live: false });
      expect({ decision, reason }).toEqual({ decision: 'stop', reason: 'nothing was looked at' });
    });
  });

  test('an answer that is missing is an error', () => {
    const { decision, results } = judgeChecklist(items, [pass('ecs')]);
    expect(decision).toBe('ask');
    expect(results[1]).toEqual({
      id: 'waf',
      verdict: 'error',
      waived: false,
      evidence: 'the check brought no answer',
    });
  });

  test('another cutover at work is the reason, and nothing to waive', () => {
    const verdict = judgeChecklist(items, [pass('ecs'), { ...pass('waf'), outcome: 'fail' }], 'first');
    expect(verdict).toMatchObject({
      decision: 'stop',
      reason: expect.stringMatching(/^cutover first holds/),
    });
    expect(
      judgeChecklist(
        items,
        items.map(({ name }) => pass(name)),
        'first',
      ).decision,
    ).toBe('go');
  });

  test('only passes of every item make a go', () => {
    const outcome = fc.constantFrom('pass', 'fail', 'error', 'inconclusive', undefined);
    fc.assert(
      fc.property(outcome, outcome, (a, b) => {
        const answers = [a, b].flatMap((one, index) =>
          one === undefined ? [] : [{ name: items[index]?.name ?? '', outcome: one, evidence: '' }],
        );
        expect(judgeChecklist(items, answers).decision === 'go').toBe(a === 'pass' && b === 'pass');
      }),
    );
  });
});

const evidenceOf = (died: object) =>
  judgeChecklist(items, [pass('ecs'), { name: 'waf', outcome: 'error', died }]).results[1]?.evidence;

describe('what a check died of', () => {
  test.each([
    [
      {
        Error: 'CloudBusy',
        Cause: '{"errorType":"CloudBusy","errorMessage":"could not be read: \\"x\\"","trace":["at',
      },
      'could not be read: "x"',
    ],
    [{ Error: 'States.Timeout', Cause: '' }, 'the check did not end in time'],
    [{ Error: 'Runtime.ExitError', Cause: 'exit 1' }, 'the check died: exit 1'],
    [{ Error: 'Sandbox.Timedout' }, 'the check died: Sandbox.Timedout'],
  ])('%j', (died, says) => {
    expect(evidenceOf(died)).toBe(says);
  });
});

describe('the list', () => {
  const request = { url: 'https://x.example', status: 200, withinMilliseconds: 1 };

  test('is in the runbook’s order, each request of http a line of its own', () => {
    const checks = {
      http: [
        { ...request, name: 'a' },
        { ...request, name: 'b' },
      ],
      ecs: {},
      terraform: { bucket: '', key: '', maxAgeSeconds: 1 },
    };
    expect(checklist(checks).map(({ name }) => name)).toEqual(['terraform', 'ecs', 'http:a', 'http:b']);
    expect(unchecked(checks)).toEqual(checkIds.filter((id) => !['terraform', 'ecs', 'http'].includes(id)));
    expect(idOf('http:a')).toBe('http');
    expect(idOf('nonsense')).toBeUndefined();
  });

  test('everything but ecs may be waived', () => {
    expect(checkIds.filter((id) => !mayBeWaived(id))).toEqual(['ecs']);
  });
});

/** What a cutover taught stays a list that somebody reads: short, in order, and never more than a ticket holds. */
import { expect, test } from 'vitest';
import { type LessonFacts, lessonLine, lessonsOf } from '../../../core/report/lessons.ts';
import { openedAt, someGate } from '../gate/some-gate.ts';

const at = (second: number) => new Date(Date.UTC(2026, 11, 1, 22, 0, second)).toISOString();
const nothing: LessonFacts = { checks: [], gates: [], story: [] };
const holding = (second: number, text = 'x') => ({
  at: at(second),
  actor: 'judgeRung',
  text: `26 %: holding, ${text}`,
});

test('a hundred holds are forty and a word', () => {
  const story = Array.from({ length: 100 }, (_none, second) => holding(second, 'y'.repeat(9_000)));
  const lessons = lessonsOf({ ...nothing, story });
  expect(lessons).toHaveLength(41);
  expect(lessons.at(-1)?.text).toBe('60 more: the report has them');
  expect(JSON.stringify(lessons).length).toBeLessThan(32_000);
});

test('no half of a character where a text is cut', () => {
  const [lesson] = lessonsOf({ ...nothing, story: [holding(1, '🙈'.repeat(900))] });
  expect(lesson?.text.isWellFormed()).toBe(true);
  expect(lesson?.text.endsWith('🙈…')).toBe(true);
});

test("a person's name is no sentence: who is called `x %: holding, ` holds nothing", () => {
  const story = [{ at: at(1), actor: 'x', text: '26 %: holding, x approves go-live' }];
  expect(lessonsOf({ ...nothing, story })).toEqual([]);
});

test('what people wrote beside their answers, in the order of time; not what they left empty', () => {
  const gates = [
    someGate({
      decisions: {
        sam: {
          by: 'sam',
          decision: 'approve',
          method: 'iam',
          reason: ' one timeout\n',
          at: openedAt + 60_000,
        },
        dana: { by: 'dana', decision: 'approve', method: 'link', reason: ' ', at: openedAt },
      },
      status: 'approved',
    }),
  ];
  const story = [
    { at: at(1), actor: 'checkTriggers', text: 'No rung will pass while 3 of 5 minutes can be judged' },
    { at: at(130), actor: 'callPerson', text: 'A person is needed: nothing answers' },
    { at: at(140), actor: 'onAlarm', text: 'After watching had ended, http5xx rings' },
  ];
  expect(lessonsOf({ ...nothing, gates, story }).map(lessonLine)).toEqual([
    'Inconclusive 22:00:01: No rung will pass while 3 of 5 minutes can be judged',
    'Noted 22:01:00: sam approved go-live: one timeout',
    'Needed a person 22:02:10: nothing answers',
    'Noted 22:02:20: After watching had ended, http5xx rings',
  ]);
});

test('only the first way back is one; the reconciler may say it again', () => {
  const text = 'Rolling back: it rang';
  const story = [1, 2].map((second) => ({ at: at(second), actor: 'rollBack', text }));
  expect(lessonsOf({ ...nothing, story })).toEqual([{ kind: 'rolledBack', at: at(1), text: 'it rang' }]);
});

test('the reason of a long check does not push away who signed for it', () => {
  const checks = [
    {
      id: 'waf',
      verdict: 'fail' as const,
      waived: true,
      evidence: 'e'.repeat(5_000),
      waiver: { by: ['lead', 'sam'], reason: 'known, ticket 7' },
    },
  ];
  expect(lessonsOf({ ...nothing, checks })[0]?.text).toMatch(/…; signed by lead, sam: known, ticket 7$/);
});

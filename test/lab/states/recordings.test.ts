/** The engine against executions recorded on AWS: outcome and whole history, case by case. */

import { describe, expect, test } from 'vitest';
import { areRecordingsHere, type Case, readCases } from './recordings/cases.ts';
import { runCase } from './recordings/run-case.ts';

const GROUPS = ['base', 'assign', 'choice_operators', 'error_handling', 'outputdecl', 'states_variables'];

/** Case id → why it differs. A case that heals must leave this list. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {};

const title = ({ id }: Case) => id.replace(/^.*::/, '');

describe.skipIf(!areRecordingsHere)(
  'recorded on AWS (skipped where ../shared/asl-recordings is absent)',
  () => {
    const groups = areRecordingsHere ? GROUPS : [];

    describe.each(groups)('%s', (group) => {
      test.each(readCases(group).map((subject) => [title(subject), subject] as const))(
        '%s',
        async (_, subject) => {
          const { outcome, history } = await runCase(subject);
          expect(verdict(subject, outcome ?? history)).toBe('as expected');
        },
      );
    });

    test('every case of the six groups is there, and the list names only real ones', () => {
      const cases = groups.flatMap(readCases);
      expect(cases).toHaveLength(88);
      const ids = cases.map(({ id }) => id);
      expect(Object.keys(KNOWN_DIFFERENCES).filter((id) => !ids.includes(id))).toEqual([]);
    });

    test('the comparison sees a changed output, a changed event and a missing event', async () => {
      const subject = readCases('outputdecl').find(({ id }) => id.includes('BASE_EXPR'));
      if (subject === undefined) throw new Error('the case is gone');
      const [start, changed, short] = [0, 1, 2].map((way) => spoil(subject, way));
      expect((await runCase(start as Case)).outcome).toContain('recorded');
      expect((await runCase(changed as Case)).history).toContain('event 2');
      expect((await runCase(short as Case)).history).toContain('events recorded');
    });
  },
);

function verdict({ id }: Case, difference: string | undefined): string {
  const reason = KNOWN_DIFFERENCES[id];
  if (reason === undefined) return difference ?? 'as expected';
  return difference === undefined ? `healed, take it off the list: ${reason}` : 'as expected';
}

/** A copy of a case with something in it that did not happen. */
function spoil(subject: Case, way: number): Case {
  const steps = subject.steps.map((step) => {
    if (step.do !== 'start') return step;
    const history = [...(step.history ?? [])];
    if (way === 0) return { ...step, expect: { ...step.expect, output: { other: true } } };
    if (way === 1) history[1] = { ...history[1], type: 'WaitStateEntered' };
    if (way === 2) history.pop();
    return { ...step, history };
  });
  return { ...subject, steps };
}

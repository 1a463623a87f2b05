/** The engine against executions recorded on AWS: outcome and whole history, case by case. */

import { describe, expect, test } from 'vitest';
import { areRecordingsHere, type Case, folders, readCases } from './recordings/cases.ts';
import { knownDifferences, titleOf } from './recordings/differences.ts';
import { runCase } from './recordings/run-case.ts';

const title = ({ id }: Case) => titleOf(id);
const differences = knownDifferences();

describe.skipIf(!areRecordingsHere)(
  'recorded on AWS (skipped where ../shared/asl-recordings is absent)',
  () => {
    const all = folders().map((folder) => [folder, readCases(folder)] as const);

    describe.each(all)('%s', (_, cases) => {
      test.each(cases.map((subject) => [title(subject), subject] as const))('%s', async (_title, subject) => {
        const { outcome, history } = await runCase(subject);
        expect(verdict(subject, outcome ?? history)).toBe('as expected');
      });
    });

    test('every case is there, and the list names only real ones', () => {
      const titles = all.flatMap(([, cases]) => cases.map(title));
      expect(titles.length).toBeGreaterThanOrEqual(266);
      expect(differences.size).toBeGreaterThan(0);
      expect([...differences.keys()].filter((name) => !titles.includes(name))).toEqual([]);
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

function verdict(subject: Case, difference: string | undefined): string {
  const reason = differences.get(title(subject));
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

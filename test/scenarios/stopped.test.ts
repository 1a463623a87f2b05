/** Somebody presses Stop in the console: no Catch runs, and everything depends on the hand outside the machine. */
import { describe, expect, test } from 'vitest';
import type { Lab } from '../../lab/lab.ts';
import { desired, type Document, tell, type Told } from './story.ts';

/** Short, so that every event of it can be tried. */
const quick = (document: Document): void => {
  document['canary'] = { percent: '1%', bake: '1m', settle: '0s' };
  document['ramp'] = { rungs: ['1%', '100%'], interval: '1m' };
  document['watch'] = '1m';
  document['verify'] = { for: '1m' };
};

/** Presses Stop right after the nth event of the history. */
const stopAfter =
  (n: number) =>
  (lab: Lab): void => {
    let count = 0;
    lab.engine.onEvent((executionArn) => {
      count += 1;
      if (count === n) lab.clock.after(0, () => lab.engine.stopExecution({ executionArn }));
    });
  };

/** Every fifteenth event in the gate; `STOP_EACH=1 npx vitest run test/scenarios/stopped.test.ts` tries each of them. */
const step = Number(process.env['STOP_EACH'] ?? 15);

const events = async () => (await tell({}, { plan: quick })).result.execution.historyEvents;

/** What must hold wherever it was stopped. */
function check({ result, lab, shares, rulesBefore, rulesAfter }: Told): string[] {
  const wrong = result.invariants.broken.map(({ name, why }) => `${name}: ${why}`);
  const forward = result.outcome === 'promoted';
  if (!['promoted', 'rolledBack', 'refused'].includes(result.outcome))
    wrong.push(`${result.outcome}: ${result.reason}`);
  if (!forward && JSON.stringify(rulesAfter) !== JSON.stringify(rulesBefore))
    wrong.push('the rules are not as before');
  if (shares.at(-1) !== (forward ? 100 : 0)) wrong.push(`ends at ${shares.at(-1)} %`);
  const counts = forward
    ? { 'claude-proxy-a': 0, 'claude-proxy-b': 4 }
    : { 'claude-proxy-a': 4, 'claude-proxy-b': 0 };
  if (JSON.stringify(desired(lab)) !== JSON.stringify(counts)) wrong.push(JSON.stringify(desired(lab)));
  return wrong;
}

describe.each([
  ['by the event alone', 'schedule', 1],
  ['by the schedule alone', 'execution', 8],
])('stopped after each event of a calm cutover, brought home %s', (_title, lost, first) => {
  test('share 0 within three minutes; past promoting, forward', { timeout: 120_000 }, async () => {
    const last = await events();
    const wrong: Record<number, string[]> = {};
    for (let n = first; n <= last; n += step) {
      const told = await tell(
        { when: [{ at: '+0s', lose: { events: lost, for: '10m' } }] },
        { plan: quick, prepare: stopAfter(n) },
      );
      const problems = check(told);
      const stopped = told.result.execution.status === 'ABORTED';
      const back = told.result.weights.findLast(({ canaryPercent }) => canaryPercent === 0)?.at;
      if (stopped && told.shares.length > 1 && told.shares.at(-1) === 0) {
        const { stopDate = 0 } = told.lab.engine.describeExecution(told.result.execution.arn);
        const seconds = (Date.parse(back ?? '') - stopDate) / 1000;
        if (seconds > 180) problems.push(`share 0 only after ${seconds} s`);
      }
      if (problems.length > 0) wrong[n] = problems;
    }
    expect(wrong).toEqual({});
  });
});

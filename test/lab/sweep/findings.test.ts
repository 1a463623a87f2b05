/** What a sweep must not call a finding, each once found by one; and what it still must. */
import { expect, test } from 'vitest';
import { type Lab, labStart } from '../../../lab/lab.ts';
import { parseScenario } from '../../../lab/scenario/parse.ts';
import { judge } from '../../../lab/sweep/run-case.ts';
import { aBase } from './a-base.ts';

const refusal = { function: 'reconcile', call: 'elbv2:ModifyRule', error: 'ThrottlingException', for: '8m' };
const when = [
  { at: 'weight>=1', stop: 'execution' },
  { at: '+0s', fail: refusal },
];

async function judged(prepare: (lab: Lab) => void = () => undefined) {
  const { plan } = await aBase();
  const read = parseScenario({ when });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const { outcome, findings } = await judge({ seed: 320135, plan, scenario: read.scenario }, { prepare });
  return { outcome, findings: findings.map(({ name }) => name) };
}

/** From the minute in which the balancer answers again. */
const sleeps = (lab: Lab) =>
  lab.lambda.wrap('reconcile', (run) => (event, context) => {
    const minutes = (lab.clock.now() - labStart) / 60_000;
    return minutes > 8 && minutes < 20 ? Promise.resolve({ open: 1 }) : run(event, context);
  });

// Seed 320135.
test('a balancer that refuses the way back for eight minutes keeps users where they are, and the machine ends it', async () => {
  expect(await judged()).toEqual({ outcome: 'rolledBack', findings: [] });
});

test('whoever leaves them there once it answers again is found out', async () => {
  const { findings } = await judged(sleeps);
  expect(findings).toContain('rollbackWins');
});

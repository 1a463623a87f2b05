import { expect, test } from 'vitest';
import { parseScenario } from '../../../lab/scenario/parse.ts';
import { addMet, coverageOf, nothingMet } from '../../../lab/sweep/coverage.ts';
import { judge } from '../../../lab/sweep/run-case.ts';
import { expectedWrites } from '../../../lab/sweep/writes.ts';
import { aBase } from './a-base.ts';

async function metBy(when: readonly object[]) {
  const { plan } = await aBase();
  const parsed = parseScenario({ when });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return judge({ seed: 1, plan, scenario: parsed.scenario });
}

test('only a fault that struck is a hit', async () => {
  const { met, findings } = await metBy([
    { at: '+0s', fail: { call: 'elbv2:ModifyRule', error: 'ThrottlingException', times: 2 } },
    { at: '+0s', crash: { function: 'startCanary', when: 'after-write' } },
    { at: '+0s', crash: { function: 'rollBack', when: 'before-write' } },
    { at: '+23h', drift: { canaryPercent: 50 } },
  ]);
  expect(findings).toEqual([]);
  expect(met.writes['shiftTraffic elbv2:ModifyRule']).toEqual({ fail: 2 });
  expect(met.writes['startCanary ecs:UpdateService']).toEqual({ 'crash after': 1 });
  expect(met.writes['takeLock dynamodb:TransactWriteItems']).toEqual({});
  expect(met.writes['rollBack elbv2:ModifyRule']).toBeUndefined();
  expect(met.world).toEqual({});
});

test('what never happened is told, also of writes that were never made', async () => {
  const zeros = coverageOf(nothingMet).zeros;
  for (const write of expectedWrites())
    expect(zeros).toContain(`crash before × ${write.function} ${write.call}`);
  expect(zeros).toContain('drift');
  const some = addMet(
    { writes: { 'promote elbv2:ModifyRule': { slow: 1 } }, world: { drift: 2 } },
    nothingMet,
  );
  const left = coverageOf(addMet(some, some));
  expect(left.zeros).not.toContain('slow × promote elbv2:ModifyRule');
  expect(left.zeros).toContain('fail × promote elbv2:ModifyRule');
  expect(left.world.drift).toBe(4);
});

test('a person is called for a denial that nothing stands behind, and not for a passing fault', async () => {
  const bad = { at: 'weight>=1', set: { 'canary.errorRate': '60%' } };
  const denied = {
    function: 'rollBack',
    call: 'elbv2:ModifyRule',
    error: 'AccessDeniedException',
    times: 100,
  };
  const final = await metBy([bad, { at: '+0s', fail: denied }]);
  expect(final).toMatchObject({ outcome: 'needsPerson', findings: [] });
  const passing = await metBy([bad, { at: '+0s', fail: { ...denied, error: 'TimeoutError', times: 5 } }]);
  expect(passing).toMatchObject({ outcome: 'rolledBack', findings: [] });
});

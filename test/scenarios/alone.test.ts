/** One cutover at a time, whatever it is called; and a dry run that touches nothing. */
import { describe, expect, test } from 'vitest';
import { buildLab, type Lab, ledgerTable } from '../../lab/lab.ts';
import { samplePlan, tell } from './story.ts';

async function until(lab: Lab, done: () => boolean): Promise<void> {
  while (!done() && (await lab.clock.step())) {
    // the clock does the work
  }
}

const ended = (lab: Lab, arn: string) => lab.engine.describeExecution(arn).status !== 'RUNNING';

async function start(lab: Lab, name: string, service = 'claude-proxy') {
  const input = JSON.stringify({ ...(await samplePlan()), service, live: true });
  return lab.engine.startExecution({ stateMachineArn: lab.stateMachineArn, name, input });
}

describe('two cutovers', () => {
  test.each([
    ['under the same label', 'claude-proxy'],
    ['under another label', 'something-else'],
  ])('on the same rule, %s: the second is refused and the first is unharmed', async (_title, service) => {
    const lab = buildLab({ seed: 1, production: {} });
    const first = await start(lab, 'first');
    const shares: number[] = [];
    lab.production.onShare((_at, percent) => shares.push(percent));
    await until(lab, () => shares.at(-1) === 26);
    const second = await start(lab, 'second', service);
    await until(lab, () => ended(lab, second.executionArn));
    const { error, cause } = lab.engine.describeExecution(second.executionArn);
    expect(error).toBe('CutoverRefused');
    expect(cause).toContain('cutover first holds');
    await until(lab, () => ended(lab, first.executionArn));
    expect(lab.engine.describeExecution(first.executionArn).status).toBe('SUCCEEDED');
    expect(shares).toEqual([0, 1, 26, 51, 76, 100]);
    expect(lab.ledger.rows(ledgerTable).filter((row) => row['sk'] === 'LOCK')).toEqual([]);
  });

  test('started at one instant: one goes on, the other is refused', async () => {
    const lab = buildLab({ seed: 3, production: {} });
    const both = [await start(lab, 'one'), await start(lab, 'two')];
    await until(lab, () => both.every(({ executionArn }) => ended(lab, executionArn)));
    const endings = both.map(({ executionArn }) => lab.engine.describeExecution(executionArn).status);
    expect(endings.toSorted()).toEqual(['FAILED', 'SUCCEEDED']);
  });

  test('one after the other, there and back again', async () => {
    const lab = buildLab({ seed: 1, production: {} });
    for (const name of ['there', 'back']) {
      const { executionArn } = await start(lab, name);
      await until(lab, () => ended(lab, executionArn));
      expect(lab.engine.describeExecution(executionArn).status).toBe('SUCCEEDED');
    }
    const { services } = lab.production.snapshot();
    expect(services.map((one) => one.desired)).toEqual([4, 0]);
  });

  test('the same name twice is one cutover', async () => {
    const lab = buildLab({ seed: 1, production: {} });
    const one = await start(lab, 'release-240');
    const two = await start(lab, 'release-240');
    expect(two).toEqual(one);
    await until(lab, () => ended(lab, one.executionArn));
    await expect(start(lab, 'release-240')).rejects.toThrow(/already exists/i);
    expect(lab.ledger.rows(ledgerTable).filter((row) => row['sk'] === 'RECORD')).toHaveLength(1);
  });
});

describe('a dry run', () => {
  test('says everything that it would do, and calls nothing that changes anything', async () => {
    const changed: string[] = [];
    const { result, rulesAfter, rulesBefore, lab } = await tell(
      {},
      {
        live: false,
        prepare: (prepared) =>
          prepared.wire.onCall((call) => {
            if (call.mutating) changed.push(`${call.service}:${call.action}`);
          }),
      },
    );
    expect(result).toMatchObject({ outcome: 'promoted', live: false, weights: [] });
    expect(result.invariants.broken).toEqual([]);
    expect(new Set(changed)).toEqual(new Set(['dynamodb:PutItem', 'dynamodb:UpdateItem']));
    // Who started it was on the ledger before it ran.
    const written = lab.ledger.rows(ledgerTable).filter(({ sk }) => sk !== 'START');
    expect(written.every((row) => (row['pk'] as string).startsWith('DRY#'))).toBe(true);
    expect(rulesAfter).toEqual(rulesBefore);
    const story = result.story.map((entry) => entry.text);
    for (const percent of [1, 26, 51, 76, 100])
      expect(story).toContain(`Would shift ${percent} % of the traffic to the canary`);
    expect(result.seconds).toBeLessThan(60);
  });

  test('refuses what a live run would refuse', async () => {
    const { result } = await tell({ account: { ecs: 'owned' } }, { live: false });
    expect(result.outcome).toBe('refused');
  });
});

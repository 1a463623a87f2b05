/** Whom the reconciler asks after: everybody by the clock, and one alone when its end was told. */
import { expect, test } from 'vitest';
import { bringAllHome, type Steps } from '../../aws/home.ts';
import { ledgerTable } from '../../lab/lab.ts';
import { aLab, play } from './lab-world.ts';

const nothing = () => Promise.resolve({});
const steps = {
  rollBack: nothing,
  confirmRollback: nothing,
  retireCanary: nothing,
  promote: nothing,
  retireStable: nothing,
  tidyUp: nothing,
  releaseLock: nothing,
  writeReport: nothing,
} as unknown as Steps<never>;

function threeOpen() {
  const { lab, world } = aLab();
  const { stateMachineArn } = lab;
  const executions = ['one', 'two', 'three'].map(
    (name) => lab.engine.startExecution({ stateMachineArn, name, input: '{}' }).executionArn,
  );
  for (const executionArn of executions) {
    const cutoverId = executionArn.replace(/^.*:/, '');
    lab.ledger.seed(ledgerTable, {
      pk: 'OPEN',
      sk: cutoverId,
      cutoverId,
      executionArn,
      leadingArn: 'a rule',
    });
  }
  const asked: string[] = [];
  lab.wire.onCall(({ action, input }) => {
    if (action === 'DescribeExecution') asked.push((input as { executionArn: string }).executionArn);
  });
  const look = (ended?: string) => play(lab, bringAllHome(world as never, steps, ended));
  return { executions, asked, look };
}

test('the clock asks after all of them', async () => {
  const { executions, asked, look } = threeOpen();
  expect(await look()).toBe(3);
  expect(asked.toSorted()).toEqual(executions.toSorted());
});

test('an end that was told asks after that one alone', async () => {
  const { executions, asked, look } = threeOpen();
  expect(await look(executions[1])).toBe(1);
  expect(asked).toEqual([executions[1]]);
});

test('an end that nobody waits for asks after nobody', async () => {
  const { executions, asked, look } = threeOpen();
  expect(await look(`${executions[1]}-another`)).toBe(0);
  expect(asked).toEqual([]);
});

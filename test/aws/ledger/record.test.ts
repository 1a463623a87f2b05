/** The record of a cutover begins once: a write that was lost on its way may arrive when it has long gone on. */
import { expect, test } from 'vitest';
import { createRecord, type CutoverRecord, note, readRecord } from '../../../aws/ledger/record.ts';
import { readPlan } from '../../../cli/read-plan.ts';
import { aLedger } from '../gate/ledger.ts';

const cutover = { id: 'c', live: true };

async function begin() {
  const read = await readPlan('events/plan.yml');
  if ('problems' in read) throw new Error('the sample plan has problems');
  const record: CutoverRecord = {
    executionArn: 'arn:execution',
    plan: read.plan,
    planDigest: 'digest',
    startedAt: '2026-12-01T22:00:00Z',
  };
  const { world, settle } = aLedger();
  const create = (change: Partial<CutoverRecord> = {}) =>
    settle(createRecord(world(), cutover, { ...record, ...change }));
  await create();
  await settle(note(world(), cutover, { balancerErrorPercent: 1 }));
  return { create, read: () => settle(readRecord(world(), cutover)) };
}

test('beginning it again leaves what has been written since', async () => {
  const { create, read } = await begin();
  await create();
  expect(await read()).toMatchObject({ executionArn: 'arn:execution', balancerErrorPercent: 1 });
});

test.each([
  ['another execution', { executionArn: 'arn:other' }],
  ['another beginning of the same name', { startedAt: '2027-03-01T22:00:00Z' }],
  ['another plan', { planDigest: 'another' }],
])('%s is refused, and told how to go on', async (_title, change) => {
  const { create, read } = await begin();
  await expect(create(change)).rejects.toMatchObject({
    name: 'PlanRejected',
    message: expect.stringContaining('under a new name'),
  });
  expect(await read()).toMatchObject({ executionArn: 'arn:execution', balancerErrorPercent: 1 });
});

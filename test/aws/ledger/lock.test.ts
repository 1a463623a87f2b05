/** Who gets a lock that two want at one instant, and what a retry finds. */
import { expect, test } from 'vitest';
import { firstRow, leaseMilliseconds, readLock, writeLock } from '../../../aws/ledger/lock.ts';
import { aLedger } from '../gate/ledger.ts';

const place = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const rule = `${place}:listener-rule/app/web/1/2/3`;
const other = `${place}:listener-rule/app/web/1/2/4`;

function twoCutovers() {
  const { clock, world, settle } = aLedger();
  const row = (id: string) => firstRow({ id, live: true }, `arn:${id}`, clock.now());
  return {
    take: (id: string, arns: readonly string[], dead: readonly string[] = []) =>
      settle(writeLock(world(), arns, row(id), dead)),
    holder: async (arn: string) => (await settle(readLock(world(), arn)))?.cutoverId,
  };
}

test('whoever is second gets none of the rows, not even those that are free', async () => {
  const { take, holder } = twoCutovers();
  expect(await take('one', [rule])).toBe('taken');
  expect(await take('two', [other, rule])).toBe('held');
  expect([await holder(rule), await holder(other)]).toEqual(['one', undefined]);
});

test('a cutover that is known to be dead makes room, and nobody else does', async () => {
  const { take, holder } = twoCutovers();
  await take('one', [rule]);
  expect(await take('three', [rule], ['two'])).toBe('held');
  expect(await take('three', [rule], ['one'])).toBe('taken');
  expect(await holder(rule)).toBe('three');
});

test('the lease of a new lock begins now', () => {
  const row = firstRow({ id: 'one', live: true }, 'arn:one', 1000);
  expect(row).toMatchObject({ epoch: 1, phase: 'releasing', leaseUntil: 1000 + leaseMilliseconds });
});

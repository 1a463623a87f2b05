/** What may still move once a cutover is not looked at any more. */
import { expect, test } from 'vitest';
import { storeIntended, startPromoting } from '../../../aws/ledger/fence.ts';
import { firstRow, leaseMilliseconds, readLock, writeLock } from '../../../aws/ledger/lock.ts';
import { markRow } from '../../../aws/ledger/mark.ts';
import { split } from '../../../core/traffic/division.ts';
import { aLedger } from '../gate/ledger.ts';

const rule = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/web/1/2/3';
const pass = { cutoverId: 'c', leadingArn: rule, epoch: 1, phase: 'releasing' } as const;

/** A lock as it was taken, so long ago. */
async function lockedSince(milliseconds: number) {
  const { clock, world, settle } = aLedger();
  const row = firstRow({ id: 'c', live: true }, 'arn:execution', clock.now() - milliseconds);
  await settle(writeLock(world(), [rule], row, []));
  return {
    end: () => settle(startPromoting(world(), pass)),
    rise: () => settle(storeIntended(world(), pass, split(26))),
    row: () => settle(readLock(world(), rule)),
    mark: (reason: string) => settle(markRow(world(), pass, { kind: 'trigger', reason, at: clock.now() })),
  };
}

test('while the guard looks, the share may rise and watching may end, however often that is tried', async () => {
  const { rise, end, row } = await lockedSince(leaseMilliseconds - 60_000);
  await rise();
  await end();
  await end();
  expect(await row()).toMatchObject({ phase: 'promoting', intended: split(26) });
});

test('once it has not looked for its lease, neither may, and the reason says so', async () => {
  const { rise, end, row } = await lockedSince(leaseMilliseconds + 1);
  const unwatched = {
    name: 'Unwatched',
    message: expect.stringMatching(/^the guard has not looked since 20\d\d-/),
  };
  await expect(rise()).rejects.toMatchObject(unwatched);
  await expect(end()).rejects.toMatchObject(unwatched);
  expect(await row()).toMatchObject({ phase: 'releasing', intended: 'snapshot' });
});

test('once a reason to go back is marked, neither may, and the first reason says so', async () => {
  const { rise, end, row, mark } = await lockedSince(60_000);
  expect(await mark('http5xx rings')).toBe('marked');
  expect(await mark('and latencyP95')).toBe('again');
  const rang = { name: 'TriggerRang', message: 'http5xx rings' };
  await expect(rise()).rejects.toMatchObject(rang);
  await expect(end()).rejects.toMatchObject(rang);
  expect(await row()).toMatchObject({ phase: 'releasing', intended: 'snapshot' });
});

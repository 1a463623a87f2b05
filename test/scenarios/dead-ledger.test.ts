/** DynamoDB does not answer: users go back first, fence or no fence; the books are put right when it is back. */
import { expect, test } from 'vitest';
import { tell } from './story.ts';

/** Every call of the ledger fails while users are served 26 %. */
const dead = (lasting: string) => ({
  at: 'weight>=26',
  fail: { call: 'dynamodb:*', error: 'InternalServerError', for: lasting },
});

const bad = { at: 'weight>=26', set: { 'canary.errorRate': '40%' } };

test.each([
  ['a minute', '60s', 'rolledBack'],
  ['five minutes', '5m', 'rolledBack'],
  ['half an hour', '30m', 'rolledBack'],
])('the ledger is dead for %s', async (_title, lasting, outcome) => {
  const { result, shares, seconds, rulesBefore, rulesAfter } = await tell({ when: [bad, dead(lasting)] });
  expect(shares).toEqual([0, 1, 26, 0]);
  expect((seconds.at(-1) ?? 0) - (seconds.at(-2) ?? 0)).toBeLessThan(300);
  expect(result.outcome).toBe(outcome);
  // When it answers again, the lock, the alarms and the door go as well; the rules are as they were.
  expect(result.invariants.broken).toEqual([]);
  expect(rulesAfter).toEqual(rulesBefore);
});

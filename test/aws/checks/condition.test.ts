import { expect, test } from 'vitest';
import { holds } from '../../../aws/checks/condition.ts';

const answer = { status: 200, body: '{"ok":true,"lag":3}', tookMilliseconds: 12 };

test.each<[string, boolean]>([
  ['body.ok', true],
  ['body.lag < 5 and status = 200', true],
  ['tookMilliseconds > 100', false],
  ['body.missing', false],
  // Only true itself is true: a count that is not empty says nothing.
  ['body.lag', false],
])('%s is %s', async (condition, expected) => {
  expect(await holds(condition, answer)).toBe(expected);
});

test('a body that is no JSON is text', async () => {
  expect(await holds('$contains(body, "fine")', { ...answer, body: 'all is fine' })).toBe(true);
});

test.each(['$sum("a"', '$unknown()', '1 + "a"'])(
  '%s cannot be worked out, and says why',
  async (condition) => {
    expect(await holds(condition, answer)).toEqual({ wrong: expect.stringMatching(/\w/) });
  },
);

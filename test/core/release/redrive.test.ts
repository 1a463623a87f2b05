import { expect, test } from 'vitest';
import { assertFresh } from '../../../core/release/redrive.ts';

test('an execution that runs for the first time goes on', () => {
  expect(() => assertFresh(0)).not.toThrow();
});

test.each([1, 2])('one that was redriven %s times does not, and says what to do instead', (redrives) => {
  expect(() => assertFresh(redrives)).toThrow(
    expect.objectContaining({ name: 'Redriven', message: expect.stringMatching(/start a new cutover/) }),
  );
});

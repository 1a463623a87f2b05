import fc from 'fast-check';
import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { entryLine, wrapped } from '../../../cli/draw/wrapped.ts';

const colors = createColors(false);

test('goes on below itself, at words', () => {
  const text = 'Checked: 19 checks of 19 passed (terraform, ecs, targets)';
  expect(entryLine('22:00:01', text, { colors, wrapsAt: 50 })).toBe(
    '22:00:01  Checked: 19 checks of 19 passed\n          (terraform, ecs, targets)',
  );
});

test('is one line in a pipe, and where a terminal is too narrow for words', () => {
  const text = 'word '.repeat(100);
  expect(entryLine('22:00:01', text, { colors })).toBe(`22:00:01  ${text}`);
  expect(entryLine('22:00:01', text, { colors, wrapsAt: 20 })).toBe(`22:00:01  ${text}`);
});

test('loses nothing, and is wider only where one word is', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 90 }), (text, width) => {
      const lines = wrapped(text, width);
      expect(lines.join(' ')).toBe(text);
      for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
    }),
  );
});

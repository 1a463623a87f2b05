import { expect, test } from 'vitest';
import { home } from '../../../core/release/home.ts';
import { forward, pair, sticky } from '../traffic/some-rules.ts';
import { rule, snapshotOf } from './some-world.ts';

const { stable, canary } = pair;
const plain = rule({ actions: [forward([stable, 1])] });
const named = rule({ actions: [forward([stable, 1], [canary, 0])] });
const stickyAlone = rule({ actions: [sticky(forward([stable, 1]), 3600)] });
const stickyNamed = rule({ actions: [sticky(forward([stable, 1], [canary, 0]), 3600)] });
const longer = rule({ actions: [sticky(forward([stable, 1], [canary, 0]), 7200)] });
const members = snapshotOf();

test.each([
  ['a plain rule at once', [plain], 0, 'snapshot'],
  ['a rule that names the canary at weight 0 without stickiness, at once', [named], 0, 'snapshot'],
  ['a sticky rule that does not name the canary, at once', [stickyAlone], 0, 'snapshot'],
  ['a sticky rule that names it, not yet', [stickyNamed], 90, 'stable alone'],
  ['nor when its cookies have just run out', [stickyNamed], 3600, 'stable alone'],
  ['nor within the margin after that', [stickyNamed], 3660, 'stable alone'],
  ['but after it', [stickyNamed], 3661, 'snapshot'],
  ['the longest of several rules counts', [plain, stickyNamed, longer], 3661, 'stable alone'],
  ['until that one has run out', [plain, stickyNamed, longer], 7261, 'snapshot'],
])('%s', (_title, rules, seconds, expected) => {
  const snapshot = { rules, canary: members.canary };
  const { division, leftOut } = home(snapshot, seconds);
  expect(division).toBe(expected);
  expect(leftOut === undefined).toBe(expected === 'snapshot');
});

test('what was left out is said, with how long, and what to do about it', () => {
  const snapshot = { rules: [stickyNamed], canary: members.canary };
  expect(home(snapshot, 90).leftOut).toMatch(
    /stickiness \(3600 s\).*; put them back when those have run out/,
  );
});

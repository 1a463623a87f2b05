import { expect, test } from 'vitest';
import { failureOf } from '../../../core/release/mark.ts';

/** The state machine tells people's word from a machine's by these names: who aborts before anything moved is refused. */
test.each([
  ['abort', 'Aborted'],
  ['trigger', 'TriggerRang'],
  ['alarm', 'TriggerRang'],
] as const)('a mark of kind %s fails the release as %s, with its own reason', (kind, name) => {
  expect(failureOf({ kind, reason: 'why', at: 0 })).toEqual({ name, reason: 'why' });
});

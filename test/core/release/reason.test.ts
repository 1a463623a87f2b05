import { expect, test } from 'vitest';
import { reasonOf } from '../../../core/release/reason.ts';

test.each([
  [
    "a function's own error",
    { Error: 'SmokeFailed', Cause: '{"errorType":"SmokeFailed","errorMessage":"GET /health answered 503"}' },
    'SmokeFailed: GET /health answered 503',
  ],
  [
    'a Fail state, which has said it all',
    { Error: 'TriggerRang', Cause: 'http5xx rings: 30 %' },
    'http5xx rings: 30 %',
  ],
  ['a timeout without a cause', { Error: 'States.Timeout' }, 'States.Timeout'],
  ['an empty cause', { Error: 'States.Timeout', Cause: '' }, 'States.Timeout'],
  ['JSON without a message', { Error: 'X', Cause: '{"a":1}' }, '{"a":1}'],
  ['JSON with a message that is no text', { Error: 'X', Cause: '{"errorMessage":7}' }, '{"errorMessage":7}'],
  ['a cause that is JSON null', { Error: 'X', Cause: 'null' }, 'null'],
  ['nothing at all', {}, 'unknown error'],
])('%s', (_title, error, expected) => {
  expect(reasonOf(error)).toBe(expected);
});

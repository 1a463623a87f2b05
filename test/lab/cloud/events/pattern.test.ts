/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../../lab/cloud/events/pattern.ts';

const event = {
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  resources: ['arn:aws:states:eu-west-1:123456789012:execution:cutover-lab:one'],
  detail: {
    status: 'FAILED',
    output: null,
    count: 3,
    isLive: true,
    state: { value: 'ALARM' },
    metrics: [{ id: 'm1' }],
  },
};

test.each<[string, unknown, boolean]>([
  ['a value', { source: ['aws.states'] }, true],
  ['another value', { source: ['aws.ecs'] }, false],
  ['one of several', { source: ['aws.ecs', 'aws.states'] }, true],
  ['all fields', { source: ['aws.states'], detail: { status: ['ABORTED'] } }, false],
  ['a nested one', { detail: { state: { value: ['ALARM'] } } }, true],
  ['a nested one that is not there', { detail: { state: { reason: ['x'] } } }, false],
  ['through a field that is not there', { detail: { nothing: { at: ['all'] } } }, false],
  ['a mapping where the event has a value', { detail: { status: { value: ['FAILED'] } } }, false],
  ['a number', { detail: { count: [3] } }, true],
  ['a number as text', { detail: { count: ['3'] } }, false],
  ['a boolean', { detail: { isLive: [true] } }, true],
  ['null', { detail: { output: [null] } }, true],
  ['null where nothing is', { detail: { input: [null] } }, false],
  ['one value of a list', { resources: [{ prefix: 'arn:aws:states' }] }, true],
  ['in a list of mappings', { detail: { metrics: { id: ['m1'] } } }, true],
  ['a prefix', { detail: { status: [{ prefix: 'FAI' }] } }, true],
  ['another prefix', { detail: { status: [{ prefix: 'ABO' }] } }, false],
  ['a prefix of a number', { detail: { count: [{ prefix: '3' }] } }, false],
  ['anything but a value', { detail: { status: [{ 'anything-but': 'RUNNING' }] } }, true],
  ['anything but this value', { detail: { status: [{ 'anything-but': 'FAILED' }] } }, false],
  ['anything but some', { detail: { status: [{ 'anything-but': ['RUNNING', 'FAILED'] }] } }, false],
  ['anything but a number', { detail: { count: [{ 'anything-but': [1, 2] }] } }, true],
  ['anything but a prefix', { detail: { status: [{ 'anything-but': { prefix: 'FA' } }] } }, false],
  ['anything but, where nothing is', { detail: { nothing: [{ 'anything-but': 'x' }] } }, false],
  ['what exists', { detail: { status: [{ exists: true }] } }, true],
  ['a mapping exists for nobody', { detail: { state: [{ exists: true }] } }, false],
  ['what does not exist', { detail: { nothing: [{ exists: false }] } }, true],
  ['what exists after all', { detail: { status: [{ exists: false }] } }, false],
  ['not there, or a value', { detail: { output: [{ exists: false }, null] } }, true],
])('%s', (_, pattern, isMatch) => {
  expect(compilePattern(pattern)(event)).toBe(isMatch);
});

describe('a pattern that the lab does not know is refused where it is written', () => {
  test.each<[string, unknown, RegExp]>([
    ['a filter', { detail: { count: [{ numeric: ['>', 1] }] } }, /numeric at pattern\.detail\.count/],
    ['suffix', { source: [{ suffix: 's' }] }, /suffix at pattern\.source/],
    ['wildcard', { source: [{ wildcard: 'a*' }] }, /wildcard/],
    ['cidr', { source: [{ cidr: '10.0.0.0/8' }] }, /cidr/],
    ['any case', { source: [{ 'equals-ignore-case': 'x' }] }, /equals-ignore-case/],
    ['$or', { $or: [{ source: ['a'] }] }, /\$or/],
    ['anything-but of another filter', { source: [{ 'anything-but': { suffix: 'x' } }] }, /anything-but/],
    ['a prefix in any case', { source: [{ prefix: { 'equals-ignore-case': 'x' } }] }, /prefix/],
    ['two filters in one', { source: [{ prefix: 'a', exists: true }] }, /one key/],
    ['no value', { source: [] }, /pattern\.source must not be empty/],
    ['nothing', {}, /not empty/],
    ['a bare value', { source: 'aws.states' }, /pattern\.source must be a list/],
    ['a list in a list', { source: [['a']] }, /list in a list/],
  ])('%s', (_, pattern, why) => {
    expect(() => compilePattern(pattern)).toThrow(why);
  });
});

test('anything-but is the opposite of the value, wherever there is one', () => {
  const value = fc.oneof(fc.string(), fc.integer());
  fc.assert(
    fc.property(value, value, (wanted, found) => {
      const matches = (pattern: unknown) =>
        compilePattern({ detail: { at: [pattern] } })({ detail: { at: found } });
      expect(matches({ 'anything-but': wanted })).toBe(!matches(wanted));
    }),
  );
});

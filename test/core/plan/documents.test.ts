import { describe, expect, it } from 'vitest';
import { aPlan, problemsOf } from './a-plan.ts';

describe('documents that are no plan', () => {
  it.each<[string, unknown, string]>([
    ['null', null, 'the file: null: must be a mapping with the keys service, live'],
    ['nothing', undefined, 'the file: nothing: must be a mapping'],
    ['text', 'hello', 'the file: "hello": must be a mapping'],
    ['a list', [1, 2], 'the file: a list of 2: must be a mapping'],
    ['a number', 7, 'the file: 7: must be a mapping'],
    [
      'a prototype key',
      JSON.parse('{"__proto__": {"live": true}}'),
      '__proto__: a mapping with 1 key: is a key that no plan may have: remove it',
    ],
    [
      'a constructor key, deep',
      aPlan({ smoke: [{ constructor: 1 }] }),
      'smoke[0].constructor: 1: is a key that no plan may have',
    ],
    [
      'not a number',
      aPlan({ minRequests: Number.NaN }),
      'minRequests: NaN: is not something that JSON can hold',
    ],
    ['a date', aPlan({ watch: new Date(0) }), 'watch: an empty mapping: is not something that JSON can hold'],
  ])('%s', (_title, document, expected) => {
    expect(problemsOf(document)).toHaveLength(1);
    expect(problemsOf(document)[0]).toContain(expected);
  });

  it('an empty mapping lacks what has no default', () => {
    expect(problemsOf({}).map((line) => line.split(': ')[0])).toEqual([
      'service',
      'release.taskDefinition',
      'target',
    ]);
  });

  it('a hundred thousand levels', () => {
    expect(problemsOf({ service: JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) })[0]).toContain(
      'levels deep',
    );
  });

  it('a circle', () => {
    const circle: Record<string, unknown> = {};
    circle['service'] = circle;
    expect(problemsOf(circle)[0]).toContain('levels deep');
  });

  it('a million values', () => {
    expect(problemsOf({ smoke: Array.from({ length: 1_000_000 }, () => 1) })[0]).toContain(
      'more than 20000 values',
    );
  });

  it('thousands of problems, of which a hundred are told', () => {
    const keys = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`.repeat(50), 1]));
    const problems = problemsOf(keys);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toContain('only the first 100 are told');
  });
});

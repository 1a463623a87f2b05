import { describe, expect, test } from 'vitest';
import { logPlacesOf, usualPlacesOf, taskOfStream } from '../../../core/release/references.ts';

const writing = (...places: readonly (readonly [group: string, prefix?: string])[]) => ({
  containerDefinitions: places.map(([group, prefix]) => ({
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': group, ...(prefix !== undefined && { 'awslogs-stream-prefix': prefix }) },
    },
  })),
});

describe('where lines are read', () => {
  test('in a group that is shared, only under the own prefix', () => {
    expect(logPlacesOf(writing(['shop', 'web']), ['shop'])).toEqual([
      { group: 'shop', streamPrefix: 'web/' },
    ]);
  });

  test('in all of a group that several containers write to, each under its own', () => {
    expect(logPlacesOf(writing(['shop', 'web'], ['shop', 'proxy']), ['shop'])).toEqual([{ group: 'shop' }]);
  });
});

describe('where the version before wrote what its lines are compared with', () => {
  test.each([
    ['under another prefix', writing(['shop', 'old']), [{ group: 'shop', streamPrefix: 'old/' }]],
    ['in another group', writing(['shop-old', 'web']), [{ group: 'shop-old', streamPrefix: 'web/' }]],
    ['nowhere that is known', {}, [{ group: 'shop' }]],
    ['in one of them', writing(['shop'], ['other']), [{ group: 'shop' }]],
  ])('%s', (_title, running, places) => {
    expect(usualPlacesOf(running, ['shop'])).toEqual(places);
  });
});

test('a stream ends with its task', () => {
  expect(taskOfStream('app/web/0123abcd')).toBe('0123abcd');
  expect(taskOfStream('of-nobody')).toBe('of-nobody');
});

import { describe, expect, test } from 'vitest';
import { refuseUnmet } from '../../../core/traffic/reach.ts';

const path = (...Values: string[]) => ({ Field: 'path-pattern', PathPatternConfig: { Values } });
const host = (...Values: string[]) => ({ Field: 'host-header', HostHeaderConfig: { Values } });

describe('requests that meet the rule', () => {
  test.each([
    ['no condition', [], '/health'],
    ['everything', [path('/*')], '/health'],
    ['one of two paths', [path('/api/*', '/health')], '/health'],
    ['a question mark is one character', [path('/v?/health')], '/v1/health'],
    ['stars in the middle', [path('/a*/b*c')], '/aXX/b/b/c'],
    ['a star that stands for nothing', [path('/heal*th')], '/health'],
    ['stars at the end', [path('/health**')], '/health'],
    ['one of two hosts', [host('api.example.com', 'shop.example.com')], '/health'],
    ['a host by wildcard, in any case', [host('*.Example.com')], '/health'],
    [
      'a regular expression is the balancer’s business',
      [{ Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/x$'] } }],
      '/health',
    ],
    [
      'other conditions are met by headers',
      [{ Field: 'http-header', HttpHeaderConfig: { Values: ['no'] } }],
      '/health',
    ],
  ])('%s', (_title, conditions, asked) => {
    expect(refuseUnmet(conditions, 'shop.example.com', [asked])).toBeUndefined();
  });
});

describe('requests that another rule would answer', () => {
  test.each([
    [
      'another path',
      [path('/api/*')],
      '/health',
      /smoke test of \/health does not meet .*\/api\/\*.*correct smoke/,
    ],
    ['a longer path', [path('/health')], '/healthz', /\/healthz/],
    ['the beginning of a path', [path('/health/deep')], '/health', /\/health does not meet/],
    ['the end of a path', [path('/health')], '/v1/health', /\/v1\/health/],
    ['a path in the middle', [path('/*/deep')], '/a/deep/er', /\/a\/deep\/er|\/health/],
    ['paths are told apart by case', [path('/Health')], '/health', /\/Health/],
    [
      'another host',
      [host('api.example.com')],
      '/health',
      /do not meet the rule's host api\.example\.com.*productionUrl/,
    ],
  ])('%s', (_title, conditions, asked, says) => {
    expect(refuseUnmet(conditions, 'shop.example.com', ['/health', asked])).toMatch(says);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { headersThatMeet, planDoor, type RuleCondition } from '../../../core/traffic/door.ts';

const header = { name: 'x-cutover', value: 'secret' };
const path = (...Values: string[]): RuleCondition => ({
  Field: 'path-pattern',
  Values,
  PathPatternConfig: { Values },
});
const host = (...Values: string[]): RuleCondition => ({
  Field: 'host-header',
  Values,
  HostHeaderConfig: { Values },
});
const named = (HttpHeaderName: string, ...Values: string[]): RuleCondition => ({
  Field: 'http-header',
  HttpHeaderConfig: { HttpHeaderName, Values },
});
const plan = (priority: number | undefined, conditions: RuleCondition[], taken: number[]) =>
  planDoor({ priority, conditions }, new Set(taken), header);

describe('where the door goes', () => {
  test.each([
    ['directly above the production rule', 10, [10], 9],
    ['further up where that is taken', 10, [8, 9, 10], 7],
    ['to the very top if need be', 3, [2, 3], 1],
    ['below other rules, never below production', 10, [1, 2, 10, 11], 9],
    ['above a default action, at the first free place', undefined, [1, 2, 4], 3],
  ])('%s', (_title, priority, taken, expected) => {
    expect(plan(priority, [], taken)).toMatchObject({ priority: expected });
  });

  test.each([
    ['production stands at the top', 1, [1]],
    ['everything above is taken', 4, [1, 2, 3, 4]],
  ])('refused: %s', (_title, priority, taken) => {
    expect(plan(priority, [], taken)).toEqual({
      refusal:
        `no priority above the production rule's ${priority} is free; free one, ` +
        'or name a test rule of your own in target.canaryDoor.rule',
    });
  });

  test('to the last priority that there is', () => {
    const taken = Array.from({ length: 49_999 }, (_, index) => index + 1);
    expect(plan(undefined, [], taken)).toMatchObject({ priority: 50_000 });
  });

  test('refused: a listener whose every priority is taken', () => {
    const taken = Array.from({ length: 50_000 }, (_, index) => index + 1);
    const refused = plan(undefined, [], taken);
    const text = 'refusal' in refused ? refused.refusal : 'was not refused';
    expect(text).not.toContain('undefined');
    expect(text).toContain('free one');
  });
});

describe('what the door asks for', () => {
  test('what production asks for, and the header', () => {
    expect(plan(10, [path('/api/*'), host('shop.example.com')], [10])).toEqual({
      priority: 9,
      conditions: [
        { Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } },
        { Field: 'host-header', HostHeaderConfig: { Values: ['shop.example.com'] } },
        { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-cutover', Values: ['secret'] } },
      ],
    });
  });

  test('a condition in the old spelling alone stays as it is, also beside empty fields', () => {
    const old: RuleCondition = { Field: 'path-pattern', Values: ['/api/*'], PathPatternConfig: undefined };
    const door = plan(10, [old], [10]);
    expect('conditions' in door ? door.conditions[0]?.Values : undefined).toEqual(['/api/*']);
  });

  test.each<[string, RuleCondition[], boolean]>([
    ['no condition', [], true],
    [
      'conditions that say nothing',
      [{ Field: 'path-pattern' }, { Field: 'query-string', QueryStringConfig: {} }],
      true,
    ],
    ['four values leave room for one', [path('/a', '/b'), host('a', 'b')], true],
    ['five do not', [path('/a', '/b', '/c'), host('a', 'b')], false],
    ['two spellings of one value are one value', [path('/a'), path('/b'), path('/c'), host('a')], true],
    ['the old spelling counts', [{ Field: 'path-pattern', Values: ['/a', '/b', '/c', '/d', '/e'] }], false],
    [
      'queries count',
      [
        { Field: 'query-string', QueryStringConfig: { Values: [{ Value: 'a' }, { Value: 'b' }] } },
        path('/a', '/b', '/c'),
      ],
      false,
    ],
    [
      'regular expressions count',
      [{ Field: 'path-pattern', PathPatternConfig: { RegexValues: ['a', 'b', 'c', 'd', 'e'] } }],
      false,
    ],
    [
      'methods and addresses count',
      [
        { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET', 'HEAD'] } },
        { Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8', '192.168.0.0/16', '172.16.0.0/12'] } },
      ],
      false,
    ],
  ])('%s: %s', (_title, conditions, fits) => {
    const door = plan(10, conditions, [10]);
    expect('refusal' in door).toBe(!fits);
    const values = /values, and a rule holds 5; name a test rule of your own in target\.canaryDoor\.rule/;
    expect('refusal' in door ? door.refusal : '').toMatch(fits ? /^$/ : values);
  });
});

const values = fc.array(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
const conditions = fc.array(
  fc.oneof(
    values.map((list) => path(...list)),
    values.map((list) => host(...list)),
    values.map((list) => named('x-team', ...list)),
  ),
  { maxLength: 3 },
);
const priorities = fc.integer({ min: 1, max: 40 });

it('a door never takes a taken priority, stands above production and never has more than 5 values', () => {
  fc.assert(
    fc.property(
      fc.option(priorities, { nil: undefined }),
      conditions,
      fc.uniqueArray(priorities),
      (priority, asked, others) => {
        const taken = priority === undefined ? others : [...others, priority];
        const door = plan(priority, asked, taken);
        expect('refusal' in door ? door.refusal : 'target.canaryDoor.rule').toContain(
          'target.canaryDoor.rule',
        );
        if ('refusal' in door) return;
        expect(taken).not.toContain(door.priority);
        expect(door.priority).toBeGreaterThanOrEqual(1);
        expect(door.priority).toBeLessThan(priority ?? 50_001);
        const configs = door.conditions.map(
          (one) => one.PathPatternConfig ?? one.HostHeaderConfig ?? one.HttpHeaderConfig,
        );
        expect(configs.flatMap((config) => config?.Values ?? []).length).toBeLessThanOrEqual(5);
        expect(door.conditions.at(-1)?.HttpHeaderConfig?.Values).toEqual(['secret']);
      },
    ),
  );
});

describe('headers that meet a test rule', () => {
  test.each<[string, RuleCondition[], Record<string, string>]>([
    ['a header', [named('X-Test', 'on', 'yes')], { 'x-test': 'on' }],
    ['a host', [host('test.example.com')], { host: 'test.example.com' }],
    [
      'both, and a path',
      [named('x-test', 'on'), host('test.example.com'), path('/*')],
      { 'x-test': 'on', host: 'test.example.com' },
    ],
  ])('%s', (_title, asked, headers) => {
    expect(headersThatMeet(asked)).toEqual({ headers });
  });

  test.each<[string, RuleCondition[], RegExp]>([
    ['a query', [named('x-test', 'on'), { Field: 'query-string' }], /query-string condition/],
    [
      'an address',
      [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } }],
      /source-ip condition/,
    ],
    ['a host with a wildcard', [host('*.example.com')], /host-header condition/],
    [
      'a header given only by a regular expression',
      [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x', RegexValues: ['.'] } }],
      /http-header condition/,
    ],
    [
      'a host given only by a regular expression',
      [{ Field: 'host-header', HostHeaderConfig: { RegexValues: ['.'] } }],
      /host-header condition/,
    ],
    ['nothing but a path', [path('/test/*')], /no header or host condition/],
    ['nothing at all', [], /no header or host condition/],
  ])('refused, with a remedy: %s', (_title, asked, expected) => {
    const met = headersThatMeet(asked);
    const text = 'refusal' in met ? met.refusal : 'was not refused';
    expect(text).toMatch(expected);
    expect(text).toMatch(/; give it /);
  });
});

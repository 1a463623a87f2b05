import { describe, expect, test } from 'vitest';
import { makeSnapshot, type Surroundings, takenPriorities } from '../../../core/release/snapshot.ts';
import { foreign, forward, pair, sticky } from '../traffic/some-rules.ts';
import { listener, production, rule, service, surroundings, target, testRule } from './some-world.ts';

type Doors = Parameters<typeof target>[0];

const make = (seen: Partial<Surroundings>, changes: Doors = {}, paths: readonly string[] = ['/health']) =>
  makeSnapshot(
    surroundings(seen),
    { ...target(changes), smoke: paths.map((path) => ({ path, status: 200, withinMilliseconds: 2000 })) },
    '2026-12-01T22:00:00.000Z',
  );
const refusalOf = (made: ReturnType<typeof make>) => ('refusal' in made ? made.refusal : 'was not refused');

const otherListener = listener.replace('4567', '89ab');
const another = (changes: Parameters<typeof rule>[0]) =>
  rule({ arn: testRule, priority: 5, actions: [forward([foreign, 1])], ...changes });
const asksFor = (name?: string) => ({
  Field: 'http-header',
  HttpHeaderConfig: { ...(name !== undefined && { HttpHeaderName: name }), Values: ['x'] },
});
const paths = (...Values: string[]) => ({ Field: 'path-pattern', PathPatternConfig: { Values } });
const hosts = (...Values: string[]) => ({ Field: 'host-header', HostHeaderConfig: { Values } });

describe('a rule outside the plan that forwards to the pair', () => {
  const toCanary = { actions: [forward([pair.canary, 1])] };
  const strays = (...conditions: readonly object[][]) => ({
    allRules: [
      rule(),
      ...conditions.map((own, index) =>
        another({ ...toCanary, arn: `${testRule}${index}`, conditions: own }),
      ),
    ],
  });

  test.each([['x-cutover'], ['X-Cutover']])('and asks for %s was a door of ours, and may go', (name) => {
    expect(refusalOf(make(strays([asksFor(name)])))).toBe(
      `${testRule}0 looks like the door of a cutover that did not end (it asks for the header x-cutover); delete that rule`,
    );
  });

  test('is told by its header among others', () => {
    const made = make(strays([paths('/a')], [asksFor('x-other'), asksFor(), asksFor('x-cutover')]));
    expect(refusalOf(made)).toMatch(new RegExp(`^${testRule}1 looks like the door`));
  });

  test.each<[string, object[]]>([
    ['another header', [asksFor('x-other')]],
    ['no header that is named', [asksFor()]],
    ['a path', [paths('/a')]],
    ['nothing', []],
  ])('and asks for %s is somebody’s, and has to move too', (_title, conditions) => {
    expect(refusalOf(make(strays(conditions)))).toMatch(
      /also forwards to the pair; name it in target\.rules/,
    );
  });

  test('whatever it asks for, where the door is a test rule of the team’s', () => {
    const made = make(strays([asksFor('x-cutover')]), { canaryDoor: { rule: `${testRule}9` } });
    expect(refusalOf(made)).toMatch(/also forwards to the pair/);
  });
});

describe('several rules', () => {
  const second = `${production}9`;
  const both = (actions: ReturnType<typeof forward>[]) => {
    const [first, last] = actions;
    const rules = [
      rule({ actions: [first as never] }),
      rule({ arn: second, priority: 11, actions: [last as never] }),
    ];
    return { rules, allRules: rules };
  };
  const toStable = forward([pair.stable, 1]);
  const plan = { rules: [production, second] };

  test('that are all there make a snapshot', () => {
    expect(make(both([toStable, toStable]), plan)).toHaveProperty('snapshot.rules.length', 2);
  });

  test('have to be sticky all of them, where a target group is', () => {
    const stickyGroup = [service('shop-a', { hasTargetStickiness: true }), service('shop-b')] as const;
    const mixed = { ...both([sticky(toStable), toStable]), services: stickyGroup };
    expect(refusalOf(make(mixed, plan))).toMatch(
      /the target group of shop-a has stickiness and a rule has none/,
    );
    const all = { ...both([sticky(toStable), sticky(toStable)]), services: stickyGroup };
    expect(make(all, plan)).toHaveProperty('snapshot');
  });
});

describe('room for a door of our own', () => {
  const first = rule({ priority: 2 });
  const taken = (changes: Parameters<typeof rule>[0]) =>
    make({ rules: [first], allRules: [first, another({ priority: 1, ...changes })] });

  test('is taken by a rule of the same listener', () => {
    expect(refusalOf(taken({}))).toMatch(/no priority above the production rule's 2 is free/);
  });

  test('and not by one of another listener, nor by its default action', () => {
    expect(taken({ listenerArn: otherListener })).toHaveProperty('snapshot');
    const { priority: _priority, ...byDefault } = another({});
    expect(takenPriorities([first, another({ listenerArn: otherListener }), byDefault], listener)).toEqual(
      new Set([2]),
    );
  });
});

const behind = (...conditions: object[]) => {
  const rules = [rule({ conditions: conditions })];
  return { rules, allRules: rules };
};

const testDoor = (...conditions: object[]) => ({
  allRules: [rule(), another({ actions: [forward([pair.canary, 1])], conditions: conditions })],
});

describe('what smoke tests ask for has to be met', () => {
  test.each(['/health', '/health?deep=true', '/health#now', '/health?a=b?c=d'])(
    'at %s, by its path alone',
    (path) => {
      expect(make(behind(paths('/health')), {}, [path])).toHaveProperty('snapshot');
    },
  );

  test('by every one of them', () => {
    expect(refusalOf(make(behind(paths('/health')), {}, ['/health', '/ready?x']))).toMatch(/\/ready\b/);
  });

  const door = { canaryDoor: { rule: testRule } };

  test('through a test rule at a host of its own, which is a header that we send', () => {
    expect(make(testDoor(hosts('canary.internal')), door)).toHaveProperty('snapshot');
    expect(make(testDoor(hosts('canary.internal'), paths('/health')), door)).toHaveProperty('snapshot');
  });

  test('through a test rule for other paths it is not', () => {
    expect(refusalOf(make(testDoor(asksFor('x-test'), paths('/admin')), door))).toMatch(/\/health/);
  });
});

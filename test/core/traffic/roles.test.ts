import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { resolveRoles } from '../../../core/traffic/roles.ts';
import { foreign, forward, oidc, pair, sticky } from './some-rules.ts';

const { stable, canary } = pair;
const members = [
  { service: 'shop-a', targetGroupArn: stable },
  { service: 'shop-b', targetGroupArn: canary },
] as const;
const rule = (name: string, ...actions: Parameters<typeof resolveRoles>[1][number]['actions']) => ({
  arn: name,
  actions,
});

describe('who is stable', () => {
  const shopA = { roles: { stable: 'shop-a', canary: 'shop-b' } };
  const shopB = { roles: { stable: 'shop-b', canary: 'shop-a' } };
  test.each([
    ['one group alone', [rule('r1', forward([stable, 1]))], shopA],
    ['the other group alone', [rule('r1', forward([canary, 1]))], shopB],
    ['the short spelling', [rule('r1', { Type: 'forward', TargetGroupArn: canary })], shopB],
    ['the other one named at weight 0', [rule('r1', forward([stable, 7], [canary, 0]))], shopA],
    ['behind a login, with stickiness', [rule('r1', oidc, sticky(forward([canary, 1])))], shopB],
    ['two rules that agree', [rule('r1', forward([stable, 1])), rule('r2', forward([stable, 9]))], shopA],
  ])('%s', (_title, rules, expected) => {
    expect(resolveRoles(members, rules)).toEqual(expected);
  });

  test.each([
    [
      'a split left behind',
      [rule('r1', forward([stable, 99], [canary, 1]))],
      ['r1 has shop-a 99 %, shop-b 1 %'],
    ],
    [
      'rules that disagree',
      [rule('r1', forward([stable, 1])), rule('r2', forward([canary, 1]))],
      ['r1 has shop-a 100 %', 'r2 has shop-a 0 %, shop-b 100 %'],
    ],
    ['a third group', [rule('r1', forward([stable, 1], [foreign, 1]))], ['r1', foreign]],
    ['a third group at weight 0', [rule('r1', forward([stable, 1], [foreign, 0]))], ['r1', foreign]],
    ['nothing is forwarded', [rule('r1', { Type: 'fixed-response' })], ['r1 has shop-a none, shop-b none']],
    ['all weights are 0', [rule('r1', forward([stable, 0], [canary, 0]))], ['r1']],
    ['no rule at all', [], ['rule']],
  ])('refused, with names, numbers and a remedy: %s', (_title, rules, names) => {
    const resolved = resolveRoles(members, rules);
    const text = 'refusal' in resolved ? resolved.refusal : 'was not refused';
    for (const name of names) expect(text).toContain(name);
    expect(text).toMatch(/; (find|take|name) /);
  });

  test('refused: two services behind one group', () => {
    const shared = [members[0], { ...members[1], targetGroupArn: stable }] as const;
    expect(resolveRoles(shared, [rule('r1', forward([stable, 1]))])).toEqual({
      refusal: `shop-a and shop-b share the target group ${stable}; give each service a group of its own`,
    });
  });
});

const weights = fc.integer({ min: 1, max: 999 });

it('every split of any weights is refused, in whichever rule it stands', () => {
  fc.assert(
    fc.property(weights, weights, fc.nat({ max: 3 }), fc.boolean(), (a, b, whole, first) => {
      const one = rule('split', forward([stable, a], [canary, b]));
      const rest = Array.from({ length: whole }, (_, index) => rule(`r${index}`, forward([stable, 1])));
      const resolved = resolveRoles(members, first ? [one, ...rest] : [...rest, one]);
      expect(resolved).toHaveProperty('refusal');
      expect(resolved).not.toHaveProperty('roles');
    }),
  );
});

it('roles are always both members, and stable carries everything in every rule', () => {
  const anyWeight = fc.integer({ min: 0, max: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(anyWeight, anyWeight), { minLength: 1, maxLength: 3 }), (list) => {
      const resolved = resolveRoles(
        members,
        list.map(([a, b], index) => rule(`r${index}`, forward([stable, a], [canary, b]))),
      );
      const onA = list.every(([a, b]) => a > 0 && b === 0);
      const onB = list.every(([a, b]) => b > 0 && a === 0);
      const [first, second] = onA ? ['shop-a', 'shop-b'] : ['shop-b', 'shop-a'];
      expect('roles' in resolved).toBe(onA || onB);
      expect('roles' in resolved ? resolved.roles : { stable: first, canary: second }).toEqual({
        stable: first,
        canary: second,
      });
    }),
  );
});

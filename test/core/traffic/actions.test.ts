import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type Action,
  authenticates,
  forwardsTo,
  groupsOf,
  sameActions,
  stickinessOf,
  writable,
} from '../../../core/traffic/actions.ts';
import { actionLists, foreign, forward, oidc, pair, sticky } from './some-rules.ts';

const { stable, canary } = pair;

/** The same action in the other spelling. */
const respell = (action: Action): Action => {
  const turned = Object.fromEntries(Object.entries({ ...action, Extra: undefined }).toReversed());
  const groups = groupsOf(action);
  if (action.Type !== 'forward' || groups.length === 0) return turned;
  const TargetGroups = groups
    .toReversed()
    .map(({ arn, weight }) => ({ Weight: weight, TargetGroupArn: arn }));
  const config = action.ForwardConfig?.TargetGroupStickinessConfig ?? { Enabled: false };
  return { ...turned, ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: config } };
};

describe('the same actions', () => {
  const alone: Action = { Type: 'forward', TargetGroupArn: stable };
  test.each<[string, Action[], Action[], boolean]>([
    ['one group in the short and in the long spelling', [alone], [forward([stable, 1])], true],
    [
      'as it is written and as it is read back',
      [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: stable, Weight: 1 }] } }],
      [
        {
          Type: 'forward',
          Order: 1,
          TargetGroupArn: stable,
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: stable, Weight: 1 }],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
      true,
    ],
    ['one group alone, whatever its weight', [forward([stable, 1])], [forward([stable, 100])], true],
    [
      'the groups in another order',
      [forward([stable, 99], [canary, 1])],
      [forward([canary, 1], [stable, 99])],
      true,
    ],
    ['no order and the order of the list', [alone], [{ ...alone, Order: 1 }], true],
    [
      'a list that was answered in another order than its own numbers',
      [oidc, { ...alone, Order: 2 }],
      [{ ...alone, Order: 2 }, oidc],
      true,
    ],
    [
      'stickiness switched off and no stickiness',
      [{ Type: 'forward', ForwardConfig: { TargetGroupStickinessConfig: { Enabled: false } } }],
      [{ Type: 'forward', ForwardConfig: {} }],
      true,
    ],
    [
      'a client secret that is kept and one that is never read back',
      [oidc],
      [
        {
          ...oidc,
          AuthenticateOidcConfig: { ...oidc.AuthenticateOidcConfig, UseExistingClientSecret: true },
        },
      ],
      true,
    ],
    ['another weight', [forward([stable, 99], [canary, 1])], [forward([stable, 98], [canary, 2])], false],
    ['the other group', [forward([stable, 1])], [forward([canary, 1])], false],
    ['weight 0 and not named at all', [forward([stable, 1], [canary, 0])], [forward([stable, 1])], false],
    ['stickiness', [sticky(forward([stable, 1]))], [forward([stable, 1])], false],
    ['a longer stickiness', [sticky(forward([stable, 1]), 60)], [sticky(forward([stable, 1]), 61)], false],
    ['one action more', [oidc, { ...alone, Order: 2 }], [alone], false],
    [
      'another login',
      [oidc],
      [{ ...oidc, AuthenticateOidcConfig: { ...oidc.AuthenticateOidcConfig, ClientId: 'other' } }],
      false,
    ],
    ['a field that says nothing', [{ ...oidc, Extra: undefined } as Action], [oidc], true],
    [
      'a field that is null',
      [{ Type: 'fixed-response', Extra: null } as Action],
      [{ Type: 'fixed-response' }],
      false,
    ],
    ['another kind of action', [alone], [{ Type: 'fixed-response' }], false],
  ])('%s', (_title, a, b, expected) => {
    expect(sameActions(a, b)).toBe(expected);
    expect(sameActions(b, a)).toBe(expected);
  });

  it('is an equivalence', () => {
    const fewer = fc.constantFrom(
      [forward([stable, 1])],
      [{ Type: 'forward', TargetGroupArn: stable }],
      [forward([stable, 7])],
      [sticky(forward([stable, 1]))],
      [forward([stable, 50], [canary, 50])],
      [forward([canary, 50], [stable, 50])],
      [forward([canary, 1])],
    );
    fc.assert(
      fc.property(fc.oneof(fewer, actionLists), fewer, fewer, (a, b, c) => {
        expect(sameActions(a, a)).toBe(true);
        expect(sameActions(a, b)).toBe(sameActions(b, a));
        const implied = sameActions(a, b) && sameActions(b, c);
        expect(!implied || sameActions(a, c)).toBe(true);
      }),
    );
  });

  it('is blind to the spelling of the API: short or long, key order, absent or undefined fields', () => {
    fc.assert(
      fc.property(actionLists, (actions) => {
        expect(sameActions(actions, actions.map(respell))).toBe(true);
        expect(sameActions(actions, writable(actions))).toBe(true);
        expect(sameActions(actions, actions.toReversed())).toBe(true);
      }),
    );
  });
});

describe('what an action says', () => {
  test.each<[string, Action, { arn: string; weight: number }[]]>([
    ['the short spelling', { Type: 'forward', TargetGroupArn: stable }, [{ arn: stable, weight: 1 }]],
    [
      'an empty list beside the short spelling',
      { Type: 'forward', TargetGroupArn: stable, ForwardConfig: { TargetGroups: [] } },
      [{ arn: stable, weight: 1 }],
    ],
    [
      'a group without a weight',
      { Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: canary }] } },
      [{ arn: canary, weight: 1 }],
    ],
    ['an action of another kind', oidc, []],
    ['a forward to nothing', { Type: 'forward' }, []],
  ])('groups: %s', (_title, action, expected) => {
    expect(groupsOf(action)).toEqual(expected);
  });

  test('a rule forwards to every group that it names, weight 0 too', () => {
    expect(forwardsTo([oidc, forward([stable, 100], [foreign, 0])])).toEqual([stable, foreign]);
  });

  test('stickiness counts only where it is switched on', () => {
    expect(stickinessOf([oidc, sticky(forward([stable, 1]), 60)])).toEqual({ durationSeconds: 60 });
    const off = { Enabled: false, DurationSeconds: 60 };
    expect(
      stickinessOf([{ Type: 'forward', ForwardConfig: { TargetGroupStickinessConfig: off } }]),
    ).toBeUndefined();
    expect(stickinessOf([])).toBeUndefined();
  });

  test.each([
    ['authenticate-oidc', true],
    ['authenticate-cognito', true],
    ['jwt-validation', true],
    ['forward', false],
    [undefined, false],
  ])('%s lets through only those who have proved who they are: %s', (Type, expected) => {
    expect(authenticates([{ Type }])).toBe(expected);
  });

  test('an OIDC action is written so that its secret is kept, all others as they are', () => {
    const [login, next] = writable([oidc, forward([stable, 1])]);
    expect(login).toEqual({
      ...oidc,
      AuthenticateOidcConfig: { ...oidc.AuthenticateOidcConfig, UseExistingClientSecret: true },
    });
    expect(next).toEqual(forward([stable, 1]));
  });
});

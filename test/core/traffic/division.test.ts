import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type Action,
  forwardsTo,
  groupsOf,
  sameActions,
  stickinessOf,
} from '../../../core/traffic/actions.ts';
import { actionsUnder, canaryPercentOf, shareOf, split } from '../../../core/traffic/division.ts';
import { actionLists, divisions, forward, oidc, pair, percents, sticky } from './some-rules.ts';

const { stable, canary } = pair;
const others = (list: readonly Action[]) => list.filter(({ Type }) => Type !== 'forward');

describe('every division of every rule', () => {
  it('a split gives the canary its percentage and all weights add up to 100', () => {
    fc.assert(
      fc.property(percents, actionLists, (percent, snapshot) => {
        const actions = actionsUnder(split(percent), snapshot, pair);
        const groups = actions.flatMap((action) => groupsOf(action));
        expect(groups.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
        expect(groups.every(({ weight }) => Number.isInteger(weight) && weight >= 0)).toBe(true);
        expect(shareOf(canary, actions)).toBe(percent);
        expect(canaryPercentOf(split(percent))).toBe(percent);
      }),
    );
  });

  it('leaves everything but the forward action exactly as it was, and where it was', () => {
    fc.assert(
      fc.property(divisions, actionLists, (division, snapshot) => {
        const actions = actionsUnder(division, snapshot, pair);
        expect(actions.map(({ Type, Order }) => [Type, Order])).toEqual(
          snapshot.map(({ Type, Order }) => [Type, Order]),
        );
        expect(others(actions)).toEqual(others(snapshot));
      }),
    );
  });

  it('gives the snapshot back word for word', () => {
    fc.assert(
      fc.property(actionLists, (snapshot) => {
        expect(actionsUnder('snapshot', snapshot, pair)).toEqual(snapshot);
      }),
    );
  });

  it('stable alone names neither the canary nor stickiness', () => {
    fc.assert(
      fc.property(actionLists, (snapshot) => {
        const actions = actionsUnder('stable alone', snapshot, pair);
        expect(JSON.stringify(actions)).not.toContain(canary);
        expect(stickinessOf(actions)).toBeUndefined();
        expect(JSON.stringify(actions)).not.toContain('Stickiness');
        expect(forwardsTo(actions)).toEqual([stable]);
        expect(shareOf(stable, actions)).toBe(100);
      }),
    );
  });

  it('canary alone does not name stable, and keeps the stickiness that the rule had', () => {
    fc.assert(
      fc.property(actionLists, (snapshot) => {
        const actions = actionsUnder('canary alone', snapshot, pair);
        expect(forwardsTo(actions)).toEqual([canary]);
        expect(stickinessOf(actions)).toEqual(stickinessOf(snapshot));
      }),
    );
  });

  it('a split keeps the stickiness that the rule had', () => {
    fc.assert(
      fc.property(percents, actionLists, (percent, snapshot) => {
        expect(stickinessOf(actionsUnder(split(percent), snapshot, pair))).toEqual(stickinessOf(snapshot));
      }),
    );
  });

  it('is made from the snapshot alone: dividing twice is dividing once', () => {
    fc.assert(
      fc.property(divisions, divisions, actionLists, (first, then, snapshot) => {
        fc.pre(first !== 'snapshot' && then !== 'snapshot' && stickinessOf(snapshot) === undefined);
        const twice = actionsUnder(then, actionsUnder(first, snapshot, pair), pair);
        const once = actionsUnder(then, snapshot, pair);
        expect(sameActions(twice, once)).toBe(true);
      }),
    );
  });

  it('different shares are different rules', () => {
    fc.assert(
      fc.property(percents, percents, actionLists, (a, b, snapshot) => {
        const under = (percent: number) => actionsUnder(split(percent), snapshot, pair);
        expect(sameActions(under(a), under(b))).toBe(a === b);
      }),
    );
  });
});

test('a rule with a login and stickiness at 26 %', () => {
  const snapshot = [oidc, { ...sticky(forward([stable, 1])), Order: 2, TargetGroupArn: stable }];
  expect(actionsUnder('split:26', snapshot, pair)).toEqual([
    oidc,
    {
      Type: 'forward',
      Order: 2,
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: stable, Weight: 74 },
          { TargetGroupArn: canary, Weight: 26 },
        ],
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 3600 },
      },
    },
  ]);
});

test.each([
  ['stable alone', 0],
  ['snapshot', 0],
  ['canary alone', 100],
  ['split:0', 0],
  ['split:1', 1],
  ['split:100', 100],
] as const)('%s is %d %% for the canary', (division, percent) => {
  expect(canaryPercentOf(division)).toBe(percent);
});

test.each<[string, Action[], number | undefined]>([
  ['weights are relative', [forward([stable, 3], [canary, 1])], 25],
  ['a group that is not named has nothing', [forward([stable, 1])], 0],
  ['nothing is forwarded', [oidc], undefined],
  ['all weights are 0', [forward([stable, 0], [canary, 0])], undefined],
])('the share of the canary: %s', (_title, actions, expected) => {
  expect(shareOf(canary, actions)).toBe(expected);
});

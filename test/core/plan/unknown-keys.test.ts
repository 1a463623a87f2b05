import { describe, expect, it } from 'vitest';
import { aPlan, arns, problemsOf, withTarget, withValueAt } from './a-plan.ts';

describe('what is not built yet is refused by name', () => {
  it.each(['watch.dashboards'])('%s', (path) => {
    for (const value of [{}, null, [], 'x']) {
      expect(problemsOf(withValueAt(aPlan(), path.split('.'), value))).toEqual([
        expect.stringMatching(
          new RegExp(
            `^${path.replace('.', String.raw`\.`)}: .*: is not built yet in this version; remove it$`,
          ),
        ),
      ]);
    }
  });
});

describe('unknown keys', () => {
  it.each([
    ['hold_at_most', 'holdAtMost'],
    ['SERVICE', 'service'],
    ['min-requests', 'minRequests'],
    ['trigers', 'triggers'],
  ])('%s is %s', (typed, meant) => {
    expect(problemsOf(aPlan({ [typed]: 1 }))).toEqual([
      `${typed}: 1: is an unknown key; the nearest known one is ${meant}`,
    ]);
  });

  it('in the mapping form of watch', () => {
    expect(problemsOf(aPlan({ watch: { for: '5m', errorate: '1%' } }))).toEqual([
      'watch.errorate: "1%": is an unknown key; the nearest known one is errorRate',
    ]);
  });
});

it('tells every problem at once, rules between fields included', () => {
  const document = withTarget({
    services: ['a', 'a'],
    cluster: '',
    rules: [arns.rule, 'nonsense', arns.rule],
  });
  const broken = {
    ...document,
    canary: { percent: '2%', bake: 5 },
    ramp: { start: '5%', step: '0%' },
    extra: 1,
  };
  const paths = problemsOf(broken).map((line) => line.split(': ')[0]);
  expect(new Set(paths)).toEqual(
    new Set([
      'canary.bake',
      'canary.percent',
      'extra',
      'ramp.step',
      'target.cluster',
      'target.rules[1]',
      'target.rules[2]',
      'target.services[1]',
    ]),
  );
});

it('draws no conclusion from a field that did not parse', () => {
  const broken = { canary: { percent: 1 }, ramp: { start: '50%', interval: '1m' }, holdAtMost: 2 };
  expect(problemsOf(aPlan(broken)).map((line) => line.split(': ')[0])).toEqual([
    'canary.percent',
    'holdAtMost',
  ]);
  expect(problemsOf(withTarget({ canaryDoor: null }))).toHaveLength(1);
});

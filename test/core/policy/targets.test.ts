/** A plan touches what the policy lists, and every place where it does not is named. */
import { describe, expect, test } from 'vitest';
import { problemText } from '../../../core/plan/problem.ts';
import type { PolicyTarget } from '../../../core/policy/policy.ts';
import { targetProblems } from '../../../core/policy/targets.ts';
import { aPlan, arns, planOf, withTarget, withTaskDefinition } from '../plan/a-plan.ts';

const registry = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const testRule = arns.rule.replace('9683b2d02a6cabee', 'aaaaaaaaaaaaaaaa');
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

const listed: PolicyTarget = {
  cluster: 'claude-proxy',
  services: ['claude-proxy-a', 'claude-proxy-b'],
  rules: [arns.rule],
  testRules: [testRule],
  userPools: [],
  taskFamily: 'claude-proxy',
  taskRoles: [role('shop')],
  repositories: [
    'arn:aws:ecr:eu-west-1:123456789012:repository/claude-proxy',
    'public.ecr.aws/envoy',
    'localhost:5000/tools',
  ],
  loadTests: [{ cluster: 'tools', taskFamily: 'k6' }],
};
const other: PolicyTarget = { ...listed, cluster: 'other', services: ['claude-proxy-a', 'claude-proxy-b'] };

const problems = (document: object, targets: readonly PolicyTarget[] = [listed]) =>
  targetProblems(planOf(document), targets).map(problemText);
const ofImage = (image: string) =>
  withTaskDefinition({ containerDefinitions: [{ name: 'claude-proxy', image }] });
const withLoad = (load: object) =>
  aPlan({ staging: { url: 'http://STAGING_ALB_DNS', load: { engine: 'k6', duration: '5m', ...load } } });

test('a plan within its target has none', () => {
  expect(problems(aPlan())).toEqual([]);
  expect(problems(aPlan(), [other, listed])).toEqual([]);
});

const says = (known: string) => [
  expect.stringMatching(
    new RegExp(
      `^target\\.services: .*is not this installation's to touch: the policy lists ${known} \\(policy\\.yml\\)$`,
    ),
  ),
];

describe('a pair', () => {
  test('in another cluster, though its services are named alike', () => {
    expect(problems(aPlan(), [other])).toEqual(says('other/claude-proxy-a\\+claude-proxy-b'));
  });

  test('of which only one is listed', () => {
    const half = withTarget({ services: ['claude-proxy-a', 'somebody-elses'] });
    expect(problems(half, [listed, other])).toEqual(says('claude-proxy/claude-proxy-a.*, other/.*'));
  });

  test('where nothing is listed', () => {
    expect(problems(aPlan(), [])).toEqual(says('no target'));
  });
});

describe('a door', () => {
  test("is the team's own test rule, where the policy lists that", () => {
    expect(problems(withTarget({ canaryDoor: { rule: testRule } }))).toEqual([]);
  });

  test('is no rule that production hangs on, nor any other', () => {
    expect(problems(withTarget({ canaryDoor: { rule: `${testRule}1` } }))).toEqual([
      expect.stringMatching(/^target\.canaryDoor\.rule: .*does not list it among testRules/),
    ]);
  });
});

describe('a load test', () => {
  test.each(['k6', 'k6:7'])('that the policy lists, by its family: %s', (taskDefinition) => {
    expect(problems(withLoad({ cluster: 'tools', taskDefinition }))).toEqual([]);
  });

  test.each([
    ['another task', { cluster: 'tools', taskDefinition: 'miner' }],
    ['another cluster', { cluster: 'claude-proxy', taskDefinition: 'k6' }],
  ])('that it does not: %s', (_title, load) => {
    expect(problems(withLoad(load))).toEqual([
      expect.stringMatching(/^staging\.load: .*its loadTests are k6 in tools \(policy/),
    ]);
    const none = { ...listed, loadTests: [] };
    expect(problems(withLoad(load), [none])).toEqual([expect.stringMatching(/its loadTests are none/)]);
    const more = { ...listed, loadTests: [...listed.loadTests, { cluster: 'ci', taskFamily: 'k6-long' }] };
    expect(problems(withLoad(load), [more])).toEqual([expect.stringMatching(/k6 in tools, k6-long in ci/)]);
  });

  test('of our own engine runs in no cluster, and needs no leave', () => {
    const own = { url: 'http://STAGING_ALB_DNS', load: { engine: 'builtin', duration: '5m' } };
    expect(problems(aPlan({ staging: own }), [{ ...listed, loadTests: [] }])).toEqual([]);
  });
});

const inChina = (domain: string) => `123456789012.dkr.ecr.cn-north-1.${domain}/repository/shop:1`;

describe('an image', () => {
  test.each([
    `${registry}/claude-proxy:2.4.0`,
    `${registry}/claude-proxy`,
    `${registry}/claude-proxy@sha256:${'0'.repeat(64)}`,
    `${registry}/claude-proxy:2.4.0@sha256:${'0'.repeat(64)}`,
    'public.ecr.aws/envoy:1.30',
    'localhost:5000/tools',
    'localhost:5000/tools:3',
  ])('of a listed repository, by whatever tag or digest: %s', (image) => {
    expect(problems(ofImage(image))).toEqual([]);
  });

  test.each([
    `${registry}/claude-proxy-evil:2.4.0`,
    `${registry}/evil/claude-proxy:1`,
    'claude-proxy:1',
    `${registry.replace('eu-west-1', 'us-east-1')}/claude-proxy:1`,
    `${registry}.cn/claude-proxy:1`,
    'localhost:5000/other',
  ])('of another: %s', (image) => {
    expect(problems(ofImage(image))).toEqual([
      expect.stringMatching(
        /containerDefinitions\[0\]\.image: .*its images are .*\/claude-proxy, public\.ecr\.aws\/envoy/,
      ),
    ]);
  });

  test('in China is another registry', () => {
    const repositories = ['arn:aws-cn:ecr:cn-north-1:123456789012:repository/repository/shop'];
    const chinese = { ...listed, repositories };
    expect(problems(ofImage(inChina('amazonaws.com.cn')), [chinese])).toEqual([]);
    expect(problems(ofImage(inChina('amazonaws.com')), [chinese])).toHaveLength(1);
  });

  test('that the plan releases in the place of the file’s is held to the same', () => {
    const plan = planOf(aPlan());
    const released = (image: string) =>
      targetProblems({ ...plan, release: { ...plan.release, image } }, [listed]).map(problemText);
    expect(released(`${registry}/claude-proxy:2.5.0`)).toEqual([]);
    expect(released(`${registry}/other:1`)).toEqual([
      expect.stringMatching(/^release\.image: .*its images are/),
    ]);
  });
});

test.each(['taskRoleArn', 'executionRoleArn'])('%s is one of taskRoles', (key) => {
  expect(problems(withTaskDefinition({ [key]: role('shop') }))).toEqual([]);
  expect(problems(withTaskDefinition({ [key]: role('admin') }))).toEqual([
    expect.stringMatching(
      new RegExp(`^release\\.taskDefinition\\.${key}: .*does not list it among taskRoles`),
    ),
  ]);
});

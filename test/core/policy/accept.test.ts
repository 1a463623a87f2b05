import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { acceptUnderPolicy, judgeUnderPolicy } from '../../../core/policy/accept.ts';
import { planOf } from '../plan/a-plan.ts';

const read = (file: string) =>
  parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')) as object;
const policy = read('policy.yml');
const { release, ...sample } = read('events/plan.yml') as {
  readonly release: { readonly taskDefinition: string };
};
const taskDefinition = JSON.parse(
  readFileSync(new URL(`../../../events/${release.taskDefinition}`, import.meta.url), 'utf8'),
) as object;
const plan = planOf({ ...sample, release: { ...release, taskDefinition } });
const starter = 'arn:aws:sts::123456789012:assumed-role/releases/robin';

describe('a plan within the policy', () => {
  test('is accepted, with those who decide and who started', () => {
    const accepted = acceptUnderPolicy(plan, policy, starter);
    expect(accepted).toEqual(judgeUnderPolicy(plan, policy, starter));
    expect(accepted.starter).toEqual({ person: 'robin' });
    expect(Object.keys(accepted.terms).toSorted()).toEqual(Object.keys(plan.approvals ?? {}).toSorted());
  });
});

describe('a plan that is looser', () => {
  const looser = {
    ...plan,
    target: { ...plan.target, cluster: 'elsewhere' },
    minRequestsPerMinute: 1_000_000,
  };

  test('is told all of it at once', () => {
    const judged = judgeUnderPolicy(looser, policy, starter);
    const paths = 'problems' in judged ? judged.problems.map(({ path }) => path) : [];
    expect(paths).toEqual(expect.arrayContaining(['target.services', 'minRequests']));
    expect(judged).not.toHaveProperty('terms');
  });

  test('is refused with all of it in the message', () => {
    expect(() => acceptUnderPolicy(looser, policy, starter)).toThrow(
      expect.objectContaining({
        name: 'PlanRejected',
        message: expect.stringMatching(/target\.services.*; .*minRequests/),
      }),
    );
  });

  test('is one whose quorum nobody can reach, too', () => {
    const { approvals } = plan;
    const own = { ...plan, approvals: { ...approvals, 'go-live': { ...approvals?.['go-live'], need: 99 } } };
    expect(() => acceptUnderPolicy(own as typeof plan, policy, undefined)).toThrow(/go-live\.need/);
  });
});

describe('without a sound policy nothing is accepted', () => {
  test.each<[string, unknown, RegExp]>([
    ['none was deployed', undefined, /^no policy was deployed: policy\.yml says what a plan may do$/],
    ['it has an unknown key', { approver: {} }, /^the policy that was deployed is not sound: approver: /],
    ['it is no document', 'a text', /^the policy that was deployed is not sound: /],
  ])('%s', (_title, document, message) => {
    expect(() => acceptUnderPolicy(plan, document, starter)).toThrow(
      expect.objectContaining({ name: 'PlanRejected', message: expect.stringMatching(message) }),
    );
  });
});

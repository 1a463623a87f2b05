import { describe, expect, test } from 'vitest';
import { type Distribution, judgeCloudfront } from '../../../core/checks/cloudfront.ts';

describe('cloudfront', () => {
  const production = {
    loadBalancerArn:
      'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188',
    url: 'https://shop.example.com',
  };
  const host = 'shop-1234567890.eu-west-1.elb.amazonaws.com';
  const one = (change: Partial<Distribution>): Distribution => ({
    id: 'E1',
    status: 'Deployed',
    isEnabled: true,
    origins: [host],
    hosts: ['d111.cloudfront.net'],
    ...change,
  });

  const rule = { named: [], asksForWaf: true };
  const named = { named: ['E1'] };
  const judge = (change: Partial<Distribution>, more: object = {}) =>
    judgeCloudfront([one(change)], production, { ...rule, ...more });

  test('a web ACL of its own is not read, and where the plan asks about WAF that is no pass', () => {
    const acl = { webAcl: 'front' };
    expect(judge(acl)).toEqual({
      outcome: 'inconclusive',
      reason: expect.stringContaining('distribution E1 has the web ACL front, which is not read'),
    });
    expect(judge(acl, named).outcome).toBe('inconclusive');
    expect(judge(acl, { asksForWaf: false }).outcome).toBe('pass');
    expect(judge({ ...acl, status: 'InProgress' }).outcome).toBe('fail');
    expect(judge({ ...acl, origins: ['other.example.com'] }).outcome).toBe('pass');
  });

  test.each<[string, Partial<Distribution>, string]>([
    ['deployed', {}, 'pass'],
    ['in progress', { status: 'InProgress' }, 'fail'],
    ['in progress behind an internal name', { status: 'InProgress', origins: [`internal-${host}`] }, 'fail'],
    [
      'in progress behind a dual-stack name',
      { status: 'InProgress', origins: [`dualstack.${host}`] },
      'fail',
    ],
    [
      'in progress in front of another origin, under our name',
      { status: 'InProgress', origins: ['x'], hosts: ['Shop.example.com'] },
      'fail',
    ],
    ['in progress and somebody else’s', { status: 'InProgress', origins: [`other-${host}`] }, 'pass'],
    ['in progress and switched off', { status: 'InProgress', isEnabled: false }, 'pass'],
  ])('%s', (_title, change, outcome) => {
    expect(judge(change).outcome).toBe(outcome);
  });

  test('named ones must be there, on and deployed', () => {
    expect(judge({ origins: [] }, named).outcome).toBe('pass');
    expect(judge({ id: 'E2' }, named).reason).toBe('distribution E1 does not exist');
    expect(judge({ isEnabled: false }, named).reason).toBe('distribution E1 is disabled');
  });
});

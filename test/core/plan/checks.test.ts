import { describe, expect, it } from 'vitest';
import { checklist } from '../../../core/checks/catalog.ts';
import { aPlan, planOf, problemsOf, withTarget, withTaskDefinition } from './a-plan.ts';

const names = (document: unknown) => checklist(planOf(document).checks).map(({ name }) => name);
const withChecks = (checks: unknown) => aPlan({ checks });
const always = ['ecs', 'targets', 'cloudfront', 'waf', 'image', 'environment', 'coverage'];

describe('on where the plan gives what a check needs', () => {
  it('in the least that a plan can say', () => {
    expect(names(aPlan())).toEqual(always);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an HTTPS address', withTarget({ productionUrl: 'https://shop.example.com' }), 'certificate'],
    ['a staging address', aPlan({ staging: { url: 'http://staging.example.com' } }), 'staging'],
    [
      'a log group',
      withContainer({
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/shop' } },
      }),
      'logs',
    ],
    [
      'a secret',
      withContainer({
        secrets: [
          { name: 'KEY', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:k-Ab12Cd' },
        ],
      }),
      'secrets',
    ],
  ])('%s', (_title, document, name) => {
    expect(names(document)).toContain(name);
    expect(names({ ...document, checks: { [name]: false } })).not.toContain(name);
  });

  it('not for an image of another registry', () => {
    expect(names(withContainer({ image: 'docker.io/library/nginx:1.29' }))).not.toContain('image');
  });

  it.each(always)('%s can be left out', (name) => {
    expect(names(withChecks({ [name]: false }))).toEqual(always.filter((one) => one !== name));
  });
});

function withContainer(fields: object) {
  const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/claude-proxy:2.4.0';
  return withTaskDefinition({ containerDefinitions: [{ name: 'claude-proxy', image, ...fields }] });
}

it('defaults are the runbook’s', () => {
  const { checks } = planOf(
    withChecks({ terraform: { plan: 's3://bucket-name/a/b.json' }, waf: {}, image: {} }),
  );
  expect(checks).toMatchObject({
    terraform: { bucket: 'bucket-name', key: 'a/b.json', maxAgeSeconds: 3600 },
    waf: { mode: 'count', countedAtMostPercent: 1 },
    image: { findingsBelow: 'high', scan: 'required' },
  });
});

describe('refused, with place and remedy', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:k-Ab12Cd';
  const request = { name: 'a', url: 'https://x.example/' };

  it.each<[string, unknown, RegExp]>([
    ['an unknown check', { wfa: {} }, /^checks\.wfa: .*the nearest known one is waf$/],
    [
      'an unknown key of a check',
      { waf: { modus: 'count' } },
      /^checks\.waf\.modus: .*nearest known one is mode$/,
    ],
    ['true', { ecs: true }, /^checks\.ecs: true: must be \{\}, or false$/],
    ['a word', { waf: 'count' }, /^checks\.waf: "count": must be a mapping/],
    [
      'a file on disk',
      { terraform: { plan: './plan.json' } },
      /^checks\.terraform\.plan: .*s3:\/\/bucket\/key$/,
    ],
    [
      'an age without a unit',
      { terraform: { plan: 's3://bucket-name/k', maxAge: 60 } },
      /^checks\.terraform\.maxAge: .*write 60m/,
    ],
    ['no names', { alarms: {} }, /^checks\.alarms\.names: nothing: must be a list/],
    ['an empty list', { dashboards: { names: [] } }, /^checks\.dashboards\.names: an empty list/],
    [
      'a mode that WAF has not',
      { waf: { mode: 'log' } },
      /^checks\.waf\.mode: "log": must be count or block$/,
    ],
    ['a severity', { image: { findingsBelow: 'grave' } }, /must be one of low, medium, high, critical$/],
    [
      'a pattern that is none',
      { environment: { matches: { A: '(' } } },
      /^checks\.environment\.matches\.A: .*no regular expression/,
    ],
    ['nobody on call', { onCall: {} }, /^checks\.onCall: .*must have schedule and token, or saidBy alone$/],
    ['half of PagerDuty', { onCall: { schedule: 'PI7DH85' } }, /must have schedule and token/],
    [
      'both ways',
      { onCall: { schedule: 'PI7DH85', token: secret, saidBy: 'dana@example.com' } },
      /or saidBy alone/,
    ],
    [
      'a token in plain sight',
      { onCall: { schedule: 'PI7DH85', token: 'u+abc' } },
      /^checks\.onCall\.token: .*the ARN of a secret/,
    ],
    [
      'a webhook in plain sight',
      { teamTold: { webhook: 'https://hooks.slack.com/x' } },
      /^checks\.teamTold\.webhook: .*the ARN of a secret/,
    ],
    [
      'a name that is no address',
      { supportReady: { saidBy: 'dana' } },
      /^checks\.supportReady\.saidBy: .*e-mail/,
    ],
    [
      'the same name twice',
      { http: [request, request] },
      /^checks\.http\[1\]\.name: "a": stands in the list already/,
    ],
    [
      'a user in an address',
      { http: [{ ...request, url: 'https://u:p@x.example' }] },
      /^checks\.http\[0\]\.url: /,
    ],
    ['staging without a place', { staging: {} }, /^checks\.staging: .*needs staging\.url/],
    ['a queue by name', { queue: { url: 'jobs' } }, /^checks\.queue\.url: .*a queue's URL$/],
  ])('%s', (_title, checks, says) => {
    expect(problemsOf(withChecks(checks))).toEqual([expect.stringMatching(says)]);
  });
});

it('costs history events', () => {
  const few = withChecks({});
  const many = withChecks({
    http: Array.from({ length: 20 }, (_, i) => ({ name: `n${i}`, url: 'https://x.example/' })),
  });
  expect(problemsOf(many)).toEqual([]);
  expect(checklist(planOf(many).checks)).toHaveLength(checklist(planOf(few).checks).length + 20);
});

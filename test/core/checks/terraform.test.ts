import { describe, expect, test } from 'vitest';
import { judgeTerraform } from '../../../core/checks/terraform.ts';

const now = Date.parse('2026-12-01T22:00:00Z');
const secret = 'hunter2';

/** A plan as Terraform 1.13 writes it, with a secret wherever values stand. */
function plan(changes: object = {}): Record<string, unknown> {
  return {
    format_version: '1.2',
    terraform_version: '1.13.5',
    timestamp: '2026-12-01T21:50:00Z',
    errored: false,
    complete: true,
    planned_values: { outputs: { password: { sensitive: true, value: secret } } },
    resource_changes: [resource('aws_lb.main', ['no-op']), resource('data.aws_ami.base', ['read'])],
    output_changes: { password: { actions: ['no-op'], before: secret, after: secret } },
    ...changes,
  };
}

function resource(
  address: string,
  actions: readonly string[],
  change: object = {},
  more: object = {},
): object {
  const values = {
    before: { password: secret },
    after: { password: secret },
    after_sensitive: { password: true },
  };
  return { address, mode: 'managed', change: { actions, ...values, ...change }, ...more };
}

const judge = (document: unknown, maxAgeSeconds = 3600, writtenAt = now - 600_000) =>
  judgeTerraform({ document, writtenAt, now }, maxAgeSeconds);

test('nothing but no-op and read passes, and says how much was looked at and when', () => {
  expect(judge(plan())).toEqual({
    outcome: 'pass',
    reason: 'no pending change among 2 resources, planned 2026-12-01 21:50 UTC',
  });
});

test.each([
  ['of an hour from now', '2026-12-01T23:00:00Z', 'fail'],
  ['by a clock that is two minutes ahead', '2026-12-01T22:02:00Z', 'pass'],
])('a plan %s', (_what, timestamp, outcome) => {
  expect(judge(plan({ timestamp })).outcome).toBe(outcome);
});

const check = (status: string) => ({
  address: { kind: 'check', name: 'health', to_display: 'check.health' },
  status,
  instances: [{ address: { to_display: 'check.health' }, status, problems: [{ message: secret }] }],
});

describe('conditions of the configuration', () => {
  test.each([
    ['pass', 'pass'],
    ['unknown', 'pass'],
    ['fail', 'fail'],
    ['error', 'fail'],
  ])('%s', (status, outcome) => {
    const verdict = judge(plan({ checks: [check('pass'), check(status)] }));
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.reason).not.toContain(secret);
    expect(verdict.reason.includes('conditions that do not hold: check.health')).toBe(outcome === 'fail');
  });
});

test('an empty configuration is a plan too', () => {
  expect(judge({ format_version: '1.2', planned_values: {} }).outcome).toBe('pass');
});

describe('every kind of change fails, by address and action', () => {
  const of = (one: object) => ({ resource_changes: [resource('aws_lb.main', ['no-op']), one] });
  test.each<[string, object, RegExp]>([
    [
      'create',
      of(resource('aws_s3_bucket.new', ['create'])),
      /1 pending change: aws_s3_bucket\.new \(create\)$/,
    ],
    ['update', of(resource('aws_lb.x', ['update'])), /aws_lb\.x \(update\)$/],
    ['delete', of(resource('aws_lb.x', ['delete'])), /aws_lb\.x \(delete\)$/],
    ['forget', of(resource('aws_lb.x', ['forget'])), /aws_lb\.x \(forget\)$/],
    ['replace', of(resource('aws_lb.x', ['delete', 'create'])), /aws_lb\.x \(replace\)$/],
    ['replace, new one first', of(resource('aws_lb.x', ['create', 'delete'])), /aws_lb\.x \(replace\)$/],
    [
      'moved',
      of(resource('aws_lb.b', ['no-op'], {}, { previous_address: 'aws_lb.a' })),
      /aws_lb\.b \(moved\)$/,
    ],
    ['import', of(resource('aws_lb.b', ['no-op'], { importing: { id: 'x' } })), /aws_lb\.b \(import\)$/],
    ['an action of tomorrow', of(resource('aws_lb.x', ['transmogrify'])), /aws_lb\.x \(transmogrify\)$/],
    ['no action at all', of(resource('aws_lb.x', [])), /aws_lb\.x \(unknown\)$/],
    ['drift', { resource_drift: [resource('aws_lb.d', ['update'])] }, /^drift .*: aws_lb\.d$/],
    [
      'outputs',
      { output_changes: { url: { actions: ['update'], after: secret } } },
      /^outputs would change: url$/,
    ],
    [
      'deferred',
      {
        complete: false,
        deferred_changes: [
          { reason: 'provider_config_unknown', resource_change: resource('k8s.x', ['create']) },
        ],
      },
      /^1 change deferred: k8s\.x$/,
    ],
    ['not complete', { complete: false }, /not complete/],
    ['errored', { errored: true }, /ended with an error/],
  ])('%s', (_title, changes, says) => {
    const verdict = judge(plan(changes));
    expect(verdict.outcome).toBe('fail');
    expect(verdict.reason).toMatch(says);
    expect(JSON.stringify(verdict)).not.toContain(secret);
  });
});

test('a move that only drift knows is none: the resource is as it was', () => {
  expect(judge(plan({ resource_drift: [resource('aws_lb.d', ['no-op'])] })).outcome).toBe('pass');
});

test('twenty changes are counted and five are named', () => {
  const many = Array.from({ length: 20 }, (_, index) => resource(`aws_lb.n${index}`, ['update']));
  expect(judge(plan({ resource_changes: many })).reason).toMatch(
    /^20 pending changes: aws_lb\.n0 .* and 15 more$/,
  );
});

describe('age', () => {
  test.each([
    ['at the limit', '2026-12-01T21:00:00Z', 'pass'],
    ['a second over', '2026-12-01T20:59:59Z', 'fail'],
  ])('%s', (_title, timestamp, outcome) => {
    expect(judge(plan({ timestamp })).outcome).toBe(outcome);
  });

  test('of a plan without a time is that of its file', () => {
    const { timestamp: _none, ...timeless } = plan();
    expect(judge(timeless, 3600, now - 3_600_000).outcome).toBe('pass');
    expect(judge(timeless, 3600, now - 3_601_000).reason).toContain('plan anew');
  });
});

describe('what is no plan is an error, never a pass', () => {
  test.each<[string, unknown, RegExp]>([
    ['a list', [], /no JSON mapping/],
    ['null', null, /no JSON mapping/],
    ['a state', { format_version: '1.0', values: { root_module: {} } }, /is no plan/],
    ['an older format', { format_version: '0.2', resource_changes: [] }, /format 0\.2/],
    ['something else', { hello: 1 }, /format unknown/],
    ['lists that are none', { format_version: '1.2', resource_changes: 'x' }, /lists are none/],
  ])('%s', (_title, document, says) => {
    const verdict = judge(document);
    expect(verdict.outcome).toBe('error');
    expect(verdict.reason).toMatch(says);
  });
});

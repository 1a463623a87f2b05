/** The checklist in whole cutovers: every finding of a scenario's account, and checks that hang, die or may not read. */
import { describe, expect, test } from 'vitest';
import { type Lab, ledgerTable } from '../../lab/lab.ts';
import { tell } from './story.ts';

const checks = [
  [
    'terraform',
    'changes',
    'fail',
    /2 pending changes: aws_security_group\.tasks \(update\), aws_lb_target_group\.b \(replace\)/,
  ],
  ['terraform', 'stale', 'fail', /26 h old/],
  ['terraform', 'missing', 'fail', /no plan at s3:\/\/claude-proxy-terraform/],
  ['ecs', 'short', 'fail', /3 of 4/],
  ['ecs', 'inFlight', 'fail', /in progress/],
  ['ecs', 'owned', 'fail', /ECS moves the weights/],
  ['targets', 'unhealthy', 'fail', /1 of 4 targets is unhealthy/],
  ['cloudfront', 'inProgress', 'fail', /E2CLAUDEPROXY is InProgress/],
  ['waf', 'block', 'fail', /rate-limit \(Block\)/],
  ['waf', 'falsePositives', 'fail', /6\.00 %.*POST \/v1\/messages \(common\)/],
  ['waf', 'none', 'fail', /no web ACL/],
  ['image', 'missing', 'fail', /not in ECR/],
  ['image', 'mutableTag', 'fail', /can be moved/],
  ['image', 'vulnerable', 'fail', /2 high|1 critical/],
  ['secrets', 'missing', 'fail', /does not exist/],
  ['secrets', 'deleted', 'fail', /marked for deletion/],
  ['environment', 'missingKey', 'fail', /RATE_LIMIT_PER_MINUTE/],
  ['staging', 'failing', 'fail', /answered 500/],
  ['staging', 'slow', 'fail', /no answer within 2000 ms/],
  ['alarms', 'missing', 'fail', /does not exist/],
  ['alarms', 'ringing', 'fail', /ringing already/],
  ['alarms', 'muted', 'fail', /is muted by a rule: it would tell nobody/],
  ['alarms', 'insufficientData', 'inconclusive', /INSUFFICIENT_DATA/],
  ['dashboards', 'missing', 'fail', /does not exist/],
  ['logs', 'silent', 'fail', /nothing arrived/],
  ['onCall', 'nobody', 'fail', /nobody is on call/],
  ['calendar', 'closed', 'fail', /closed now/],
  ['calendar', 'closesSoon', 'fail', /when the release is planned to end/],
] as const;

/** Values that are seeded where a careless check would show them. */
const neverShown = /hunter2|must-not-be-shown|secret-part-of-the-address/;

const jobz = (document: Record<string, unknown>) => {
  const { queueDepth } = document['triggers'] as { queueDepth: { queue: string } };
  queueDepth.queue = queueDepth.queue.replace(/jobs$/, 'jobz');
};

describe('what a check finds', () => {
  test.each(checks)('%s: %s is %s and refused, with nothing changed', async (id, finding, verdict, says) => {
    const { result, rulesAfter, rulesBefore, shares, lab } = await tell({ account: { [id]: finding } });
    const open = result.checks.filter((one) => one.verdict !== 'pass');
    expect(open).toEqual([{ id, verdict, waived: false, evidence: expect.stringMatching(says) }]);
    expect(result.outcome).toBe('refused');
    expect(result.reason).toContain(open[0]?.evidence);
    expect(result.invariants.broken).toEqual([]);
    expect(rulesAfter).toEqual(rulesBefore);
    expect(shares).toEqual([0]);
    expect(lab.ledger.rows(ledgerTable).filter(({ sk }) => sk === 'LOCK')).toEqual([]);
  });

  test('a distribution that is deployed is fine', async () => {
    const { result } = await tell({ account: { cloudfront: 'deployed' } });
    expect(result.outcome).toBe('promoted');
    expect(result.checks.find(({ id }) => id === 'cloudfront')?.evidence).toBe('deployed: E2CLAUDEPROXY');
  });

  test('a trigger on a queue that does not exist has no data', async () => {
    const { result } = await tell({}, { plan: jobz });
    expect(result.outcome).toBe('refused');
    expect(result.checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([
      expect.objectContaining({ id: 'coverage', verdict: 'inconclusive' }),
    ]);
  });

  test('a queue over its limit', async () => {
    const { result } = await tell({ queue: { depth: 2000 } });
    expect(result.reason).toContain('jobs: about 2000 waiting');
  });
});

describe('a calm afternoon', () => {
  test('passes every check of the sample, keeps the evidence, and shows no secret anywhere', async () => {
    const posts: string[] = [];
    const { result, lab } = await tell({}, { prepare: (one) => listenToPosts(one, posts) });
    expect(result.outcome).toBe('promoted');
    expect(result.checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(result.checks).toHaveLength(19);
    const rows = lab.ledger.rows(ledgerTable);
    const kept = rows.filter(({ sk }) => /^CHECK#[^#]+$/.test(sk as string));
    expect(kept.map((row) => row['check'] as string).toSorted()).toEqual(
      result.checks.map(({ id }) => id).toSorted(),
    );
    for (const row of kept)
      expect(row).toMatchObject({ outcome: 'pass', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(rows.filter(({ sk }) => (sk as string).includes('#PICTURE#'))).toHaveLength(2);
    expect(JSON.stringify({ rows, result })).not.toMatch(neverShown);
    expect(posts).toEqual([
      expect.stringMatching(
        /Cutover of claude-proxy: from 2026-12-01 22:00 UTC to about 2026-12-02 00:00 UTC/,
      ),
    ]);
  });

  test('a dry run reads all of it and posts nothing', async () => {
    const posts: string[] = [];
    const { result } = await tell({}, { live: false, prepare: (one) => listenToPosts(one, posts) });
    expect(result.checks).toHaveLength(19);
    const open = result.checks.filter(({ verdict }) => verdict !== 'pass');
    expect(open).toMatchObject([{ id: 'teamTold', verdict: 'inconclusive', isUntried: true }]);
    expect(result.outcome).toBe('promoted');
    expect(posts).toEqual([]);
  });
});

function listenToPosts(lab: Lab, posts: string[]): void {
  const { answer } = lab.production;
  Object.assign(lab.production, {
    answer: (request: Parameters<typeof answer>[0]) => {
      if (request.method === 'POST') posts.push(request.body ?? '');
      return answer(request);
    },
  });
}

const fault = (call: string, error: string, times: number) => ({
  when: [{ at: '+0s', fail: { call, error, times } }],
});

describe('a check that cannot read is an error, and the others go on', () => {
  test('denied: the missing permission is named', async () => {
    const { result } = await tell(fault('wafv2:GetWebACLForResource', 'AccessDeniedException', 9));
    expect(result.outcome).toBe('refused');
    expect(result.checks.find(({ id }) => id === 'waf')).toMatchObject({
      verdict: 'error',
      evidence: expect.stringContaining('the role lacks wafv2:GetWebACLForResource'),
    });
    expect(result.checks.filter(({ verdict }) => verdict === 'pass')).toHaveLength(18);
  });

  test('denied for a service whose name in IAM is another', async () => {
    const { result } = await tell(fault('elbv2:DescribeTargetHealth', 'AccessDenied', 9));
    expect(result.checks.find(({ id }) => id === 'targets')?.evidence).toContain(
      'the role lacks elasticloadbalancing:DescribeTargetHealth',
    );
  });

  test('throttled for a moment: tried again, and then it passes', async () => {
    const { result } = await tell(fault('ssm:GetCalendarState', 'ThrottlingException', 4));
    expect(result.outcome).toBe('promoted');
  });

  test('throttled for good', async () => {
    const { result } = await tell(fault('ssm:GetCalendarState', 'ThrottlingException', 999));
    expect(result.outcome).toBe('refused');
    expect(result.checks.find(({ id }) => id === 'calendar')).toMatchObject({
      verdict: 'error',
      evidence: expect.stringContaining('ssm:GetCalendarState failed: ThrottlingException'),
    });
  });

  test('a function that dies each time', async () => {
    const { result } = await tell({
      when: [{ at: '+0s', crash: { function: 'checkTerraform', when: 'before-write', times: 99 } }],
    });
    expect(result.outcome).toBe('refused');
    expect(result.checks.find(({ id }) => id === 'terraform')).toMatchObject({
      verdict: 'error',
      evidence: expect.stringMatching(/died|exit/i),
    });
    expect(result.checks.filter(({ verdict }) => verdict === 'pass')).toHaveLength(18);
  });

  test('one that hangs for ever ends with its function, and within minutes', async () => {
    const { result } = await tell({}, { prepare: (lab) => hang(lab, 'https://api.pagerduty.com/') });
    expect(result.outcome).toBe('refused');
    expect(result.checks.find(({ id }) => id === 'onCall')?.verdict).toBe('error');
    expect(result.checks.filter(({ verdict }) => verdict === 'pass')).toHaveLength(18);
    expect(result.seconds).toBeLessThan(600);
  });

  test('one that returns 5 MB', async () => {
    const huge = 'x'.repeat(5 * 1024 * 1024);
    const { result, lab } = await tell(
      {},
      { prepare: (one) => answerPagerDuty(one, JSON.stringify({ oncalls: [{ user: { summary: huge } }] })) },
    );
    expect(result.outcome).toBe('refused');
    expect(result.checks.find(({ id }) => id === 'onCall')).toMatchObject({
      verdict: 'error',
      evidence: expect.stringContaining('too long'),
    });
    expect(result.checks.filter(({ verdict }) => verdict === 'pass')).toHaveLength(18);
    const row = lab.ledger.rows(ledgerTable).find(({ sk }) => sk === 'CHECK#onCall');
    expect(JSON.stringify(row).length).toBeLessThan(5_000);
  });
});

test('staging and a request of one’s own that answer 5 MB are errors where the body matters, and the state stays small', async () => {
  const condition = '$exists(body)';
  const { result, lab } = await tell(
    {},
    {
      plan: (document) => {
        own(condition)(document);
        Object.assign(document, { smoke: [{ path: '/health', condition }] });
      },
      prepare: (one) => answerAt(one, 'http://staging_alb_dns/', 'x'.repeat(5 * 1024 * 1024)),
    },
  );
  expect(result.outcome).toBe('refused');
  expect(result.checks.filter(({ verdict }) => verdict !== 'pass')).toMatchObject([
    { id: 'staging', verdict: 'error', evidence: expect.stringContaining('its body has 5242880 bytes') },
    { id: 'http:health', verdict: 'error', evidence: expect.stringContaining('its body has 5242880 bytes') },
  ]);
  expect(result.checks.filter(({ verdict }) => verdict === 'pass')).toHaveLength(18);
  // What travels between the states has 256 KiB at most: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
  const events = lab.engine.getExecutionHistory(result.execution.arn);
  expect(Math.max(...events.map((event) => JSON.stringify(event).length))).toBeLessThan(256 * 1024);
  for (const row of lab.ledger.rows(ledgerTable)) expect(JSON.stringify(row).length).toBeLessThan(200_000);
});

function hang(lab: Lab, where: string): void {
  const { answer } = lab.production;
  Object.assign(lab.production, {
    answer: (request: Parameters<typeof answer>[0]) =>
      request.url.startsWith(where)
        ? { failure: 'nobody answers', afterMilliseconds: 1e9 }
        : answer({ ...request }),
  });
}

function answerPagerDuty(lab: Lab, body: string): void {
  answerAt(lab, 'https://api.pagerduty.com/', body);
}

function answerAt(lab: Lab, where: string, body: string): void {
  const { answer } = lab.production;
  Object.assign(lab.production, {
    answer: (request: Parameters<typeof answer>[0]) =>
      request.url.toLowerCase().startsWith(where)
        ? { response: { status: 200, body, tookMilliseconds: 50 } }
        : answer(request),
  });
}

const own = (condition: string) => (document: Record<string, unknown>) =>
  Object.assign(document['checks'] as object, {
    http: [{ name: 'health', url: 'http://STAGING_ALB_DNS/health', condition }],
  });

test('requests of the team’s own, with a condition', async () => {
  const holds = await tell({}, { live: false, plan: own('body.status = "ok" and status = 200') });
  expect(holds.result.checks.find(({ id }) => id === 'http:health')).toMatchObject({ verdict: 'pass' });
  const fails = await tell({}, { live: false, plan: own('body.status = "great"') });
  expect(fails.result.checks.find(({ id }) => id === 'http:health')).toMatchObject({ verdict: 'fail' });
  const wrong = await tell({}, { live: false, plan: own('$sum("a"') });
  expect(wrong.result.checks.find(({ id }) => id === 'http:health')).toMatchObject({ verdict: 'error' });
});

test('over HTTPS the certificates are looked at', async () => {
  const { result } = await tell(
    {},
    {
      live: false,
      production: { rules: { isAuthenticated: true } },
      plan: (document) => Object.assign(document.target, { productionUrl: 'https://PRODUCTION_ALB_DNS' }),
    },
  );
  expect(result.checks.find(({ id }) => id === 'certificate')).toMatchObject({ verdict: 'pass' });
});

/** Staging under load, in whole cutovers. */
import { describe, expect, test } from 'vitest';
import { ledgerTable } from '../../lab/lab.ts';
import { type Document, tell } from './story.ts';

const load = { engine: 'builtin', duration: '1m', requestsPerSecond: 20, p95: '500ms' };
const loaded = (document: Document) => {
  document['staging'] = { ...(document['staging'] as object), load };
};

const openOf = (checks: readonly { readonly id: string; readonly verdict: string }[]) =>
  checks.filter(({ verdict }) => verdict !== 'pass').map(({ id, verdict }) => `${id} ${verdict}`);

test('staging that bears it lets the release begin, and the percentiles are kept', async () => {
  const { result, lab } = await tell({}, { plan: loaded });
  expect(result.outcome).toBe('promoted');
  const line = result.checks.find(({ id }) => id === 'load');
  expect(line).toMatchObject({
    verdict: 'pass',
    evidence: expect.stringMatching(/^1200 requests at 20\/s: p50 \d+, p95/),
  });
  const row = lab.ledger.rows(ledgerTable).find(({ check }) => check === 'load');
  const facts = JSON.parse(row?.['facts'] as string) as { seconds: object[]; milliseconds: { p95: number } };
  expect(facts.seconds).toHaveLength(60);
  expect(facts.milliseconds.p95).toBeGreaterThan(100);
});

test('it takes the time that the plan says, beside the other checks and not after them', async () => {
  const [with1, without] = await Promise.all([tell({}, { plan: loaded }), tell({})]);
  const later = (with1.seconds[1] ?? 0) - (without.seconds[1] ?? 0);
  expect(later).toBeGreaterThanOrEqual(50);
  expect(later).toBeLessThan(75);
});

test('staging that fails is refused for both reasons', async () => {
  const { result, shares } = await tell({ account: { staging: 'failing' } }, { plan: loaded });
  expect(openOf(result.checks)).toEqual(['staging fail', 'load fail']);
  expect(result.reason).toMatch(/load \(failed\): 100 % of 1200 requests failed \(1200 × 500\)/);
  expect(result.outcome).toBe('refused');
  expect(shares).toEqual([0]);
});

test('staging that is slow is refused, and all requests were sent', async () => {
  const { result } = await tell({ account: { staging: 'slow' } }, { plan: loaded });
  expect(openOf(result.checks)).toEqual(['staging fail', 'load fail']);
  expect(result.reason).toMatch(/p95 was \d{4,5} ms under 20 requests\/s, it must be under 500 ms/);
});

test('a dry run sends nothing and says what it would send', async () => {
  const { result } = await tell({ account: { staging: 'healthy' } }, { plan: loaded, live: false });
  expect(result.checks.find(({ id }) => id === 'load')).toMatchObject({
    verdict: 'inconclusive',
    isUntried: true,
    evidence: 'a live run would send 20 requests/s to http://staging_alb_dns/health for 1m',
  });
  expect(result.outcome).toBe('promoted');
  expect(result.invariants.broken).toEqual([]);
});

const k6 = { engine: 'k6', duration: '5m', cluster: 'tools', taskDefinition: 'k6' };
const withK6 = (document: Document, change: object = {}) => {
  document['staging'] = { ...(document['staging'] as object), load: { ...k6, ...change } };
};

describe('k6', () => {
  test('runs as a task in ECS for as long as the plan says, and its thresholds decide', async () => {
    const [loadedStory, plain] = await Promise.all([tell({}, { plan: withK6 }), tell({})]);
    expect(loadedStory.result.outcome).toBe('promoted');
    expect(loadedStory.result.checks.find(({ id }) => id === 'load')).toMatchObject({
      verdict: 'pass',
      evidence: 'k6 ended with 0 after 5m: no threshold was missed',
    });
    const laterSeconds = (loadedStory.seconds[1] ?? 0) - (plain.seconds[1] ?? 0);
    // A minute until the task has started.
    expect(laterSeconds).toBeGreaterThan(345);
    expect(laterSeconds).toBeLessThan(385);
    expect(loadedStory.result.invariants.broken).toEqual([]);
  });

  test.each(['failing', 'slow'])('misses its thresholds where staging is %s', async (staging) => {
    const { result, shares } = await tell({ account: { staging } }, { plan: withK6 });
    expect(openOf(result.checks)).toEqual(['staging fail', 'load fail']);
    expect(result.reason).toContain('k6 missed its thresholds (exit code 99)');
    expect(result.outcome).toBe('refused');
    expect(shares).toEqual([0]);
  });

  test.each(['ecs:RunTask', 'ecs:DescribeTaskDefinition'])(
    '%s that is denied is an error and no failure of staging',
    async (call) => {
      const fail = { call, error: 'AccessDeniedException', times: 9 };
      const when = [{ at: '+0s', fail }];
      const { result } = await tell({ when }, { plan: withK6 });
      const line = result.checks.find(({ id }) => id === 'load');
      expect(line).toMatchObject({
        verdict: 'error',
        evidence: expect.stringMatching(
          /^k6 (did not run|could not be started): .*(denied|Denied|authorized)/,
        ),
      });
      expect(result.outcome).toBe('refused');
    },
  );

  test('a container that the task definition has not is an error', async () => {
    const { result } = await tell({}, { plan: (document) => withK6(document, { container: 'k7' }) });
    expect(result.checks.find(({ id }) => id === 'load')).toMatchObject({
      verdict: 'error',
      evidence: expect.stringMatching(/is none of its task definition's: k6/),
    });
  });

  test.each([{ taskDefinition: 'k7' }, { cluster: 'shed' }])('%j is not the policy’s', async (change) => {
    const { result } = await tell({}, { plan: (document) => withK6(document, change) });
    expect(result.outcome).toBe('refused');
    expect(result.reason).toMatch(/staging\.load.*its loadTests are k6 in tools/);
  });

  test('a dry run starts no task', async () => {
    const { result } = await tell({}, { plan: withK6, live: false });
    expect(result.checks.find(({ id }) => id === 'load')?.evidence).toBe(
      'a live run would run k6 in tools against http://STAGING_ALB_DNS for 5m',
    );
    expect(result.invariants.broken).toEqual([]);
  });
});

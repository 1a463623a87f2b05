/** Each trigger fires in a story that crosses it and stays quiet in one that almost does. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ledgerTable } from '../../lab/lab.ts';
import { desired, type Document, tell, type Told } from './story.ts';

const scenario = (name: string): unknown =>
  parse(readFileSync(new URL(`../../lab/scenarios/${name}.yml`, import.meta.url), 'utf8'));

const fired = ({ result }: Told) =>
  result.triggers.filter(({ firedAt }) => firedAt !== null).map(({ id, scope }) => `${id} ${scope}`);

/** From the onset until the canary has no share any more. */
const secondsToSafety = ({ seconds }: Told, onset: number) => (seconds.at(-1) ?? 0) - onset;

function expectHome({ result, shares, lab, rulesBefore, rulesAfter }: Told): void {
  expect(result.outcome).toBe('rolledBack');
  expect(shares.at(-1)).toBe(0);
  expect(rulesAfter).toEqual(rulesBefore);
  expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
  expect(result.invariants.broken).toEqual([]);
}

function expectRefused({ result, shares, lab }: Told): void {
  expect(result.outcome).toBe('refused');
  expect(shares).toEqual([0]);
  expect(desired(lab)).toEqual({ 'claude-proxy-a': 4, 'claude-proxy-b': 0 });
  expect(result.invariants.broken).toEqual([]);
}

const seeds = [1, 2, 3];

describe('a trigger that is crossed takes the cutover back', () => {
  test.each<[string, string, RegExp, number]>([
    ['slow-at-51', 'latencyP95 canary', /^latencyP95 rings: p95 of the canary was .* limit 2 s$/, 9 * 60],
    ['queue-rises', 'queueDepth all', /^queueDepth rings: the queue jobs rose in 10 of 10 minutes/, 14 * 60],
    ['falls-ill', 'unhealthy canary', /^unhealthy rings: 100 % of the canary's targets fail/, 5 * 60],
    ['stable-goes-bad', 'http5xx all', /^http5xx \(all\) rings: .* % of all requests failed/, 5 * 60],
    ['dead-canary', 'http5xx canary', /^http5xx rings: 100 % of the canary's requests failed/, 6 * 60],
  ])('%s: %s', async (name, trigger, reason, secondsMax) => {
    for (const seed of seeds) {
      const told = await tell(scenario(name), { seed });
      expectHome(told);
      expect(told.result.reason).toMatch(reason);
      expect(fired(told)).toContain(trigger);
      expect(secondsToSafety(told, told.seconds.at(-2) ?? 0)).toBeLessThan(secondsMax);
    }
  });

  test.each<[string, Document['target'], string]>([
    ['both versions slow', { 'stable.p95': '4s', 'stable.p50': '900ms' }, 'latencyP95 all'],
    ['stable’s targets fall ill', { 'stable.healthy': '0%' }, 'unhealthy all'],
  ])('%s, on everybody', async (_title, set, trigger) => {
    for (const seed of seeds) {
      const told = await tell({ when: [{ at: 'weight>=26', set }] }, { seed });
      expect(fired(told)).toEqual([trigger]);
      expect(told.shares).not.toContain(100);
      expect(told.result.invariants.broken).toEqual([]);
    }
  });
});

describe('a trigger that is almost crossed stays quiet', () => {
  test.each(['almost', 'almost-slow', 'queue-drains', 'a-third-ill'])('%s', async (name) => {
    for (const seed of seeds) {
      const told = await tell(scenario(name), { seed });
      expect(fired(told)).toEqual([]);
      expect(told.result.outcome).toBe('promoted');
      expect(told.shares).toEqual([0, 1, 26, 51, 76, 100]);
      expect(told.result.invariants.broken).toEqual([]);
    }
  });

  test.each<[string, Document['target'], Document['target'], string]>([
    ['9 % errors for one minute', { 'stable.errorRate': '9%' }, { 'stable.errorRate': '0.1%' }, '60s'],
    ['three slow minutes', { 'stable.p95': '3s' }, { 'stable.p95': '240ms' }, '3m'],
    ['a quarter of stable ill', { 'stable.healthy': '75%' }, { 'stable.healthy': '100%' }, '8m'],
  ])('%s, on everybody', async (_title, set, back, lasting) => {
    for (const seed of seeds) {
      const when = [
        { at: 'weight>=26', set },
        { at: `weight>=26 +${lasting}`, set: back },
      ];
      const told = await tell({ when }, { seed });
      expect(fired(told)).toEqual([]);
      expect(told.result.outcome).toBe('promoted');
      expect(told.result.invariants.broken).toEqual([]);
    }
  });
});

describe('before the start', () => {
  test('a trigger that rings already refuses', async () => {
    const told = await tell(scenario('bad-before-start'));
    expectRefused(told);
    expect(told.result.reason).toMatch(
      /^TriggersRing: before the start: http5xx \(all\) rings: .* limit 5 %/,
    );
  });

  test('a dry run is refused as well, and is told why', async () => {
    const { result } = await tell(scenario('bad-before-start'), { live: false });
    expect(result.outcome).toBe('refused');
    expect(result.reason).toContain('TriggersRing');
  });

  test('a queue that does not exist could never ring', async () => {
    const told = await tell(
      {},
      {
        plan: (document) => {
          const triggers = document['triggers'] as { queueDepth: { queue: string } };
          triggers.queueDepth.queue = triggers.queueDepth.queue.replace(/jobs$/, 'jobz');
        },
      },
    );
    expectRefused(told);
    expect(told.result.reason).toMatch(/no depth of the queue jobz for an hour/);
  });
});

describe('metrics three minutes late from the start', () => {
  const late = { at: '+1s', delay: { metrics: '120s', for: '10h' } };

  test('a calm release is promoted', async () => {
    for (const seed of seeds) {
      const { result, shares } = await tell({ when: [late] }, { seed });
      expect(result.outcome).toBe('promoted');
      expect(shares).toEqual([0, 1, 26, 51, 76, 100]);
      expect(result.invariants.broken).toEqual([]);
    }
  });

  test.each([
    ['errors', { 'canary.errorRate': '30%' }, 'http5xx canary'],
    ['ill targets', { 'canary.healthy': '0%' }, 'unhealthy canary'],
  ])('a bad one goes back within ten minutes: %s', async (_title, set, trigger) => {
    for (const seed of seeds) {
      const told = await tell({ when: [late, { at: 'weight>=26', set }] }, { seed });
      expectHome(told);
      expect(fired(told)).toContain(trigger);
      expect(secondsToSafety(told, told.seconds[2] ?? 0)).toBeLessThan(600);
    }
  });
});

describe('a guard that does not see', () => {
  const gone = {
    at: 'weight>=26',
    fail: { call: 'cloudwatch:GetMetricData', error: 'ThrottlingException', times: 100_000 },
  };

  test('metrics that cannot be read: the share never rises, and it goes back within the budget', async () => {
    for (const seed of seeds) {
      const told = await tell({ when: [gone] }, { seed });
      expectHome(told);
      expect(told.shares).toEqual([0, 1, 26, 0]);
      expect(told.result.reason).toMatch(
        /^blind: CloudWatch's metrics could not be read for 6\d\d s, limit 600 s/,
      );
      expect(secondsToSafety(told, told.seconds[2] ?? 0)).toBeLessThan(15 * 60);
    }
  });

  test('metrics that stop coming: the same', async () => {
    const stopped = { at: 'weight>=26', delay: { metrics: '10h', for: '10h' } };
    for (const seed of seeds) {
      const told = await tell({ when: [stopped] }, { seed });
      expectHome(told);
      expect(told.shares).toEqual([0, 1, 26, 0]);
      expect(told.result.reason).toMatch(/^blind: /);
      expect(secondsToSafety(told, told.seconds[2] ?? 0)).toBeLessThan(15 * 60);
    }
  });

  test('five minutes without metrics hold the ramp, are told once each way, and are forgiven', async () => {
    const when = [
      {
        at: 'weight>=26 +3m',
        fail: { call: 'cloudwatch:GetMetricData', error: 'ServiceUnavailable', times: 45 },
      },
    ];
    const { result, shares, seconds } = await tell({ when });
    expect(result.outcome).toBe('promoted');
    expect(shares).toEqual([0, 1, 26, 51, 76, 100]);
    expect((seconds[3] ?? 0) - (seconds[2] ?? 0)).toBeGreaterThan(330);
    const texts = result.story.map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith('Metrics cannot be read: '))).toHaveLength(1);
    expect(texts.filter((text) => text === 'Metrics can be read again')).toHaveLength(1);
  });
});

describe('alarms of its own', () => {
  const ours = (lab: Told['lab']) =>
    lab.production.services.cloudwatch.actions
      .DescribeAlarms({ AlarmNamePrefix: 'cutover-' })
      .MetricAlarms?.map(({ AlarmName }) => AlarmName) ?? [];
  const rows = (lab: Told['lab']) =>
    lab.ledger
      .rows(ledgerTable)
      .map((row) => String(row['pk']))
      .filter((key) => key.startsWith('ALARM#'));

  test('guard each trigger and scope while it lasts, are on the ledger, and are gone after it', async () => {
    const seen: { alarms: (string | undefined)[]; rows: string[] } = { alarms: [], rows: [] };
    const { lab, result } = await tell(
      {},
      {
        prepare: (built) =>
          built.clock.after(3_600_000, () => {
            seen.alarms = ours(built);
            seen.rows = rows(built);
          }),
      },
    );
    const id = result.cutoverId;
    const names = ['http5xx-all', 'http5xx-canary', 'latencyP95-all', 'latencyP95-canary', 'queueDepth-all']
      .concat(['unhealthy-all', 'unhealthy-canary'])
      .map((name) => `cutover-${id}-${name}`);
    expect(seen.alarms.toSorted()).toEqual(names);
    expect(seen.rows.toSorted()).toEqual(names.map((name) => `ALARM#${name}`));
    expect([...ours(lab), ...rows(lab)]).toEqual([]);
    expect(result.invariants.broken).toEqual([]);
  });

  test('a dry run makes none', async () => {
    const { lab, result } = await tell({}, { live: false });
    expect([...ours(lab), ...rows(lab)]).toEqual([]);
    expect(result.story.map(({ text }) => text)).toContain(
      "Would arm 7 alarms of its own, and listen to 0 of the team's",
    );
  });
});

/** Each trigger fires in a story that crosses it and stays quiet in one that almost does. */
import { describe, expect, test } from 'vitest';
import { type Document, tell } from './story.ts';
import { expectHome, expectRefused, fired, lost, scenario, secondsToSafety, seeds } from './trigger-story.ts';

const faulty = (name: string, fault: object) => {
  const story = scenario(name) as { when?: object[] };
  return { ...story, when: [...(story.when ?? []), fault] };
};

describe('a trigger that is crossed takes the cutover back', () => {
  const crossed: [string, string, RegExp, number][] = [
    ['slow-at-51', 'latencyP95 canary', /^latencyP95 rings: p95 of the canary was .* limit 2 s$/, 9 * 60],
    ['queue-rises', 'queueDepth all', /^queueDepth rings: the queue jobs rose in 10 of 10 minutes/, 14 * 60],
    ['falls-ill', 'unhealthy canary', /^unhealthy rings: 100 % of the canary's targets fail/, 5 * 60],
    ['stable-goes-bad', 'http5xx all', /^http5xx \(all\) rings: .* % of all requests failed/, 5 * 60],
    ['dead-canary', 'http5xx canary', /^http5xx rings: 100 % of the canary's requests failed/, 6 * 60],
  ];

  test.each(crossed)('%s: %s', async (name, trigger, _reason, secondsMax) => {
    for (const seed of seeds) {
      const told = await tell(scenario(name), { seed });
      expectHome(told);
      expect(fired(told)).toContain(trigger);
      expect(secondsToSafety(told, told.seconds.at(-2) ?? 0)).toBeLessThan(secondsMax);
    }
  });

  test.each(crossed)(
    '%s, and every alarm event is lost: the guard finds it',
    async (name, trigger, reason, secondsMax) => {
      for (const seed of seeds) {
        const told = await tell(faulty(name, lost), { seed });
        expectHome(told);
        expect(told.result.reason).toMatch(reason);
        expect(fired(told)).toContain(trigger);
        expect(secondsToSafety(told, told.seconds.at(-2) ?? 0)).toBeLessThan(secondsMax);
      }
    },
  );

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
          // Without the check that would have found it first.
          Object.assign(document['checks'] as object, { coverage: false });
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
    ['slow answers', { 'canary.p50': '2s', 'canary.p95': '4s' }, 'latencyP95 canary'],
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

/** `triggers.probe`: a dead canary is gone within half a minute at any traffic, and nothing else is taken for one. */
import { describe, expect, test } from 'vitest';
import { balancerArns } from '../../lab/cloud/elbv2/ground.ts';
import type { Lab } from '../../lab/lab.ts';
import type { HttpOutcome } from '../../lab/users/answer.ts';
import { atTheDoor, forgiving, night, probed, rangAfter, status, texts } from './probe-story.ts';
import { type Document, tell } from './story.ts';
import { expectHome, fired, lost, scenario, seeds } from './trigger-story.ts';

/** One request a second, 1 % of which the canary gets: CloudWatch says nothing of it for minutes. */
describe('a dead canary at 1 % of one request a second', () => {
  test.each<[string, Document['target']]>([
    ['answers 500', { 'canary.errorRate': '100%' }],
    ['hangs', { 'canary.p50': '60s', 'canary.p95': '90s' }],
  ])('%s: it rings within 30 s, whenever it dies', async (_title, set) => {
    for (const seed of seeds) {
      for (const afterSeconds of [40, 47, 53, 61, 67]) {
        const when = [{ at: `weight>=1 +${afterSeconds}s`, set }];
        const told = await tell({ ...night, when }, { seed, ...probed() });
        expectHome(told);
        expect(fired(told)).toEqual(['probe canary']);
        expect(told.result.reason).toMatch(/^probe rings: of GET \/health .* the last 6 of \d+ failed/);
        const [, first = 0, back = 0] = told.seconds;
        expect(rangAfter(told, first + afterSeconds)).toBeGreaterThan(0);
        expect(rangAfter(told, first + afterSeconds)).toBeLessThanOrEqual(30);
        // The way back's first write, and up to half a minute until the balancer's nodes know.
        expect(back - first - afterSeconds).toBeLessThan(65);
      }
    }
  });

  test('refuses connections: the same', async () => {
    const onset = { at: 0 };
    const door = atTheDoor((_request, own) => (onset.at > 0 ? status(502) : own));
    const told = await tell(night, {
      ...probed(),
      prepare: (lab) => {
        door.prepare(lab);
        lab.clock.after(200_000, () => (onset.at = lab.clock.now()));
      },
    });
    expectHome(told);
    expect(fired(told)).toEqual(['probe canary']);
    expect(rangAfter(told, 200)).toBeLessThanOrEqual(30);
  });

  test('without a probe it stays for as long as a rung may be held', async () => {
    const [plain, watched] = [
      await tell(scenario('dead-at-night')),
      await tell(scenario('dead-at-night'), probed()),
    ];
    expect(plain.result.reason).toMatch(/minutes of this rung can be judged/);
    expect(watched.result.reason).toMatch(/^probe rings: /);
    expect((plain.seconds.at(-1) ?? 0) - (watched.seconds.at(-1) ?? 0)).toBeGreaterThan(15 * 60);
  });

  test('behind a login: the door is the team’s own rule', async () => {
    const story = {
      ...night,
      production: { login: true },
      when: [{ at: 'weight>=1 +60s', set: { 'canary.errorRate': '100%' } }],
    };
    const told = await tell(
      story,
      probed(({ target }) => (target['canaryDoor'] = { rule: balancerArns.testRule })),
    );
    expect(told.result.reason).toMatch(/^probe rings: /);
    expect(rangAfter(told, (told.seconds[1] ?? 0) + 60)).toBeLessThanOrEqual(30);
    expect(told.result.invariants.broken).toEqual([]);
  });

  test('CloudWatch hangs: it rings all the same', async () => {
    const when = [
      { at: 'weight>=1', slow: { call: 'cloudwatch:GetMetricData', by: '30s', times: 1000 } },
      { at: 'weight>=1 +60s', set: { 'canary.errorRate': '100%' } },
    ];
    const told = await tell({ ...night, when }, probed());
    expectHome(told);
    expect(told.result.reason).toMatch(/^probe rings: /);
    // It rings when the reading beside it has given up, three times five seconds later.
    expect(rangAfter(told, (told.seconds[1] ?? 0) + 60)).toBeLessThanOrEqual(45);
  });

  test('metrics cannot be read, and no alarm is heard: it rings all the same', async () => {
    const gone = { call: 'cloudwatch:GetMetricData', error: 'ThrottlingException', times: 100_000 };
    const when = [
      lost,
      { at: 'weight>=1', fail: gone },
      { at: 'weight>=1 +60s', set: { 'canary.errorRate': '100%' } },
    ];
    const told = await tell({ ...night, when }, probed());
    expectHome(told);
    expect(told.result.reason).toMatch(/^probe rings: /);
    expect(rangAfter(told, (told.seconds[1] ?? 0) + 60)).toBeLessThanOrEqual(30);
  });
});

describe('what is not dead stays', () => {
  test.each<[string, Document['target']]>([
    ['one 503 in ten', { 'canary.errorRate': '10%' }],
    ['slow answers that come', { 'canary.p50': '1s', 'canary.p95': '1500ms' }],
  ])('%s', async (_title, set) => {
    for (const seed of seeds) {
      const told = await tell({ when: [{ at: 'weight>=1 +30s', set }] }, { seed, ...forgiving });
      expect(fired(told)).toEqual([]);
      expect(told.result.outcome).toBe('promoted');
      expect(told.result.invariants.broken).toEqual([]);
    }
  });

  test('a blip of three seconds', async () => {
    const when = [
      { at: 'weight>=1 +60s', set: { 'canary.errorRate': '100%' } },
      { at: 'weight>=1 +63s', set: { 'canary.errorRate': '0.1%' } },
    ];
    for (const seed of seeds) expect(fired(await tell({ when }, { seed, ...forgiving }))).toEqual([]);
  });
});

describe('a probe that cannot tell is no health and rings nothing', () => {
  const unable = 'The probe cannot tell: ';

  test.each<[string, HttpOutcome, RegExp]>([
    ['no network', { failure: 'connect ENETUNREACH', afterMilliseconds: 5 }, /\(connect ENETUNREACH\)/],
    ['a name that does not resolve', { failure: 'getaddrinfo ENOTFOUND', afterMilliseconds: 5 }, /ENOTFOUND/],
    ['a firewall that blocks it', status(403), /GET \/health answered 403/],
  ])('%s: told once, and the release goes on by its metrics', async (_title, outcome, says) => {
    const told = await tell({}, { ...probed(), prepare: atTheDoor(() => outcome).prepare });
    expect(told.result.outcome).toBe('promoted');
    expect(fired(told)).toEqual([]);
    const unsure = texts(told).filter((text) => text.startsWith(unable));
    expect(unsure).toHaveLength(1);
    expect(unsure[0]).toMatch(says);
  });

  test('no network, at night: the canary is not seen, and nothing moves', async () => {
    const prepare = atTheDoor(() => ({ failure: 'connect ENETUNREACH', afterMilliseconds: 5 })).prepare;
    const told = await tell(night, { ...probed(), prepare });
    expectHome(told);
    expect(told.shares).toEqual([0, 1, 0]);
    expect(fired(told)).toEqual([]);
  });

  test.each<[string, (lab: Lab, arn: string) => unknown]>([
    [
      'removes its door',
      ({ production }, RuleArn) => production.services.elbv2.actions.DeleteRule({ RuleArn }),
    ],
    [
      'points its door at stable',
      ({ production: { services, names } }, RuleArn) =>
        services.elbv2.actions.ModifyRule({
          RuleArn,
          Actions: [{ Type: 'forward', TargetGroupArn: names.groups.a }],
        }),
    ],
  ])('somebody %s: the crowd is not asked, nor taken for the canary', async (_title, meddle) => {
    const door = atTheDoor();
    const meddled = { at: 0 };
    const told = await tell(
      {},
      {
        ...probed(),
        prepare: (lab) => {
          door.prepare(lab);
          lab.clock.after(900_000, () => {
            const { actions } = lab.production.services.elbv2;
            const { Rules = [] } = actions.DescribeRules({ ListenerArn: lab.production.names.listener });
            const own = Rules.find(({ Conditions = [] }) =>
              Conditions.some(({ Field }) => Field === 'http-header'),
            );
            meddle(lab, own?.RuleArn ?? '');
            meddled.at = lab.clock.now();
          });
        },
      },
    );
    expect(told.result.outcome).toBe('promoted');
    expect(fired(told)).toEqual([]);
    expect(texts(told).filter((text) => text.startsWith(unable))).toHaveLength(1);
    // The look in which it happened goes on to its end.
    expect(door.seen.filter(({ at }) => at > meddled.at + 60_000)).toEqual([]);
  });

  test('it can again: told once', async () => {
    const fails = { at: 0 };
    const door = atTheDoor((_request, own) => {
      fails.at += 1;
      return fails.at > 20 && fails.at < 60 ? { failure: 'EAI_AGAIN', afterMilliseconds: 5 } : own;
    });
    const told = await tell({}, { ...probed(), prepare: door.prepare });
    expect(texts(told).filter((text) => text.startsWith(unable))).toHaveLength(1);
    expect(texts(told).filter((text) => text === 'The probe can tell again')).toHaveLength(1);
  });
});

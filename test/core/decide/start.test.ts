import { describe, expect, test } from 'vitest';
import { decideStart } from '../../../core/decide/start.ts';
import type { AlarmSeen } from '../../../core/triggers/team-alarms.ts';
import { minute, start } from '../evidence/some-minutes.ts';
import { aPlan, planOf } from '../plan/a-plan.ts';
import { many, points, type Rows } from '../triggers/some-points.ts';

const queue = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
const plain = planOf(aPlan());
const queued = planOf(aPlan({ triggers: { queueDepth: { queue, risingFor: '3m' } } }));
const calm: Rows = { stableRequests: many(60, 100) };
const now = start + 61 * minute;

const decide = (rows: Rows, alarms: readonly AlarmSeen[] = [], plan = plain) =>
  decideStart({ now, points: points(rows), alarms }, plan);
const alarm = (state: AlarmSeen['state'], changes: Partial<AlarmSeen> = {}): AlarmSeen => ({
  name: 'slo-fast-burn',
  state,
  isSilenced: false,
  ...changes,
});

describe('begins', () => {
  test.each<[string, Rows, readonly AlarmSeen[], string]>([
    ['on a calm hour', calm, [], '0 %'],
    ['with an alarm of the team that is OK', calm, [alarm('OK')], '0 %'],
    ['before anybody has come', {}, [], '0 %'],
    ['with what the balancer always answers by itself', { ...calm, balancerErrors: many(60, 2) }, [], '2 %'],
  ])('%s', (_title, rows, alarms, usual) => {
    expect(decide(rows, alarms)).toEqual({
      balancerErrorPercent: Number.parseInt(usual, 10),
      story: [`Nothing rings. The balancer's own 5xx are ${usual} of the last hour's requests`],
    });
  });

  test('and what the balancer usually answers is no reason to ring, however much it is', () => {
    const rows = { ...calm, balancerErrors: many(60, 20) };
    expect(decide(rows).balancerErrorPercent).toBe(20);
  });

  test.each<[string, AlarmSeen, RegExp]>([
    ['has too little data', alarm('INSUFFICIENT_DATA'), /slo-fast-burn is in INSUFFICIENT_DATA$/],
    [
      'may be blind',
      alarm('OK', { evaluation: 'PARTIAL_DATA' }),
      /slo-fast-burn may be blind: PARTIAL_DATA$/,
    ],
    ['is silenced', alarm('OK', { isSilenced: true }), /slo-fast-burn has its actions disabled$/],
  ])('though an alarm %s, and says that no rung will pass until it is well', (_title, unsure, expected) => {
    const { story } = decide(calm, [alarm('OK', { name: 'well' }), unsure]);
    expect(story.slice(1)).toEqual([expect.stringMatching(/^No rung will pass while the alarm /)]);
    expect(story[1]).toMatch(expected);
  });
});

describe('refused while something rings', () => {
  test.each<[string, Rows, readonly AlarmSeen[], RegExp]>([
    [
      'a trigger',
      { ...calm, stableErrors: many(60, 50) },
      [alarm('OK')],
      /^before the start: http5xx \(all\) rings: [^;]*$/,
    ],
    [
      'an alarm of the team, in its own words',
      calm,
      [alarm('ALARM', { reason: 'burns too fast' }), alarm('OK', { name: 'well' })],
      /^before the start: the alarm slo-fast-burn rings: burns too fast$/,
    ],
    [
      'both, and both are told',
      { ...calm, stableErrors: many(60, 50) },
      [alarm('ALARM')],
      /^before the start: http5xx \(all\) rings: .*; the alarm slo-fast-burn rings: it is in ALARM$/,
    ],
    [
      'targets that are ill',
      { ...calm, stableUnhealthy: many(60, 3), stableHealthy: many(60, 1) },
      [],
      /^before the start: unhealthy \(all\) rings/,
    ],
  ])('%s', (_title, rows, alarms, message) => {
    expect(() => decide(rows, alarms)).toThrow(
      expect.objectContaining({ name: 'TriggersRing', message: expect.stringMatching(message) }),
    );
  });
});

describe('refused while something that the plan relies on is not there', () => {
  test('an alarm that does not exist, with the place to correct', () => {
    expect(() => decide(calm, [alarm('missing'), alarm('OK', { name: 'well' })])).toThrow(
      expect.objectContaining({
        name: 'WorldRejected',
        message: 'the alarm slo-fast-burn does not exist in this account and Region: correct triggers.alarms',
      }),
    );
  });

  test('before what rings: an alarm that is missing cannot be waited for', () => {
    const alarms = [alarm('ALARM'), alarm('missing', { name: 'gone' })];
    expect(() => decide(calm, alarms)).toThrow(/^the alarm gone does not exist/);
  });

  test.each<[string, Rows]>([
    ['was never asked for', calm],
    ['has no point', { ...calm, queueDepth: [] }],
  ])('a queue whose depth %s', (_title, rows) => {
    expect(() => decide(rows, [], queued)).toThrow(
      expect.objectContaining({
        name: 'WorldRejected',
        message: expect.stringMatching(/no depth of the queue jobs for an hour: .*receive-message/),
      }),
    );
  });

  test('one point of its depth is enough to know that it is there', () => {
    expect(
      decide({ ...calm, queueDepth: [...many(59, undefined as never), 0] }, [], queued).story,
    ).toHaveLength(1);
  });

  test('a queue that nobody named is not missed', () => {
    expect(decide(calm, [], plain).story).toHaveLength(1);
  });

  test('both at once are told at once', () => {
    expect(() => decide(calm, [alarm('missing')], queued)).toThrow(/queue jobs.*; the alarm slo-fast-burn/);
  });
});

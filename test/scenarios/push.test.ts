/** CloudWatch watches too, by alarms of the cutover's own, and EventBridge carries the news. */
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../../lab/faults/armed-faults.ts';
import { ledgerTable } from '../../lab/lab.ts';
import { desired, type Told, tell } from './story.ts';
import { expectHome, lost, secondsToSafety, seeds } from './trigger-story.ts';

/** From the first share on: before it, a guard that is blind refuses to start. */
const blind = {
  at: 'weight>=1',
  fail: { call: 'cloudwatch:GetMetricData', error: 'InternalServiceFault', times: 1_000_000 },
};
const at26 = (set: object) => ({ when: [blind, { at: 'weight>=1 +150s', set }] });

const ringAt =
  (at: number, seed = 1) =>
  (lab: Told['lab']) => {
    const { actions } = lab.production.services.cloudwatch;
    const AlarmName = `cutover-rehearsal-${seed}-http5xx-canary`;
    lab.clock.at(at, () => {
      actions.SetAlarmState({ AlarmName, StateValue: 'ALARM', StateReason: 'at the last moment' });
    });
  };

/** When watching ends in the calm cutover of this seed. */
async function watchingEnds(): Promise<number> {
  const { result } = await tell({});
  return Date.parse(result.story.find(({ actor }) => actor === 'stopWatching')?.at ?? '');
}

const ours = (lab: Told['lab']) =>
  lab.production.services.cloudwatch.actions
    .DescribeAlarms({ AlarmNamePrefix: 'cutover-' })
    .MetricAlarms?.map(({ AlarmName }) => AlarmName) ?? [];
const rows = (lab: Told['lab']) =>
  lab.ledger
    .rows(ledgerTable)
    .map((row) => row['pk'] as string)
    .filter((key) => key.startsWith('ALARM#'));

describe('with a guard that sees nothing', () => {
  test.each<[string, object, RegExp]>([
    [
      'errors',
      { 'canary.errorRate': '30%' },
      /^http5xx rings, says its alarm: [\d., ]+ % in 2 minutes, limit 5 %$/,
    ],
    [
      'ill targets',
      { 'canary.healthy': '0%' },
      /^unhealthy rings, says its alarm: 100 % in one minute, limit 50 %$/,
    ],
  ])('the alarm takes it back: %s', async (_title, set, reason) => {
    for (const seed of seeds) {
      const told = await tell(at26(set), { seed });
      expectHome(told);
      expect(told.result.reason).toMatch(reason);
    }
  });

  test('and its alarm events lost too, being blind takes it back within the budget', async () => {
    for (const seed of seeds) {
      const story = at26({ 'canary.errorRate': '30%' });
      const told = await tell({ when: [lost, ...story.when] }, { seed });
      expectHome(told);
      expect(told.result.reason).toMatch(/^blind: /);
      expect(secondsToSafety(told, told.seconds[1] ?? 0)).toBeLessThan(15 * 60);
    }
  });
});

describe('an alarm at the last moments', () => {
  test('is heard before watching has ended, or told after it; never lost, never half', {
    timeout: 90_000,
  }, async () => {
    const end = await watchingEnds();
    const endings: string[] = [];
    const offsets = [
      -5000, -2500, -1500, -1000, -700, -500, -300, -200, -100, -50, 0, 100, 500, 2000, 8000, 14_000,
    ];
    for (const n of offsets) {
      const { result, shares, lab } = await tell({}, { prepare: ringAt(end + n) });
      const late = result.story.some(({ text }) =>
        text.startsWith('After watching had ended, http5xx rings'),
      );
      const ending = {
        outcome: result.outcome,
        late,
        share: shares.at(-1),
        stable: desired(lab)['claude-proxy-a'],
      };
      // Heard in time it goes back; heard late a person is called while stable still stands.
      const back = { outcome: 'rolledBack', late: false, share: 0, stable: 4 };
      const told = { outcome: 'needsPerson', late: true, share: 100, stable: 4 };
      expect({ n, ...ending }).toEqual({ n, ...(late ? told : back) });
      expect(result.invariants.broken).toEqual([]);
      endings.push(result.outcome);
    }
    expect(endings[0]).toBe('rolledBack');
    expect(endings.at(-1)).toBe('needsPerson');
  });
});

const ringAtCrash = (seed: number) => (lab: Told['lab']) =>
  faultsOf(lab).onHit(({ deed, at }) => {
    if (deed.kind === 'crash') ringAt(at + 1, seed)(lab);
  });

describe('an alarm that rings while alarms are armed', () => {
  /** The first try dies when everything is made; the news of what rang then reaches nobody before the second is done. */
  const armedTwice = [
    { at: '+0s', crash: { function: 'armAlarms', when: 'after-write', write: 9 } },
    {
      at: '+0s',
      fail: { call: 'dynamodb:Query', function: 'onAlarm', error: 'InternalServerError', for: '2m' },
    },
  ];

  test('between two tries of arming is heard', async () => {
    for (const seed of seeds) {
      const told = await tell({ when: armedTwice }, { seed, prepare: ringAtCrash(seed) });
      expectHome(told);
      expect(told.result.reason).toMatch(/^http5xx rings/);
      expect(told.shares).not.toContain(26);
    }
  });
});

describe('alarms of its own', () => {
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
    expect(new Set(seen.alarms)).toEqual(new Set(names));
    expect(new Set(seen.rows)).toEqual(new Set(names.map((name) => `ALARM#${name}`)));
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

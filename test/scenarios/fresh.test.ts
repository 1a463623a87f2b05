/** Between the checklist and a share the world may change: it is looked at again, and the share does not rise on old news. */
import { describe, expect, test } from 'vitest';
import { type Lab, labStart } from '../../lab/lab.ts';
import { type Document, tell } from './story.ts';

/** One after the other, so that one is in flight whenever the rung is judged. */
const deploys = (fromMinute: number, toMinute: number) => (lab: Lab) => {
  const { UpdateService } = lab.production.services.ecs.actions;
  for (let seconds = fromMinute * 60; seconds < toMinute * 60; seconds += 20) {
    lab.clock.at(labStart + seconds * 1000, () =>
      UpdateService({ cluster: 'claude-proxy', service: 'claude-proxy-b', forceNewDeployment: true }),
    );
  }
};

const texts = (told: Awaited<ReturnType<typeof tell>>) =>
  told.result.story.map(({ text }) => text).join('\n');

describe('somebody else deploys into the pair', () => {
  test('at a rung: it holds until the deployment is over, and goes on', async () => {
    const told = await tell({}, { prepare: deploys(24, 36) });
    expect(told.result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
    expect(texts(told)).toMatch(/holding, ecs: somebody deploys/);
  });
});

function denied(at: string, lasting: string) {
  return {
    when: [{ at, fail: { call: 'ssm:GetCalendarState', error: 'AccessDeniedException', for: lasting } }],
  };
}

describe('the calendar cannot be read any more', () => {
  test('for a while: the share waits', async () => {
    const told = await tell(denied('weight>=1', '20m'));
    expect(told.result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
    expect(texts(told)).toMatch(/holding, calendar: could not be read: the role lacks ssm:GetCalendarState/);
  });

  test('for good: it never rises, and goes back within its budget', async () => {
    const told = await tell(denied('weight>=1', '3h'));
    expect(told.result).toMatchObject({ outcome: 'rolledBack', invariants: { broken: [] } });
    expect(Math.max(...told.shares)).toBe(1);
    expect(told.shares.at(-1)).toBe(0);
  });

  test('before the release: refused, and nothing was changed', async () => {
    const told = await tell({
      when: [
        {
          at: '+0s',
          fail: {
            function: 'checkTriggers',
            call: 'ssm:GetCalendarState',
            error: 'AccessDeniedException',
            times: 40,
          },
        },
      ],
    });
    expect(told.result.outcome).toBe('refused');
    expect(told.result.reason).toContain('looked at again: calendar: could not be read');
    expect(told.shares).toEqual([0]);
    expect(told.rulesAfter).toEqual(told.rulesBefore);
  });
});

const quick = (document: Document) => {
  document['watch'] = '5m';
  document['verify'] = { for: '10m' };
  document['approvals'] = { 'go-live': { by: ['dana@example.com'], need: 1, within: '1h' } };
};

// The calendar closes an hour after the checklist; the release would take 45 minutes.
const approvedAfter = (after: string) =>
  tell(
    { account: { calendar: 'closesSoon' }, people: [{ gate: 'go-live', answer: 'approve', after }] },
    { plan: quick },
  );

describe('people take their time to let it go live', () => {
  test('so long that it would end in closed time: refused, and nothing was changed', async () => {
    const { result, shares } = await approvedAfter('30m');
    expect(result.outcome).toBe('refused');
    expect(result.reason).toMatch(/looked at again: calendar: .*when the release is planned to end/);
    expect(shares).toEqual([0]);
  });

  test('and it ends in time all the same: it goes live', async () => {
    const { result } = await approvedAfter('5m');
    expect(result.outcome).toBe('promoted');
  });
});

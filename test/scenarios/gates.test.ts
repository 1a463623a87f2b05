/** Where people decide: each gate, and what an answer, or silence, comes to. */
import { describe, expect, test } from 'vitest';
import { type Document, tell } from './story.ts';

const gates = {
  'go-live': { by: ['dana', 'sam'], need: 1, within: '1h' },
  ramp: { at: ['26%'], by: ['on-call'], within: '30m' },
  'sign-off': { by: ['dana@example.com'], within: '4h' },
} as const;
type GateName = keyof typeof gates;

/** Only this gate, with changes. */
function only(name: GateName, changes: object = {}) {
  return (document: Document) => {
    document['approvals'] = { [name]: { ...gates[name], ...changes } };
  };
}

const names = ['go-live', 'ramp', 'sign-off'] as const;
const texts = (result: { story: readonly { text: string }[] }) => result.story.map(({ text }) => text);

describe.each(names)('%s', (gate) => {
  const plan = only(gate);
  const refusedOrBack = gate === 'go-live' ? 'refused' : 'rolledBack';

  test('approved, it goes on', async () => {
    const { result } = await tell({}, { plan });
    expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
    expect(result.approvals).toMatchObject([
      { gate, decision: 'approve', by: gate === 'ramp' ? 'oncall' : 'dana' },
    ]);
  });

  test('rejected, nothing was changed, or everything is changed back', async () => {
    const { result, rulesAfter, rulesBefore } = await tell(
      { people: [{ gate, answer: 'reject', after: '3m' }] },
      { plan },
    );
    expect(result).toMatchObject({ outcome: refusedOrBack, invariants: { broken: [] } });
    expect(result.reason).toMatch(gate === 'ramp' ? /^oncall rejects ramp to 26 %/ : /^dana rejects/);
    expect(rulesAfter).toEqual(rulesBefore);
  });

  test('nobody answers: the same, at its deadline', async () => {
    const { result, rulesAfter, rulesBefore } = await tell(
      { people: [{ gate, answer: 'nothing' }] },
      { plan },
    );
    expect(result).toMatchObject({ outcome: refusedOrBack, invariants: { broken: [] } });
    expect(result.reason).toMatch(/^nobody answered /);
    expect(result.approvals).toMatchObject([{ decision: 'expired' }]);
    expect(rulesAfter).toEqual(rulesBefore);
  });

  test('the execution is stopped while it waits: nothing is left behind', async () => {
    const at = { 'go-live': '+5m', ramp: 'weight>=1 +20m', 'sign-off': 'weight>=100 +100m' }[gate];
    const people = [{ gate, answer: 'approve', after: '25m' }];
    const { result, rulesAfter, rulesBefore } = await tell(
      { when: [{ at, stop: 'execution' }], people },
      { plan },
    );
    expect(result).toMatchObject({ outcome: refusedOrBack, invariants: { broken: [] } });
    expect(result.approvals).toMatchObject([{ decision: 'withdrawn' }]);
    expect(rulesAfter).toEqual(rulesBefore);
  });

  test('it is aborted while it waits: at once, and the late answer is told so', async () => {
    const at = { 'go-live': '+5m', ramp: 'weight>=1 +20m', 'sign-off': 'weight>=100 +100m' }[gate];
    const people = [{ gate, answer: 'approve', after: '25m' }];
    const { result } = await tell({ when: [{ at, command: 'abort' }], people }, { plan });
    expect(result).toMatchObject({ outcome: refusedOrBack, invariants: { broken: [] } });
    expect(result.reason).toMatch(/^oncall aborts the cutover/);
    expect(result.approvals).toMatchObject([{ decision: 'withdrawn' }]);
  });

  test('two answers at one instant: one decides', async () => {
    const people = [
      { gate, answer: 'approve', after: '3m', by: 'dana' },
      { gate, answer: 'reject', after: '3m', by: 'sam' },
    ];
    const { result } = await tell({ people }, { plan: only(gate, { by: ['dana', 'sam'] }) });
    expect(result.invariants.broken).toEqual([]);
    expect(result.approvals).toHaveLength(1);
    const [{ decision } = { decision: '' }] = result.approvals;
    expect(result.outcome).toBe(decision === 'approve' ? 'promoted' : refusedOrBack);
  });

  test('a crash between the decision and the token: it is told by the next who looks', async () => {
    const when = [{ at: '+0s', crash: { function: 'takeCommand', when: 'after-write', write: 1 } }];
    const { result } = await tell({ when }, { plan });
    expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
  });

  test('Step Functions does not hear: the reconciler tells it within two minutes', async () => {
    const when = [
      {
        at: '+0s',
        fail: {
          call: 'sfn:SendTaskSuccess',
          function: 'takeCommand',
          error: 'AccessDeniedException',
          times: 20,
        },
      },
    ];
    const { result } = await tell({ when }, { plan });
    expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
  });

  test('a dry run asks nobody', async () => {
    const { result } = await tell({}, { plan, live: false });
    expect(result).toMatchObject({ outcome: 'promoted', approvals: [], invariants: { broken: [] } });
  });
});

describe('a quorum', () => {
  test('of two needs two', async () => {
    const { result } = await tell({}, { plan: only('go-live', { need: 2 }) });
    expect(result.approvals.map(({ by }) => by)).toEqual(['dana', 'sam']);
    expect(result.outcome).toBe('promoted');
  });

  test('of two is not reached by one who answers twice', async () => {
    const people = [
      { gate: 'go-live', answer: 'approve', after: '1m', by: 'dana' },
      { gate: 'go-live', answer: 'approve', after: '2m', by: 'dana' },
      { gate: 'go-live', answer: 'nothing' },
    ];
    const { result } = await tell({ people }, { plan: only('go-live', { need: 2 }) });
    expect(result).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/^only 1 of 2 approved/),
    });
  });

  test('is not moved by whoever started it, nor by a stranger', async () => {
    for (const by of ['robin', 'mallory']) {
      const people = [{ gate: 'go-live', answer: 'approve', by }];
      const { result } = await tell({ people }, { plan: only('go-live') });
      expect(result).toMatchObject({ outcome: 'refused', approvals: [{ decision: 'expired' }] });
      expect(texts(result)).toContainEqual(expect.stringMatching(/did not count: you are not one of those/));
    }
  });
});

describe('silence that holds', () => {
  // oxlint-disable-next-line unicorn/no-thenable -- the plan's word
  const plan = only('ramp', { then: 'hold' });

  test('asks for an hour more, and the share stays', async () => {
    const people = [
      { gate: 'ramp', answer: 'nothing' },
      { gate: 'ramp', answer: 'approve', after: '20m' },
    ];
    const { result, shares } = await tell({ people }, { plan });
    expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
    expect(shares).toEqual([0, 1, 26, 51, 76, 100]);
    expect(texts(result)).toContainEqual(
      expect.stringMatching(
        /^Nobody decided: it holds, and asks oncall about ramp to 26 %: 1 of them by 23:\d\d UTC$/,
      ),
    );
  });

  test('goes back when nobody answers then either', async () => {
    const people = ['nothing', 'nothing'].map((answer) => ({ gate: 'ramp', answer }));
    const { result } = await tell({ people }, { plan });
    expect(result).toMatchObject({ outcome: 'rolledBack', invariants: { broken: [] } });
    expect(result.seconds).toBeGreaterThan(90 * 60);
    // The hour outlasts one wait of the machine's: it asks again, and says once that nobody had decided.
    expect(texts(result).filter((text) => text.startsWith('Nobody decided'))).toHaveLength(1);
    expect(texts(result).filter((text) => text.startsWith('Asks again'))).toHaveLength(1);
  });
});

test('an alarm that rings while people are asked goes back without them', async () => {
  const people = [{ gate: 'ramp', answer: 'approve', after: '25m' }];
  const when = [{ at: 'weight>=1 +20m', set: { 'canary.errorRate': '60%', 'stable.errorRate': '60%' } }];
  const { result } = await tell({ people, when }, { plan: only('ramp') });
  expect(result).toMatchObject({ outcome: 'rolledBack', invariants: { broken: [] } });
  expect(result.approvals).toMatchObject([{ decision: 'withdrawn' }]);
});

test('evidence that went bad while people thought is judged afresh: their approval does not carry it', async () => {
  const people = [{ gate: 'ramp', answer: 'approve', after: '10m' }];
  const when = [{ at: 'weight>=1 +22m', set: { 'canary.p95': '4s' } }];
  const { result, shares } = await tell({ people, when }, { plan: only('ramp') });
  expect(shares).not.toContain(26);
  expect(result).toMatchObject({ outcome: 'rolledBack', invariants: { broken: [] } });
});

test('a plan that the policy does not allow is refused with every reason', async () => {
  const { result } = await tell({}, { plan: only('go-live', { by: ['mallory'] }) });
  expect(result).toMatchObject({ outcome: 'refused' });
  expect(result.reason).toMatch(/approvals\.go-live\.by\[0\]: "mallory": is neither an approver nor a group/);
});

describe.each(names)('who asks at %s may die around any of their writes', (gate) => {
  const asker = gate === 'go-live' ? 'askToGoLive' : 'askPeople';

  test.each(
    ['before-write', 'after-write'].flatMap((when) => [1, 2, 3].map((write) => [when, write] as const)),
  )('%s %i', async (when, write) => {
    const happening = { at: '+0s', crash: { function: asker, when, write } };
    const { result } = await tell({ when: [happening] }, { plan: only(gate) });
    expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
  });
});

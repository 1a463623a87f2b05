import { describe, expect, test } from 'vitest';
import { answerGate, type GivenAnswer } from '../../../aws/gate/answer.ts';
import { closeGate, openGate } from '../../../aws/gate/open.ts';
import { readGate } from '../../../aws/ledger/gates.ts';
import type { Question } from '../../../core/gate/life.ts';
import { supersede } from '../../../core/gate/life.ts';
import { lastingCaller } from '../../../lab/cloud/wire/call.ts';
import { someQuestion } from '../../core/gate/some-gate.ts';
import { aLedger } from './ledger.ts';

const id = 'rehearsal-1.go-live';

function waiting(token = 'token-1') {
  return { token, executionArn: 'arn:execution', leadingArn: 'arn:rule', startedAt: '2026-12-01T22:00:00Z' };
}

function by(who: string, changes: Partial<GivenAnswer> = {}): GivenAnswer {
  return {
    gateId: id,
    came: { method: 'iam', principal: `arn:aws:iam::123456789012:user/${who}` },
    decision: 'approve',
    reason: '',
    digest: 'shown',
    ...changes,
  };
}

async function opened(changes: Partial<Question> = {}) {
  const ledger = aLedger();
  const question = someQuestion(changes);
  const first = await ledger.settle(openGate(ledger.world(), question, waiting()));
  const invitations = 'invitations' in first ? first.invitations : [];
  const answer = (given: GivenAnswer) => ledger.settle(answerGate(ledger.world(), given));
  const open = () => ledger.rows().filter(({ pk }) => pk === 'OPEN');
  return { ...ledger, question, invitations, answer, open };
}

describe('an answer', () => {
  test('that decides wakes the machine, and leaves no token and nothing open', async () => {
    const { answer, told, open, world, settle } = await opened();
    expect(open()).toHaveLength(1);
    expect(await answer(by('dana'))).toMatchObject({ result: 'decided', machine: 'answered' });
    expect(told).toEqual([{ token: 'token-1', heard: 'approved' }]);
    expect(open()).toEqual([]);
    expect(await settle(readGate(world(), id))).not.toHaveProperty('token');
  });

  test('that is one of two waits for the other', async () => {
    const { answer, told } = await opened({ need: 2 });
    expect(await answer(by('dana'))).toMatchObject({ result: 'counted', missing: 1 });
    expect(told).toEqual([]);
    expect(await answer(by('sam'))).toMatchObject({ result: 'decided' });
    expect(told).toHaveLength(1);
  });

  test('by link is known by its secret, and the secret is nowhere on the ledger', async () => {
    const { answer, invitations, rows, lines } = await opened();
    const secret = invitations.find(({ person }) => person.id === 'sam')?.secret ?? '';
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await answer(by('sam', { came: { method: 'linkWithCode', secret } }))).toMatchObject({
      result: 'decided',
      by: 'sam',
    });
    const kept = JSON.stringify([rows(), lines]);
    for (const invitation of invitations) expect(kept).not.toContain(invitation.secret);
    expect(kept).not.toContain('token-1');
  });

  test('to a gate that does not exist says so', async () => {
    const { answer } = await opened();
    expect((await answer(by('dana', { gateId: 'rehearsal-2.go-live' }))).result).toBe('unknownGate');
  });

  test('of a signed stranger is on the story; of somebody with a forged link it is not', async () => {
    const { answer, rows } = await opened();
    await answer(by('mallory'));
    await answer(by('mallory', { came: { method: 'link', secret: 'made up' } }));
    const story = rows().filter(({ sk }) => (sk as string).startsWith('STORY#'));
    expect(story.map(({ actor }) => actor)).toEqual(['arn:aws:iam::123456789012:user/mallory']);
  });
});

test('whoever asks again while the old token is forgotten stays on the list', async () => {
  for (let after = 0; after <= 80; after += 1) {
    const { world, settle, clock, question, states, rows, open } = await opened();
    states.deafTo = 'token-2';
    const again = async () => {
      await clock.sleep(after);
      return openGate(world(lastingCaller('again')), question, waiting('token-2'));
    };
    await settle(Promise.all([answerGate(world(), by('dana')), again()]));
    const waits = rows().some(({ token }) => token === 'token-2');
    expect({ after, waits, listed: open().length }).toEqual({ after, waits: true, listed: 1 });
  }
});

describe('two answers at one instant', () => {
  test.each([
    ['approve', 'approve'],
    ['approve', 'reject'],
    ['reject', 'reject'],
  ])('%s and %s: one decides, and the machine hears once', async (first, second) => {
    const { world, settle, told } = await opened();
    const both = await settle(
      Promise.all([
        answerGate(world(), by('dana', { decision: first })),
        answerGate(world(), by('sam', { decision: second })),
      ]),
    );
    expect(both.map(({ result }) => result).toSorted()).toEqual(['closed', 'decided']);
    expect(told).toHaveLength(1);
  });

  test('of a quorum: both count, and the later write decides', async () => {
    const { world, settle, told } = await opened({ need: 2 });
    const both = await settle(Promise.all([answerGate(world(), by('dana')), answerGate(world(), by('sam'))]));
    expect(both.map(({ result }) => result).toSorted()).toEqual(['counted', 'decided']);
    expect(told).toHaveLength(1);
  });

  test('of one person who clicks twice: the second is told that the first counts', async () => {
    const { world, settle } = await opened({ need: 2 });
    const both = await settle(
      Promise.all([answerGate(world(), by('dana')), answerGate(world(), by('dana'))]),
    );
    expect(both.map(({ result }) => result).toSorted()).toEqual(['alreadyDecidedByYou', 'counted']);
  });

  test('and a newer cutover that takes its place: one of them wins', async () => {
    const { world, settle, told } = await opened();
    const [answered, closed] = await settle(
      Promise.all([
        answerGate(world(), by('dana')),
        closeGate(world(), id, (gate, now) => supersede(gate, 'rehearsal-2', now)),
      ]),
    );
    expect([answered.result, closed?.gate.status]).toSatisfy(
      ([result, status]) =>
        (result === 'decided' && status === 'approved') ||
        (result === 'superseded' && status === 'superseded'),
    );
    expect(told).toHaveLength(1);
  });
});

describe('a crash between the write and the token', () => {
  test('heals when the same answer comes again', async () => {
    const { answer, told, wire, world, settle, open } = await opened();
    const caller = { ...lastingCaller('takeAnswer'), alive: true };
    wire.onCall((call) => {
      if (call.caller === caller && call.action === 'UpdateItem') caller.alive = false;
    });
    void settle(answerGate(world(caller), by('dana')).catch(() => undefined));
    await settle(Promise.resolve());
    expect(told).toEqual([]);
    expect(open()).toHaveLength(1);
    expect(await answer(by('dana'))).toMatchObject({ result: 'alreadyDecidedByYou', machine: 'answered' });
    expect(told).toHaveLength(1);
    expect(open()).toEqual([]);
  });

  test('is no loss where Step Functions does not answer: the decision stands, and is told later', async () => {
    const { answer, told, states } = await opened();
    states.isDown = true;
    expect(await answer(by('dana'))).toMatchObject({ result: 'decided', machine: 'later' });
    states.isDown = false;
    expect(await answer(by('sam'))).toMatchObject({ result: 'closed', machine: 'answered' });
    expect(told).toHaveLength(1);
  });
});

describe('asked again', () => {
  test('the newest token is the one that is answered, and old links say that they are old', async () => {
    const { answer, told, invitations, settle, world, question } = await opened();
    await settle(openGate(world(), question, waiting('token-2')));
    const secret = invitations[0]?.secret ?? '';
    expect(await answer(by('dana', { came: { method: 'link', secret } }))).toMatchObject({
      result: 'superseded',
      what: 'attempt',
    });
    await answer(by('dana'));
    expect(told.map(({ token }) => token)).toEqual(['token-2']);
  });

  test('once decided, the new token hears it at once', async () => {
    const { answer, told, settle, world, question, open } = await opened();
    await answer(by('dana', { decision: 'reject', reason: 'not today' }));
    const again = await settle(openGate(world(), question, waiting('token-2')));
    expect(again.does).toBe('tell');
    expect(told.at(-1)).toEqual({
      token: 'token-2',
      heard: 'NotApproved: dana rejects go-live: not today',
    });
    expect(open()).toEqual([]);
  });

  test('past the deadline it closes, whoever answers just then', async () => {
    const { answer, told, settle, world, question, clock } = await opened();
    clock.after(3_600_000, () => undefined);
    await clock.step();
    await settle(openGate(world(), question, waiting('token-2')));
    expect(told.at(-1)?.heard).toMatch(/^NotApproved: nobody answered go-live/);
    expect((await answer(by('dana'))).result).toBe('expired');
  });
});

/** A plan that names its time: what waits for it, and what ends the wait. The lab begins at 22:00 UTC. */
import { describe, expect, test } from 'vitest';
import { ledgerTable, type Lab } from '../../lab/lab.ts';
import { type Document, tell } from './story.ts';

const at = (time: string, change: (document: Document) => unknown = () => undefined) => ({
  plan: (document: Document) => {
    document['startAt'] = time;
    change(document);
  },
});
const clock = (iso = '') => iso.slice(11, 16);
const firstShare = (result: { weights: readonly { at: string; canaryPercent: number }[] }) =>
  clock(result.weights.find(({ canaryPercent }) => canaryPercent > 0)?.at);
const toldAt = ({ story }: { story: readonly { at: string; text: string }[] }, words: RegExp) =>
  clock(story.find(({ text }) => words.test(text))?.at);

test('looks half an hour before T, and begins at T', async () => {
  const { result } = await tell({}, at('2026-12-01T22:50:00Z'));
  expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
  expect(toldAt(result, /^Checked: /)).toBe('22:20');
  expect(toldAt(result, /^Locked /)).toBe('22:50');
  expect(firstShare(result)).toMatch(/^22:5[1-5]$/);
});

test('another zone is the same instant', async () => {
  const { result } = await tell({}, at('2026-12-02T00:20:00+02:00'));
  expect(toldAt(result, /^Locked /)).toBe('22:20');
});

test('people are asked before T, and it waits for T all the same', async () => {
  const plan = at('2026-12-01T22:50:00Z', (document) => {
    document['approvals'] = { 'go-live': { by: ['dana'], within: '1h' } };
  });
  const { result } = await tell({}, plan);
  expect(toldAt(result, /^dana approves/)).toBe('22:21');
  expect(toldAt(result, /^Locked /)).toBe('22:50');
});

test('whoever decides after T makes it begin then', async () => {
  const plan = at('2026-12-01T22:31:00Z', (document) => {
    document['approvals'] = { 'go-live': { by: ['dana'], within: '1h' } };
  });
  const { result } = await tell({ people: [{ gate: 'go-live', answer: 'approve', after: '45m' }] }, plan);
  expect(toldAt(result, /^Locked /)).toBe('22:46');
});

test.each(['2026-12-01T22:00:00Z', '2026-12-01T22:00:01Z'])('%s has come: at once', async (time) => {
  const { result } = await tell({}, at(time));
  expect(toldAt(result, /^Locked /)).toBe('22:00');
});

test('a dry run waits for nothing', async () => {
  const { result } = await tell({}, { ...at('2026-12-01T23:00:00Z'), live: false });
  expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
  expect(result.seconds).toBeLessThan(120);
  expect(result.story.some(({ text }) => text.includes('would wait for startAt'))).toBe(true);
});

test('a plan of another day is rehearsed in the lab’s own evening', async () => {
  const { result } = await tell({}, at('2031-03-04T05:06:07Z'));
  expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
  expect(toldAt(result, /^Locked /)).toBe('22:40');
});

describe('while it waits', () => {
  test.each(['+5m', '+30m'])('it holds no lock (%s)', async (when) => {
    const held: unknown[] = [];
    const look = ({ clock: time, ledger }: Lab) =>
      time.after(Number(when.slice(1, -1)) * 60_000, () =>
        held.push(ledger.rows(ledgerTable).filter(({ sk }) => sk === 'LOCK')),
      );
    await tell({}, { ...at('2026-12-01T22:50:00Z'), prepare: look });
    expect(held).toEqual([[]]);
  });

  test.each(['+5m', '+30m'])('abort ends it at once (%s)', async (when) => {
    const { result } = await tell({ when: [{ at: when, command: 'abort' }] }, at('2026-12-01T22:50:00Z'));
    expect(result).toMatchObject({ outcome: 'refused', invariants: { broken: [] } });
    expect(result.reason).toMatch(/^oncall aborts/);
    expect(result.seconds).toBeLessThan(Number(when.slice(1, -1)) * 60 + 60);
  });

  test('abort while Step Functions does not hear: it ends when the wait does', async () => {
    const deaf = { call: 'sfn:SendTaskFailure', error: 'AccessDeniedException', times: 20 };
    const when = [
      { at: '+4m', fail: deaf },
      { at: '+5m', command: 'abort' },
    ];
    const { result } = await tell({ when }, at('2026-12-01T22:50:00Z'));
    expect(result).toMatchObject({ outcome: 'refused', invariants: { broken: [] } });
  });

  test('skip does not end it: the plan has named the time', async () => {
    const { result } = await tell({ when: [{ at: '+5m', command: 'skip' }] }, at('2026-12-01T22:50:00Z'));
    expect(toldAt(result, /^Locked /)).toBe('22:50');
  });

  test('a stopped execution leaves nothing behind', async () => {
    const { result } = await tell({ when: [{ at: '+5m', stop: 'execution' }] }, at('2026-12-01T22:50:00Z'));
    expect(result).toMatchObject({ outcome: 'refused', invariants: { broken: [] } });
  });

  test.each(['before-write', 'after-write'])('whoever begins the wait may die %s', async (when) => {
    const crash = { function: 'waitForStart', when, times: 1 };
    const { result } = await tell({ when: [{ at: '+0s', crash }] }, at('2026-12-01T22:50:00Z'));
    expect(result).toMatchObject({ outcome: 'promoted', invariants: { broken: [] } });
    expect(toldAt(result, /^Locked /)).toBe('22:50');
  });
});

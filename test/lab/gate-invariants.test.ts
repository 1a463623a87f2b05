/** The two invariants of the gates see what the cutover itself does not: each defect is planted behind its back. */
import { describe, expect, test } from 'vitest';
import { decisionOf } from '../core/gate/some-gate.ts';
import type { Gate } from '../../core/gate/gate.ts';
import { type Lab, ledgerTable } from '../../lab/lab.ts';
import { type Document, tell } from '../scenarios/story.ts';

const asked = (document: Document) => {
  document['approvals'] = {
    'go-live': { by: ['dana', 'sam'], within: '1h' },
    'sign-off': { by: ['dana'], within: '1h' },
  };
};
const silent = ['go-live', 'sign-off'].map((gate) => ({ gate, answer: 'nothing' }));

/** Rewrites a row of the ledger once, when it first looks like this. */
function rewrite(
  { ledger, clock }: Lab,
  isIt: (row: Readonly<Record<string, unknown>>) => boolean,
  change: (row: Readonly<Record<string, unknown>>) => Record<string, unknown>,
): void {
  let isDone = false;
  ledger.onChange(({ after }) => {
    if (isDone || after === undefined || !isIt(after)) return;
    isDone = true;
    clock.after(1000, () => {
      const now = ledger.rows(ledgerTable).find(({ pk, sk }) => pk === after['pk'] && sk === after['sk']);
      ledger.actions.PutItem({ TableName: ledgerTable, Item: { ...now, ...change(now ?? after) } } as never);
    });
  });
}

const isGate = (name: string) => (row: Readonly<Record<string, unknown>>) =>
  (row['gate'] as Gate | undefined)?.gate === name && row['sk'] === 'RECORD';

/** As if somebody's code had counted an answer of theirs. */
const approvedBy =
  (by: string) =>
  (row: Readonly<Record<string, unknown>>): Record<string, unknown> => {
    const gate = row['gate'] as Gate;
    const { openedAt: at } = gate;
    const closing = { by, at, text: `${by} approves` };
    return {
      version: (row['version'] as number) + 1,
      gate: { ...gate, status: 'approved', closing, decisions: { [by]: decisionOf(by, at) } },
    };
  };

const brokenBy = async (prepare: (lab: Lab) => unknown, people: readonly object[] = silent) => {
  const { result } = await tell({ people }, { plan: asked, prepare });
  return result.invariants.broken.map(({ name, why }) => `${name}: ${why}`);
};

test('nothing is broken where people decide', async () => {
  expect(await brokenBy(() => undefined, [])).toEqual([]);
});

describe('nobodyApprovesTheirOwn', () => {
  test.each([
    ['robin', /robin started the cutover and approved go-live/],
    ['mallory', /mallory approved go-live and may not/],
    ['dana', /go-live has an approval of dana, who said nothing/],
  ])('%s is counted', async (by, why) => {
    const broken = await brokenBy((lab) => rewrite(lab, isGate('go-live'), approvedBy(by)));
    expect(broken).toEqual([expect.stringMatching(why)]);
  });
});

describe('approvedIsWhatShips', () => {
  test('another image is put into what was pinned, once it was approved', async () => {
    const other = 'sha256:0000000000000000000000000000000000000000000000000000000000000000';
    const swap = (lab: Lab) =>
      lab.ledger.onChange(({ key, after }) => {
        if (key['sk'] !== 'RECORD' || (after?.['gate'] as Gate | undefined)?.status !== 'approved') return;
        const record = lab.ledger
          .rows(ledgerTable)
          .find(({ pk, sk }) => pk === 'CUTOVER#rehearsal-1' && sk === 'RECORD');
        const pinned = JSON.parse(
          JSON.stringify(record?.['pinned']).replaceAll(/sha256:[0-9a-f]{64}/g, other),
        ) as object;
        lab.ledger.actions.PutItem({ TableName: ledgerTable, Item: { ...record, pinned } } as never);
      });
    const broken = await brokenBy(swap, []);
    expect(broken[0]).toMatch(/^approvedIsWhatShips: users meet 1 %, and go-live was asked about/);
  });

  test('it goes live though nobody was waited for', async () => {
    // The machine hears an approval that the ledger does not know.
    const broken = await brokenBy((lab) => {
      lab.lambda.wrap('askToGoLive', (run) => async (event, context) => {
        const asking = await run(event, context);
        const { token: taskToken } = event as { token: string };
        lab.engine.sendTaskSuccess({ taskToken, output: '{}' });
        return asking;
      });
    });
    expect(broken[0]).toMatch(/^approvedIsWhatShips: users meet 1 %, and go-live is not approved/);
  });

  test('the old version is let go without the sign-off', async () => {
    const broken = await brokenBy(
      (lab) => {
        lab.lambda.wrap('askPeople', (run) => async (event, context) => {
          const asking = await run(event, context);
          const { token: taskToken } = event as { token: string };
          lab.engine.sendTaskSuccess({ taskToken, output: '{}' });
          return asking;
        });
      },
      [
        { gate: 'go-live', answer: 'approve' },
        { gate: 'sign-off', answer: 'nothing' },
      ],
    );
    expect(broken).toEqual([
      expect.stringMatching(/^approvedIsWhatShips: stable is let go, and sign-off is not approved/),
    ]);
  });
});

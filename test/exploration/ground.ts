/**
 * Where an exploration begins: a real cutover of the lab, run until its first rungs are live and confirmed. Its lock
 * row, its record and its rules are what the explored functions then meet.
 */
import type { CutoverRecord } from '../../aws/ledger/record.ts';
import type { LockRow } from '../../aws/ledger/lock.ts';
import type { Snapshot } from '../../core/record.ts';
import type { Action } from '../../core/traffic/actions.ts';
import { pairOf } from '../../aws/traffic.ts';
import { buildLab, type Lab, ledgerTable } from '../../lab/lab.ts';
import { samplePlan } from '../scenarios/story.ts';

export const cutoverId = 'release';

export type Row = LockRow & Readonly<Record<string, unknown>>;

export interface Ground {
  readonly lab: Lab;
  readonly snapshot: Snapshot;
  readonly record: CutoverRecord;
  readonly row: Row;
  /** The actions of the snapshot's rules as they are live, in the snapshot's order. */
  readonly actions: readonly (readonly Action[])[];
  /** What `DescribeTargetHealth` says of each group, whatever the rules say later. */
  readonly health: Readonly<Record<string, object>>;
}

const laid = new Map<string, Promise<Ground>>();

/** Laid once and gone back to: an exploration puts the lab where it needs it before every question. */
export function groundOf(given: Parameters<typeof layGround>[0]): Promise<Ground> {
  const key = JSON.stringify(given);
  let ground = laid.get(key);
  if (ground === undefined) laid.set(key, (ground = layGround(given)));
  return ground;
}

async function layGround(given: {
  readonly percent: number;
  readonly hasSecondRule?: boolean;
}): Promise<Ground> {
  const { percent, hasSecondRule = false } = given;
  const lab = buildLab({ seed: 1, production: { rules: { hasSecondRule } } });
  const plan = await samplePlan((document) => {
    document.target['rules'] = lab.production.names.rules;
  });
  const input = JSON.stringify({ ...plan, live: true });
  lab.engine.startExecution({ stateMachineArn: lab.stateMachineArn, name: cutoverId, input });
  const find = (name: string) =>
    lab.ledger.rows(ledgerTable).find((one) => one['sk'] === name && one['epoch'] !== 0);
  const isThere = () => find('LOCK')?.['confirmed'] === `split:${percent}`;
  while (!isThere()) {
    if (!(await lab.clock.step())) throw new Error(`the sample plan has no rung of ${percent} %`);
  }
  const leading = lab.ledger
    .rows(ledgerTable)
    .find((one) => one['pk'] === `LOCK#${lab.production.names.rules[0]}`);
  const record = structuredClone(find('RECORD')) as unknown as CutoverRecord;
  const { snapshot } = record;
  if (snapshot === undefined) throw new Error('a cutover that shifts has taken its snapshot');
  return {
    lab,
    snapshot,
    record,
    row: structuredClone(leading) as unknown as Row,
    actions: liveActions(lab, snapshot),
    health: Object.fromEntries(Object.values(pairOf(snapshot)).map((arn) => [arn, healthOf(lab, arn)])),
  };
}

export function liveActions(lab: Lab, snapshot: Snapshot): Ground['actions'] {
  const live = lab.production.snapshot().rules;
  return snapshot.rules.map(({ arn }) =>
    structuredClone((live.find((rule) => rule.arn === arn)?.actions ?? []) as readonly Action[]),
  );
}

function healthOf(lab: Lab, TargetGroupArn: string): object {
  return structuredClone(lab.production.services.elbv2.actions.DescribeTargetHealth({ TargetGroupArn }));
}

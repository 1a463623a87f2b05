/** "Judge checklist": one word for all checks together, and what people signed for. Changes only the ledger. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithAnswers, withAnswers } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { readGate } from '../aws/ledger/gates.ts';
import { lockedArns, readHolders } from '../aws/ledger/lock.ts';
import { note, readRecord } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { checklist } from '../core/checks/catalog.ts';
import { judgeChecklist as judge } from '../core/checks/judge-checklist.ts';
import { tellChecklist } from '../core/checks/tell.ts';
import { underWaiver } from '../core/checks/waiver.ts';
import { gateId } from '../core/gate/gate.ts';

export async function judgeChecklist(world: World<'dynamodb'>, { cutover, answers }: WithAnswers) {
  const { plan, terms } = await readRecord(world, cutover);
  const holders = await readHolders(world, lockedArns(plan));
  const holder = holders.find(({ cutoverId }) => cutoverId !== cutover.id)?.cutoverId;
  const gate = (await readGate(world, gateId(cutover.id, 'waive')))?.gate;
  const { live } = cutover;
  const facts = { hasGate: terms?.waive !== undefined, live, gate };
  const { decision, reason, results } = underWaiver(
    judge(checklist(plan.checks), answers, { live, holder }),
    facts,
  );
  await note(world, cutover, { checks: results });
  return {
    decision,
    reason,
    story: gate === undefined ? tellChecklist(results, plan.checks) : [`Judged again: ${reason}`],
  };
}

export const handler = lambda(judgeChecklist, { input: withAnswers, clients: { dynamodb } });

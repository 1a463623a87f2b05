/** "Judge checklist": one word for all checks together. Changes only the ledger. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithAnswers, withAnswers } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { lockedArns, readHolders } from '../aws/ledger/lock.ts';
import { note, readRecord } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { checklist } from '../core/checks/catalog.ts';
import { judgeChecklist as judge } from '../core/checks/judge-checklist.ts';
import { tellChecklist } from '../core/checks/tell.ts';

export async function judgeChecklist(world: World<'dynamodb'>, { cutover, answers }: WithAnswers) {
  const { plan } = await readRecord(world, cutover);
  const holders = await readHolders(world, lockedArns(plan));
  const other = holders.find(({ cutoverId }) => cutoverId !== cutover.id)?.cutoverId;
  const { decision, reason, results } = judge(checklist(plan.checks), answers, other);
  await note(world, cutover, { checks: results });
  return { decision, reason, story: tellChecklist(results, plan.checks) };
}

export const handler = lambda(judgeChecklist, { input: withAnswers, clients: { dynamodb } });

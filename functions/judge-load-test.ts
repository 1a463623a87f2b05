/** "Judge load test": says what k6's end means, and keeps it. Changes only the ledger. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { type WithK6End, withK6End } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { keepEvidence } from '../aws/ledger/evidence.ts';
import { readRecord } from '../aws/ledger/record.ts';
import type { World } from '../aws/world.ts';
import { answerOf } from '../core/checks/judge-checklist.ts';
import { judgeK6 } from '../core/load/k6.ts';

export async function judgeLoadTest(world: World<'dynamodb'>, { cutover, check, container, end }: WithK6End) {
  const { plan } = await readRecord(world, cutover);
  const verdict = judgeK6(end, container, { seconds: plan.staging?.load?.seconds ?? 0 });
  const digest = await keepEvidence(world, cutover, check, { verdict, facts: end });
  return { ...answerOf(check, verdict), digest };
}

export const handler = lambda(judgeLoadTest, { input: withK6End, clients: { dynamodb } });

/** "Prepare load test": says how k6 is started, after a look at its task definition. Starts nothing; changes only the ledger. */
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { type WithCheck, withCheck } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { keepEvidence } from '../aws/ledger/evidence.ts';
import { readRecord } from '../aws/ledger/record.ts';
import { readK6Definition } from '../aws/load/k6.ts';
import type { World } from '../aws/world.ts';
import { answerOf } from '../core/checks/judge-checklist.ts';
import { prepareK6 } from '../core/load/prepare.ts';

export async function prepareLoadTest(world: World<'dynamodb' | 'ecs'>, { cutover, check }: WithCheck) {
  const { plan } = await readRecord(world, cutover);
  const prepared = await prepareK6(plan, cutover, (load) => readK6Definition(world, load));
  if ('task' in prepared) return { decision: 'run', name: check, ...prepared };
  const { verdict } = prepared;
  const digest = await keepEvidence(world, cutover, check, { verdict });
  return { decision: 'over', ...answerOf(check, verdict), digest };
}

export const handler = lambda(prepareLoadTest, { input: withCheck, clients: { dynamodb, ecs } });

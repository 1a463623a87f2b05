/** "Write report": keeps how it ended, and the whole story, as one document. Changes only the ledger. */
import * as z from 'zod/mini';
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ending, onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { closeOpen } from '../aws/ledger/open.ts';
import { findRecord } from '../aws/ledger/record.ts';
import { putReport } from '../aws/ledger/report.ts';
import { gather } from '../aws/report/gather.ts';
import type { World } from '../aws/world.ts';
import { makeReport } from '../core/report/report.ts';

const input = z.extend(onlyCutover, { ending });

export async function writeReport(
  world: World<'dynamodb' | 'cloudwatch'>,
  { cutover, ending: how }: z.infer<typeof input>,
) {
  const record = await findRecord(world, cutover);
  await putReport(world, cutover, makeReport(await gather(world, cutover, record, how)));
  // What is not tidied or still locked stays open for the reconciler.
  if (record?.tidiedAt !== undefined) await closeOpen(world, cutover, record);
  return { outcome: how.outcome };
}

export const handler = lambda(writeReport, { input, clients: { cloudwatch, dynamodb } });

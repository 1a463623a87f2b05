/** On the ledger's stream: keeps the report of a live cutover as files in the team's bucket. Changes nothing of the cutover. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { s3 } from '../aws/clients/s3.ts';
import { lambda } from '../aws/lambda.ts';
import { keepReport as keep } from '../aws/report/keep.ts';
import type { World } from '../aws/world.ts';
import { cutoverOf } from '../core/messages/records.ts';
import { reportMarkdown } from '../core/report/markdown.ts';
import { reportJson } from '../core/report/report.ts';
import { reportPage } from '../web/report/page.ts';

const files = [
  { name: 'report.html', type: 'text/html; charset=utf-8', write: reportPage },
  { name: 'report.md', type: 'text/markdown; charset=utf-8', write: reportMarkdown },
  { name: 'report.json', type: 'application/json', write: reportJson },
];
const text = z.object({ S: z.string() });
const row = z.object({ SequenceNumber: z.string(), Keys: z.object({ pk: text, sk: text }) });
const input = z.object({ Records: z.array(z.object({ dynamodb: row })) });

export async function keepReport(world: World<'dynamodb' | 's3'>, { Records }: z.infer<typeof input>) {
  const archive = world.settings.channels?.reports;
  for (const { SequenceNumber: itemIdentifier, Keys } of Records.map(({ dynamodb: one }) => one)) {
    const cutoverId = cutoverOf({ pk: Keys.pk.S, sk: Keys.sk.S });
    if (archive === undefined || cutoverId === undefined) continue;
    try {
      await keep(world, archive, cutoverId, files);
    } catch (error) {
      world.log.error('a report was not kept yet', { cutoverId, error: String(error) });
      return { batchItemFailures: [{ itemIdentifier }] };
    }
  }
  return { batchItemFailures: [] };
}

export const handler = lambda(keepReport, { input, clients: { dynamodb, s3 } });

/** On the ledger's stream: tells people what is new, on every channel. Changes nothing of the cutover. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { secretsmanager } from '../aws/clients/secretsmanager.ts';
import { sns } from '../aws/clients/sns.ts';
import { sqs } from '../aws/clients/sqs.ts';
import { lambda } from '../aws/lambda.ts';
import { tellCutovers, type Telling } from '../aws/tell/tell-cutover.ts';
import { cutoverOf } from '../core/messages/records.ts';

const text = z.object({ S: z.string() });
const record = z.object({
  dynamodb: z.object({ SequenceNumber: z.string(), Keys: z.object({ pk: text, sk: text }) }),
});
const input = z.object({ Records: z.array(record) });

/** Says which records to bring again: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html */
export async function tell(world: Telling, { Records }: z.infer<typeof input>) {
  const rings = Records.flatMap(({ dynamodb: { Keys, SequenceNumber: itemIdentifier } }) => {
    const cutoverId = cutoverOf({ pk: Keys.pk.S, sk: Keys.sk.S });
    return cutoverId === undefined ? [] : [{ cutoverId, itemIdentifier }];
  });
  const left = await tellCutovers(world, [...new Set(rings.map(({ cutoverId }) => cutoverId))]);
  const again = rings.filter(({ cutoverId }) => left.has(cutoverId));
  return { batchItemFailures: again.map(({ itemIdentifier }) => ({ itemIdentifier })) };
}

export const handler = lambda(tell, { input, clients: { dynamodb, secretsmanager, sns, sqs } });

/** On a CloudWatch alarm: marks every cutover that it guards, then ends their release. Changes only the ledger. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { lambda } from '../aws/lambda.ts';
import { readGuarded } from '../aws/ledger/guarded.ts';
import { sound } from '../aws/push.ts';
import type { World } from '../aws/world.ts';
import { rowText } from '../core/triggers/judge.ts';
import { ringingRow } from '../core/triggers/ringing.ts';

const state = z.object({
  value: z.string(),
  reason: z.optional(z.string()),
  reasonData: z.optional(z.string()),
  timestamp: z.optional(z.string()),
});
const input = z.object({ time: z.string(), detail: z.object({ alarmName: z.string(), state }) });

export async function onAlarm(world: World<'dynamodb' | 'sfn'>, { detail, time }: z.infer<typeof input>) {
  const { alarmName, state: now } = detail;
  if (now.value !== 'ALARM') return { triggers: [] };
  const rangAt = Date.parse(now.timestamp ?? time);
  const guarded = await readGuarded(world, alarmName);
  // An event can be hours late, or come twice: what rang before a cutover armed its alarms is not about it.
  const meant = guarded.filter((row) => rangAt >= row.armedAt);
  const rang = meant.map(async (row) => {
    const ringing = ringingRow(row, now);
    const heard = await sound(world, row, ringing);
    return { cutoverId: row.cutoverId, heard, ...rowText(ringing) };
  });
  return { triggers: await Promise.all(rang) };
}

export const handler = lambda(onAlarm, { input, clients: { dynamodb, sfn } });

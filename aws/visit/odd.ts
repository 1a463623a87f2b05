/**
 * Tries that are no answers, on the story: each kind once for each gate and person, whatever a scanner sends. The row
 * that says so is written before the sentence; it goes by itself some days after.
 */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Gate } from '../../core/gate/gate.ts';
import { isNamed } from '../failures.ts';
import { gateKey } from '../ledger/keys.ts';
import { tell } from '../ledger/story.ts';
import type { World } from '../world.ts';

export type OddKind =
  | 'forgedLink'
  | 'forgedForm'
  | 'fromElsewhere'
  | 'noLink'
  | 'badWord'
  | 'notConfirmed'
  | 'noFormOfOurs'
  | 'quick'
  | 'forgedClick'
  | 'oldClick'
  | 'clickFromElsewhere'
  | 'clickAgain'
  | 'strangerClicked';

const keptSeconds = 14 * 24 * 3600;

export async function tellOnce(
  world: World<'dynamodb'>,
  { id, cutoverId, attempt }: Gate,
  { kind, who = 'somebody', text }: { readonly kind: OddKind; readonly who?: string; readonly text: string },
): Promise<void> {
  const { pk } = gateKey(id);
  const Item = {
    pk,
    sk: `ODD#${attempt}#${kind}#${who}`,
    expiresAt: Math.floor(world.clock.now() / 1000) + keptSeconds,
  };
  try {
    await world.clients.dynamodb.send(
      new PutCommand({
        TableName: world.settings.ledgerTable,
        Item,
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return;
    // A sentence is not worth an answer.
    world.log.error('story not written', { gateId: id, kind, error: String(error) });
    return;
  }
  await tell(world, { id: cutoverId, live: true }, 'serveGate', [text]);
}

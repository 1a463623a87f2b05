/**
 * Tells approvers that a gate waits for them. A mail from SES goes to one person, and carries their link; what goes over
 * the topic may be read by others, and carries none. Best effort: a message that fails is told on the story and decides
 * nothing, since the gate has its deadline and the signed way stays open.
 */
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand } from '@aws-sdk/client-sns';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Gate } from '../core/gate/gate.ts';
import { messageFor } from '../core/gate/message.ts';
import type { Invitation } from './gate/secrets.ts';
import { gateKey } from './ledger/keys.ts';
import type { Ways, World } from './world.ts';

type Telling = World<'dynamodb' | 'sesv2' | 'sns'>;

/** Returns what people should hear of it. Doing it again sends what has not been sent, and nothing twice but after a crash. */
export async function notifyApprovers(
  world: Telling,
  gate: Gate,
  invitations: readonly Invitation[],
  /** Absent for the question itself. */
  reminder?: string,
): Promise<readonly string[]> {
  const ways = world.settings.approvals ?? {};
  if (ways.sender === undefined && ways.topicArn === undefined) return [];
  const told = await Promise.all(
    invitations.map((invitation) => tellOne(world, gate, invitation, ways, reminder)),
  );
  return told.flat();
}

async function tellOne(
  world: Telling,
  gate: Gate,
  { person, secret }: Invitation,
  ways: Ways,
  reminder: string | undefined,
): Promise<string[]> {
  const sent = sentKey(gate, person.id, reminder);
  if (await wasSent(world, sent)) return [];
  const problems: string[] = [];
  for (const [way, send] of sendersOf(world, gate, { person, secret }, ways, reminder)) {
    try {
      await send();
      await noteSent(world, sent, way);
      return problems;
    } catch (error) {
      // Its name alone: some messages repeat what was to be sent.
      const name = error instanceof Error ? error.name : 'unknown';
      world.log.error('an approver was not told', { gateId: gate.id, approver: person.id, way, error: name });
      problems.push(`${person.id} could not be told by ${way}: ${name}`);
    }
  }
  return problems;
}

/** The ways to one person, the better first: the next is for when it fails. */
function sendersOf(
  world: Telling,
  gate: Gate,
  { person, secret }: Invitation,
  { pageUrl, sender, topicArn }: Ways,
  reminder: string | undefined,
): [string, () => Promise<unknown>][] {
  const link = pageUrl && `${pageUrl}/gate/${encodeURIComponent(gate.id)}?key=${secret}`;
  const about = reminder === undefined ? {} : { remindedAt: world.clock.now() };
  const open = messageFor(gate, person.id, about);
  const byTopic = () =>
    world.clients.sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        // SNS takes ASCII, and at most 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
        Subject: open.subject.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100),
        Message: open.text,
        MessageAttributes: { approver: { DataType: 'String', StringValue: person.id } },
      }),
    );
  const byMail = () => {
    const { subject, text } = messageFor(gate, person.id, { ...about, ...(link !== undefined && { link }) });
    return world.clients.sesv2.send(
      new SendEmailCommand({
        FromEmailAddress: sender,
        Destination: { ToAddresses: [person.email] },
        Content: {
          Simple: {
            Subject: { Data: subject, Charset: 'UTF-8' },
            Body: { Text: { Data: text, Charset: 'UTF-8' } },
          },
        },
      }),
    );
  };
  return [
    ...(sender === undefined ? [] : [['mail', byMail] as [string, typeof byMail]]),
    ...(topicArn === undefined ? [] : [['the topic', byTopic] as [string, typeof byTopic]]),
  ];
}

function sentKey({ id, attempt }: Gate, personId: string, reminder: string | undefined) {
  const what = reminder === undefined ? '' : `#${reminder}`;
  return { pk: gateKey(id).pk, sk: `SENT#${attempt}#${personId}${what}` };
}

async function wasSent(world: World<'dynamodb'>, key: ReturnType<typeof sentKey>): Promise<boolean> {
  const { Item } = await world.clients.dynamodb.send(
    new GetCommand({ TableName: world.settings.ledgerTable, Key: key, ConsistentRead: true }),
  );
  return Item !== undefined;
}

async function noteSent(
  world: World<'dynamodb'>,
  key: ReturnType<typeof sentKey>,
  way: string,
): Promise<void> {
  const Item = { ...key, way, at: world.clock.now() };
  await world.clients.dynamodb.send(new PutCommand({ TableName: world.settings.ledgerTable, Item }));
}

/**
 * Hears a click in Slack. Nothing of it is believed before its signature, its age, its app and its workspace are; then it
 * goes the way of every answer, `aws/gate/answer.ts`. What is refused is told to the one who clicked, and to the story.
 */
import type { SlackButtons, SlackChannel } from '../../core/messages/channels.ts';
import type { Click } from '../../core/click/click.ts';
import { gateText } from '../../core/gate/answer.ts';
import { readSecretValue } from '../checks/secret-value.ts';
import { readGate } from '../ledger/gates.ts';
import type { UrlRequest } from '../visit/request.ts';
import { type OddKind, tellOnce } from '../visit/odd.ts';
import type { World } from '../world.ts';
import { press, submit } from './decide.ts';
import { readClick } from './read.ts';
import { isFirst } from './seen.ts';
import { checkSignature } from './signature.ts';

export type Hearing = World<'dynamodb' | 'sfn' | 'secretsmanager'>;

/** As a function URL takes it. */
export interface Reply {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A payload of Slack's with a whole message in it. */
const bodyBytesMax = 256 * 1024;

export async function hearClick(world: Hearing, request: UrlRequest): Promise<Reply> {
  const slack = world.settings.channels?.slack;
  const buttons = slack?.buttons;
  if (slack === undefined || buttons === undefined) return { statusCode: 404 };
  if (request.requestContext.http.method !== 'POST') return { statusCode: 405 };
  const raw = Buffer.from(request.body ?? '', request.isBase64Encoded === true ? 'base64' : 'utf8');
  if (raw.length > bodyBytesMax) return { statusCode: 413 };
  const { headers = {} } = request;
  const signature = headers['x-slack-signature'];
  const signed = { raw, timestamp: headers['x-slack-request-timestamp'], signature };
  const secret = await readSecretValue(world, buttons.signingSecret);
  const whose = checkSignature(signed, secret, world.clock.now());
  const click = readClick(raw.toString('utf8'));
  if (whose !== 'ours') return refuse(world, click, whose === 'old' ? 'oldClick' : 'forgedClick', 401);
  if (click === undefined) return { statusCode: 400 };
  if (!isFromHere(click, slack, buttons)) return refuse(world, click, 'clickFromElsewhere', 403);
  // After the rest: only what Slack has signed may take up room.
  if (!(await isFirst(world, signature ?? ''))) return refuse(world, click, 'clickAgain', 409);
  return click.kind === 'pressed' ? press(world, slack, click) : submit(world, click);
}

function isFromHere(click: Click, { channel }: SlackChannel, { app, workspaces }: SlackButtons): boolean {
  const { origin } = click;
  const isChannel = click.kind !== 'pressed' || click.channel === channel;
  return origin.app === app && isChannel && origin.workspaces.every((one) => workspaces.includes(one));
}

const oddities = {
  forgedClick: 'was not signed by Slack',
  oldClick: 'was signed by Slack, but more than five minutes ago or in the future',
  clickFromElsewhere: 'came from another app, workspace or channel',
  clickAgain: 'was one that had been heard already',
} as const satisfies Partial<Record<OddKind, string>>;

/** Whoever sends it learns nothing of the gate, not even whether there is one. */
async function refuse(
  world: Hearing,
  click: Click | undefined,
  kind: keyof typeof oddities,
  statusCode: number,
): Promise<Reply> {
  const row = click && (await readGate(world, click.asked.gateId));
  if (row !== undefined)
    await tellOnce(world, row.gate, {
      kind,
      text: `A click for ${gateText(row.gate)} ${oddities[kind]}; it changed nothing`,
    });
  return { statusCode };
}

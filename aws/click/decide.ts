/** What a click that is Slack's comes to: a dialog for those who may answer, and an honest word for all others. */
import type { Click } from '../../core/click/click.ts';
import { dialogFor, resultDialog } from '../../core/click/dialog.ts';
import { gateText } from '../../core/gate/answer.ts';
import { reasonText } from '../../core/gate/reason.ts';
import type { SlackChannel } from '../../core/messages/channels.ts';
import { readSecretValue } from '../checks/secret-value.ts';
import { type AnswerResult, answerGate, tryAnswer } from '../gate/answer.ts';
import { slackPost } from '../tell/slack-api.ts';
import { tellOnce } from '../visit/odd.ts';
import type { World } from '../world.ts';
import type { Reply } from './hear.ts';

type Deciding = World<'dynamodb' | 'sfn' | 'secretsmanager'>;
type Pressed = Extract<Click, { kind: 'pressed' }>;
type Sent = Extract<Click, { kind: 'sent' }>;

/** A button decides nothing. Who may answer now gets the dialog; who may not hears why, before they have written a reason. */
export async function press(world: Deciding, slack: SlackChannel, click: Pressed): Promise<Reply> {
  const token = await readSecretValue(world, slack.token);
  const tried = await tryAnswer(world, answerOf(click, ''));
  const say = async (text: string) => {
    const { channel, origin } = click;
    const said = await slackPost(world, token, 'chat.postEphemeral', { channel, user: origin.userId, text });
    if (!('answer' in said))
      world.log.error('who clicked was not told', { gateId: click.asked.gateId, reason: said.why });
  };
  if (tried.result !== 'wouldCount') {
    await tellStranger(world, tried, click.origin.userId);
    await say(capital(tried.told));
    return { statusCode: 200 };
  }
  const view = dialogFor(tried.gate, tried.word, click.asked.digest);
  const opened = await slackPost(world, token, 'views.open', { trigger_id: click.triggerId, view });
  if (!('answer' in opened))
    await say(
      `The dialog could not be opened (${opened.why}). Press again, or use \`npx cutover ${tried.word} ${tried.gate.cutoverId}\`.`,
    );
  return { statusCode: 200 };
}

export async function submit(world: Deciding, click: Sent): Promise<Reply> {
  const { word, reason, origin } = click;
  if (word === 'reject' && reasonText(reason) === '')
    return json({
      response_action: 'errors',
      errors: { reason: 'Say why you stop it: others read it on the record' },
    });
  const answered = await answerGate(world, answerOf(click, reason));
  await tellStranger(world, answered, origin.userId);
  return json({ response_action: 'update', view: resultDialog(capital(answered.told)) });
}

function answerOf({ asked, word, origin }: Click, reason: string) {
  return {
    gateId: asked.gateId,
    came: { method: 'slack', slackId: origin.userId } as const,
    decision: word,
    reason,
    digest: asked.digest,
  };
}

/** Once for each of them: the story is not theirs to fill. */
async function tellStranger(
  world: Deciding,
  tried: AnswerResult | { readonly result: 'wouldCount' },
  userId: string,
): Promise<void> {
  if (tried.result !== 'notAllowed' || tried.why !== 'stranger') return;
  const text = `${userId} in Slack, who is not asked, clicked at ${gateText(tried.gate)}; it changed nothing`;
  await tellOnce(world, tried.gate, { kind: 'strangerClicked', who: userId, text });
}

function json(document: object): Reply {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(document) };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

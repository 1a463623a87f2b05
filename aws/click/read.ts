/**
 * Reads what Slack sends of a button or a dialog: what no message and no dialog of ours brings about is none.
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */
import * as z from 'zod/mini';
import type { Asked, Click, ClickOrigin } from '../../core/click/click.ts';
import { type AnswerWord, answerWords } from '../../core/gate/gate.ts';

const id = z.string().check(z.minLength(1), z.maxLength(200));
const team = z.nullish(z.object({ id }));
const origin = {
  api_app_id: id,
  team,
  enterprise: team,
  user: z.object({ id, team_id: z.optional(id) }),
};
const pressed = z.object({
  type: z.literal('block_actions'),
  ...origin,
  channel: z.object({ id }),
  trigger_id: id,
  actions: z
    .array(z.object({ action_id: id, value: z.string().check(z.maxLength(2_000)) }))
    .check(z.length(1)),
});
const sent = z.object({
  type: z.literal('view_submission'),
  ...origin,
  view: z.object({
    callback_id: z.literal('decide'),
    private_metadata: z.string().check(z.maxLength(3_000)),
    state: z.object({
      values: z.object({ reason: z.object({ reason: z.object({ value: z.nullish(z.string()) }) }) }),
    }),
  }),
});
const asked = z.object({ gate: id, digest: id, word: z.optional(id) });

/** Undefined for anything that no message and no dialog of ours brings about. */
export function readClick(body: string): Click | undefined {
  const payload = jsonOf(new URLSearchParams(body).get('payload') ?? '');
  const button = pressed.safeParse(payload);
  if (button.success) {
    const { channel, trigger_id: triggerId, actions } = button.data;
    const [action] = actions;
    const about = readAsked(action?.value ?? '');
    if (about === undefined) return undefined;
    const word = wordOf(action?.action_id);
    return {
      kind: 'pressed',
      origin: originOf(button.data),
      asked: about.asked,
      word,
      channel: channel.id,
      triggerId,
    };
  }
  const dialog = sent.safeParse(payload);
  if (!dialog.success) return undefined;
  const { view } = dialog.data;
  const about = readAsked(view.private_metadata);
  if (about === undefined) return undefined;
  const reason = view.state.values.reason.reason.value ?? '';
  return {
    kind: 'sent',
    origin: originOf(dialog.data),
    asked: about.asked,
    word: wordOf(about.word),
    reason,
  };
}

function readAsked(text: string): { readonly asked: Asked; readonly word: string | undefined } | undefined {
  const parsed = asked.safeParse(jsonOf(text));
  if (!parsed.success || !/^[^\s\p{Cc}/#?]{1,120}$/u.test(parsed.data.gate)) return undefined;
  const { gate, digest, word } = parsed.data;
  return { asked: { gateId: gate, digest }, word };
}

function originOf({
  api_app_id: app,
  team: at,
  enterprise,
  user,
}: z.infer<typeof pressed> | z.infer<typeof sent>): ClickOrigin {
  // In an organisation one app is installed once, and is met from all of its workspaces.
  const place = enterprise?.id ?? at?.id ?? '';
  const workspaces =
    at?.id === user.team_id || user.team_id === undefined || enterprise != null
      ? [place]
      : [place, user.team_id];
  return { app, workspaces, userId: user.id };
}

function wordOf(text: string | undefined): AnswerWord | undefined {
  return answerWords.find((word) => word === text);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where cutovers are told, in the policy's file: no plan can lead messages, or a token, to another place. */
import * as z from 'zod';
import type { Channels, SlackChannel } from '../messages/channels.ts';
import { list, section, text } from '../plan/fields.ts';

const secret = (about: string) =>
  text(
    about,
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}$/,
    'the ARN of a secret in Secrets Manager',
  );

const slack = section('A channel of Slack, with a bot in it.', {
  channel: text(
    "The channel's id.",
    /^[CG][A-Z0-9]{2,20}$/,
    "a channel's id such as C024BE91L (not its name)",
  ),
  token: secret("The secret with the bot's token, xoxb-…"),
  onRollback: list(
    'Users and user groups that are called when it goes back.',
    text(
      'Somebody.',
      /^[UWS][A-Z0-9]{2,20}$/,
      "a member's or user group's id such as U024BE7LH or S0614TZR7",
    ),
    0,
    10,
    'a list of up to 10 ids',
  ).prefault([]),
  buttons: section('Buttons under what is asked, and what a click must carry.', {
    signingSecret: secret("The secret with the app's signing secret."),
    app: text("The app's id.", /^A[A-Z0-9]{2,20}$/, "an app's id such as A0KRD7HC3"),
    workspaces: list(
      'Whose clicks are heard.',
      text('A workspace, or an organisation.', /^[TE][A-Z0-9]{2,20}$/, "a workspace's id such as T0LAN2Q65"),
      1,
      20,
      'a list of 1 to 20 ids',
    ),
  }).optional(),
});

const webhook = section('Any address that takes JSON, signed.', {
  url: text('Where.', /^https:\/\/[^\s/?#@\\]+([/?][^\s\\#]{0,1000})?$/, 'an https address without a user'),
  secret: secret('The secret by which messages are signed: whsec_ and base64, as in Standard Webhooks.'),
});

const repository = text(
  'On GitHub.',
  /^[A-Za-z0-9-]{1,39}\/(?!\.\.?$)[\w.-]{1,100}$/,
  'a repository as owner/name',
);

const runbook = section("The team's runbook, to which what cutovers taught is proposed.", {
  repository,
  path: text(
    'The file.',
    /^(?!\.\.?\/)(?!.*\/\.\.?\/)[\w .-]{1,100}(\/[\w .-]{1,100}){0,10}\.(md|markdown)$/,
    'the path of a Markdown file in the repository, such as docs/runbook.md',
  ),
  base: text(
    'The branch that pull requests are against.',
    /^(?!.*(\.\.|\/\/|\.lock$|\/$))\w[\w./-]{0,199}$/,
    'the name of a branch',
  ).prefault('main'),
  token: secret('The secret with a token that may write contents and pull requests there.'),
});

const reports = section("A bucket of the team's, in which reports are kept as files.", {
  bucket: text(
    "The bucket's name.",
    /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'the name of a bucket in S3 such as claude-proxy-reports (not its ARN)',
  ),
  prefix: text(
    'What keys begin with.',
    /^(?!.*(^|\/)\.\.?\/)([\w.-]{1,100}\/){0,5}$/,
    'nothing, or folders with a slash behind each, such as cutovers/',
  ).prefault('cutovers/'),
});

const ticket = z
  .union(
    [
      section('Jira Cloud.', {
        site: text('Where.', /^https:\/\/[^\s/?#@\\]+$/, 'the https origin of a Jira site, without a path'),
        user: text("The token's account.", /^[^\s:@]+@[^\s:@]+$/, 'a mail address'),
        token: secret('The secret with the API token of that account.'),
      }),
      section('GitHub Issues.', {
        repository,
        token: secret('The secret with a token that may write issues there.'),
      }),
    ],
    { error: 'must name site, user and token of a Jira, or repository and token of GitHub Issues' },
  )
  .meta({ description: 'Where the tickets are that plans name.' });

export const messages = section('Where cutovers are told.', {
  slack: slack.optional(),
  topic: text(
    'An SNS topic.',
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/,
    "an SNS topic's ARN",
  ).optional(),
  webhook: webhook.optional(),
  ticket: ticket.optional(),
  runbook: runbook.optional(),
  reports: reports.optional(),
}).prefault({});

type MessagesFile = z.output<typeof messages>;

export function channelsOf(
  { slack: chat, topic, webhook: hook, ticket: tracker, runbook: book, reports: archive }: MessagesFile,
  people: Readonly<Record<string, { readonly slackId?: string | undefined }>>,
): Channels {
  const ids = Object.entries(people).flatMap(([id, { slackId }]): [string, string][] =>
    slackId === undefined ? [] : [[id, slackId]],
  );
  return {
    ...(chat && { slack: slackOf(chat) }),
    ...(topic !== undefined && { topicArn: topic }),
    ...(hook && { webhook: hook }),
    ...(tracker && { ticket: tracker }),
    ...(book && { runbook: book }),
    ...(archive && { reports: archive }),
    slackIds: Object.fromEntries(ids),
  };
}

function slackOf({ buttons, ...chat }: NonNullable<MessagesFile['slack']>): SlackChannel {
  return { ...chat, ...(buttons && { buttons }) };
}

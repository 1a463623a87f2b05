/** Where cutovers are told: `messages` of policy.yml, as it goes with the functions that tell. Of secrets, only their names. */

export interface Channels {
  readonly slack?: SlackChannel;
  /** An SNS topic: what people should know at once, and no more. */
  readonly topicArn?: string;
  readonly webhook?: Webhook;
  /** Where the tickets are that plans name. */
  readonly ticket?: TicketChannel;
  /** Where what cutovers taught is proposed. */
  readonly runbook?: Runbook;
  /** Where reports are kept as files. */
  readonly reports?: ReportArchive;
  /** Who may be meant by a message: people's ids in Slack, by their name in the policy. */
  readonly slackIds: Readonly<Record<string, string>>;
}

export interface SlackChannel {
  /** By id: a name can be given to another channel. */
  readonly channel: string;
  /** ARN of the secret with the bot's token. */
  readonly token: string;
  /** Users and user groups that are called when it goes back, besides the one who started it. */
  readonly onRollback: readonly string[];
  /** Absent: no buttons. */
  readonly buttons?: SlackButtons;
}

/** What a click must carry before anything else of it is believed. */
export interface SlackButtons {
  /** ARN of the secret with the app's signing secret. */
  readonly signingSecret: string;
  readonly app: string;
  readonly workspaces: readonly string[];
}

export interface Webhook {
  readonly url: string;
  /** ARN of the secret by which messages are signed. */
  readonly secret: string;
}

/** A file of the team's on GitHub. */
export interface Runbook {
  /** `owner/name`. */
  readonly repository: string;
  readonly path: string;
  /** The branch that pull requests are against. */
  readonly base: string;
  /** ARN of the secret with the token. */
  readonly token: string;
}

/** A bucket of the team's in S3. */
export interface ReportArchive {
  readonly bucket: string;
  /** What keys begin with; empty, or with a slash at its end. */
  readonly prefix: string;
}

export type TicketChannel = JiraTickets | GitHubTickets;

export interface JiraTickets {
  /** An origin, without a trailing slash. */
  readonly site: string;
  /** The mail address of the account that the token belongs to. */
  readonly user: string;
  /** ARN of the secret with the API token. */
  readonly token: string;
}

export interface GitHubTickets {
  /** `owner/name`. */
  readonly repository: string;
  /** ARN of the secret with the token. */
  readonly token: string;
}

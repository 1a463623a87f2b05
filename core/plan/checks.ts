/** The checklist in the plan's file. What is left out is on where the plan gives what it needs (`core/plan/checklist.ts`). */
import * as z from 'zod';
import { severities } from '../checks/planned.ts';
import { count, list, quantity, section, text } from './fields.ts';
import { duration, latency, share } from './units.ts';

const day = 24 * 3600;

/** A check's own section, or `false` where it does not apply. */
function check<T extends z.ZodRawShape>(about: string, shape: T) {
  const keys = Object.keys(shape);
  const off = z
    .boolean({ error: 'must be a mapping, or false to leave this check out' })
    .refine((value) => !value, {
      error: `must be ${keys.length === 0 ? '{}' : `a mapping with ${keys.join(', ')}`}, or false`,
    })
    .transform(() => false as const);
  return z
    .union([section(about, shape), off])
    .optional()
    .meta({ description: about });
}

const names = (about: string, noun: string, most = 50) =>
  list(
    about,
    text(noun, /^\S.{0,254}$/, `${noun} of up to 255 characters`),
    1,
    most,
    `a list of 1 to ${most}`,
  );

const saidBy = text(
  'Who says so. Recorded as the plan’s word: nobody is asked.',
  /^[^\s@]{1,64}@[^\s@]{1,190}$/,
  'an e-mail address such as dana@example.com',
);

const secretArn = (about: string) =>
  text(
    about,
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}$/,
    'the ARN of a secret in Secrets Manager',
  );

const said = (about: string) => check(about, { saidBy });

const http = section('One request to anything that speaks HTTP.', {
  name: text(
    'What it is called in the checklist.',
    /^[a-z0-9][a-z0-9-]{0,39}$/,
    'up to 40 small letters, digits and -',
  ),
  url: text(
    'Where.',
    /^https?:\/\/[^\s/?#@\\]+([/?][^\s\\#]{0,1000})?$/,
    'an http or https address without a user',
  ),
  status: count('The status that must come.', 100, 599).prefault(200),
  within: quantity(latency, { about: 'How long it may take.', min: 1, max: 20_000 }).prefault('5s'),
  condition: text(
    'JSONata over { status, headers, body, tookMilliseconds }, with body parsed where it is JSON; must be true.',
    /^[\s\S]{1,2000}$/,
    'a JSONata expression of up to 2,000 characters',
  ).optional(),
});

const pattern = text(
  'A regular expression for the whole value.',
  /^.{1,500}$/,
  'a regular expression',
).refine(isPattern, { error: 'is no regular expression that JavaScript knows' });

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

const variable = text('A variable.', /^[^\s=]{1,255}$/, "a variable's name");

export const checks = section('The checklist before the release. A check is left out with false.', {
  terraform: check('Terraform has nothing to change: a saved plan as `terraform show -json` writes it.', {
    plan: text(
      'Where the plan lies.',
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/\S{1,1024}$/,
      's3://bucket/key',
    ),
    maxAge: quantity(duration, { about: 'How old it may be.', min: 60, max: 30 * day }).prefault('1h'),
  }),
  ecs: check('Both services steady, nothing in flight, the rule nobody else’s. Never waived.', {}),
  targets: check('Every registered target healthy.', {}),
  cloudfront: check('Distributions in front of the balancer are deployed; none is fine.', {
    distributions: names('Their ids. Absent: those that have the balancer as origin.', 'an id').optional(),
  }),
  waf: check('The balancer has a web ACL, it does what is meant, and it would not block users.', {
    mode: z.enum(['count', 'block'], { error: 'must be count or block' }).prefault('count').meta({
      description: 'count: it blocks nobody yet. block: blocking is meant.',
    }),
    countedAtMost: quantity(share, {
      about: 'The share of requests that rules in COUNT mode may match.',
      min: 0,
      max: 100,
    }).prefault('1%'),
  }),
  certificate: check('Certificates of the listeners are issued and outlive the release.', {
    arns: names('Their ARNs. Absent: those of the listeners of target.rules.', 'an ARN').optional(),
    validFor: quantity(duration, {
      about: 'For how long after the release they must be valid.',
      min: 0,
      max: 366 * day,
    }).prefault('168h'),
  }),
  queue: check('A queue is as empty as it should be, and so is its dead-letter queue.', {
    url: text('The queue.', /^https:\/\/[^\s/]+\/\d{12}\/[A-Za-z0-9_.-]{1,80}$/, "a queue's URL"),
    depthAtMost: count('Messages that may wait.', 0, 100_000_000).prefault(1000),
    deadLettersAtMost: count('Messages that may lie in its dead-letter queue.', 0, 100_000_000).prefault(0),
  }),
  image: check('The image is there, cannot be swapped, and is scanned.', {
    findingsBelow: z
      .enum(severities, { error: `must be one of ${severities.join(', ')}` })
      .prefault('high')
      .meta({
        description: 'Scan findings must be less severe than this.',
      }),
    scan: z
      .enum(['required', 'optional'], { error: 'must be required or optional' })
      .prefault('required')
      .meta({
        description: 'Whether an image without a scan passes.',
      }),
  }),
  secrets: check(
    'Everything that the task definition takes from Secrets Manager or Parameter Store is there.',
    {},
  ),
  environment: check('Variables of the task definition.', {
    required: list('Variables that must be set.', variable, 1, 200, 'a list of up to 200 names').optional(),
    matches: z
      .record(variable, pattern, { error: 'must be a mapping from a variable to a regular expression' })
      .optional()
      .meta({ description: 'What values must match, by variable.' }),
    dropped: list(
      'Variables of today that the new version leaves out.',
      variable,
      1,
      200,
      'a list of up to 200 names',
    ).optional(),
  }),
  staging: check('Smoke tests pass on staging.url.', {}),
  load: check('Staging bears the load of staging.load.', {}),
  http: z
    .union([
      list('Requests of your own.', http, 1, 20, 'a list of 1 to 20 requests'),
      z
        .boolean()
        .refine((value) => !value, { error: 'must be a list of requests, or false' })
        .transform(() => false as const),
    ])
    .optional()
    .meta({ description: 'Any address with a condition: the door for everything else.' }),
  alarms: check('Alarms exist, are quiet, have data and may act.', {
    names: names('The alarms.', 'an alarm’s name', 100),
  }),
  dashboards: check('Dashboards exist; their pictures are kept with the evidence.', {
    names: names('The dashboards.', 'a dashboard’s name', 10),
  }),
  logs: check('Logs arrive.', {
    groups: names('The log groups. Absent: those of the task definition.', 'a log group’s name').optional(),
    within: quantity(duration, { about: 'How fresh the newest line must be.', min: 60, max: day }).prefault(
      '5m',
    ),
  }),
  coverage: check('Every trigger of the plan has data to judge by.', {}),
  onCall: check('Somebody is on call: a PagerDuty schedule, or a person who says so.', {
    schedule: text(
      'The schedule’s id.',
      /^[A-Z0-9]{6,20}$/,
      'the id of a PagerDuty schedule, such as PI7DH85',
    ).optional(),
    token: secretArn('The secret with PagerDuty’s API token.').optional(),
    saidBy: saidBy.optional(),
  }),
  teamTold: check('The team knows of the window: posted to a webhook, or a person says so.', {
    webhook: secretArn('The secret with the address of an incoming webhook.').optional(),
    saidBy: saidBy.optional(),
  }),
  supportReady: said('Support stands by.'),
  customersTold: said('Customers were told.'),
  calendar: check('Change calendars are open now and at the planned end.', {
    names: names('Names or ARNs of SSM change calendars.', 'a calendar’s name or ARN', 10),
  }),
}).prefault({});

export type ChecksFile = z.output<typeof checks>;

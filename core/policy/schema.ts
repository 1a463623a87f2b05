/** The policy file. Deployed with the stack, it bounds every plan. */
import * as z from 'zod';
import { mailbox } from '../gate/people.ts';
import { identity } from '../plan/approvals.ts';
import { fields, items, type Say } from '../plan/between.ts';
import { count, list, quantity, section, text } from '../plan/fields.ts';
import { ecsName } from '../plan/target.ts';
import { duration, latency, share, weight } from '../plan/units.ts';
import { messages } from './messages.ts';

const name = text(
  '',
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'a name of up to 64 letters, digits, dots, - and _',
);
const names = (about: string, max: number) => list(about, name, 1, max, `a list of 1 to ${max} names`);

/** As AWS reports a caller: a role alone is no person, whoever may assume it. */
const principal = text(
  'A user, or a role with its session.',
  /^arn:aws[a-z-]*:(iam::\d{12}:user\/[\w+=,.@/-]{1,600}|sts::\d{12}:assumed-role\/[\w+=,.@-]{1,64}\/[\w+=,.@-]{2,64})$/,
  "an IAM user's ARN or an assumed role's with its session, such as arn:aws:sts::123456789012:assumed-role/Admin/dana (a role alone is no person)",
);

const person = section(
  'Somebody, with every identity that they have: one person is one person, however they come.',
  {
    email: text('Their mailbox.', /^[^\s@<>"\\,;:]{1,64}@[A-Za-z0-9.-]{1,190}$/, 'an e-mail address'),
    slackId: text(
      'Their id in Slack.',
      /^[UW][A-Z0-9]{2,20}$/,
      "a Slack member's id such as U024BE7LH",
    ).optional(),
    iamPrincipal: z
      .union([
        principal.transform((one) => [one]),
        list('Several.', principal, 1, 10, 'an ARN or a list of up to 10'),
      ])
      .optional(),
  },
);

const mapping = (about: string) =>
  z.record(name, person, { error: 'must be a mapping of names to people' }).meta({ description: about });

const arn = (about: string) => text(about, /^arn:aws[a-z-]*:[^\s]{1,2000}$/, 'an ARN');
const arns = (about: string, max = 50) => list(about, arn(about), 0, max, `a list of up to ${max} ARNs`);

/** A list may be empty: then its check says what it lacks. */
const readByTheChecklist = {
  terraformPlans: arns('Saved Terraform plans, as objects in S3.').prefault([]),
  webAcls: arns('Web ACLs.').prefault([]),
  ruleGroups: arns('Rule groups of your own, where a web ACL refers to any.').prefault([]),
  certificates: arns('Certificates of the listeners.').prefault([]),
  queues: arns('Queues, with their dead-letter queues.').prefault([]),
  secrets: arns('What tasks get: described, never read.').prefault([]),
  tokens: arns('The tokens of the checklist itself: read.').prefault([]),
  calendars: arns('Change calendars.').prefault([]),
  dashboards: arns('Dashboards.').prefault([]),
  logGroups: arns('Log groups.').prefault([]),
};

const loadTest = section('A task of the team, such as k6.', {
  cluster: text('Where it runs.', ecsName, "the ECS cluster's name"),
  taskFamily: text('Its task definition’s family.', ecsName, "a task definition's family"),
  taskRoles: arns('Roles that it runs under.').prefault([]),
});

const target = section('What a cutover may touch.', {
  cluster: text('The cluster.', ecsName, "the ECS cluster's name"),
  services: list(
    'The pair.',
    text('A service.', ecsName, "an ECS service's name"),
    2,
    2,
    'a list of two names of services',
  ),
  rules: list(
    'Listener rules, or listeners for their default action.',
    arn('A rule.'),
    1,
    50,
    'a list of 1 to 50 ARNs',
  ),
  testRules: arns("Rules that a plan may borrow as the canary's door.").prefault([]),
  userPools: arns('Cognito user pools that these rules authenticate with.').prefault([]),
  taskFamily: text('The task definition’s family.', ecsName, "a task definition's family"),
  taskRoles: arns('Roles that its tasks may run under.').prefault([]),
  repositories: list(
    'ECR repositories by ARN, and images of other registries by name.',
    text(
      'A repository.',
      /^[a-z0-9][^\s@]{1,300}$/,
      "an ECR repository's ARN, or an image's name without its tag",
    ),
    1,
    50,
    'a list of 1 to 50 repositories',
  ),
  ...readByTheChecklist,
  loadTests: list(
    'Load tests of the team that may be run in ECS.',
    loadTest,
    0,
    10,
    'a list of up to 10 load tests',
  ).prefault([]),
});

const gate = section('The least that every plan has to ask for.', {
  by: names('Only these, or these groups, may answer.', 20).optional(),
  need: count('How many must approve.', 1, 20).prefault(1),
  identity: identity.prefault('weak'),
  within: quantity(duration, {
    about: 'How long people may have, at most.',
    min: 60,
    max: 86_400,
  }).optional(),
  // oxlint-disable-next-line unicorn/no-thenable -- the contract's word; a schema is not awaited
  then: z.literal('rollBack', { error: 'must be rollBack: a policy can only forbid to hold' }).optional(),
  at: list(
    'Before these rungs, at least.',
    quantity(weight, { about: 'A rung.', min: 1, max: 100 }),
    1,
    50,
    'a list of rungs such as [26%]',
  ).optional(),
});

const lasting = quantity(duration, { about: 'For how long, at most.', min: 60, max: 3600 });
const shareCeiling = section('The loosest that a plan may say.', {
  above: quantity(share, { about: 'The highest limit.', min: 0, max: 99 }),
  for: lasting,
});

const triggers = section('The loosest that triggers may be.', {
  http5xx: shareCeiling.optional(),
  latencyP95: section('The loosest that a plan may say.', {
    above: quantity(latency, { about: 'The highest limit.', min: 1, max: 60_000 }),
    for: lasting,
  }).optional(),
  unhealthy: shareCeiling.optional(),
  queueDepth: section('With it, a plan has to watch a queue.', { risingFor: lasting }).optional(),
  minRequests: count(
    'The most requests a minute that a plan may ask for before a minute counts for http5xx and latencyP95.',
    1,
    1_000_000,
  ).optional(),
  alarms: list(
    'Alarms that every plan has to name.',
    z.string({ error: 'must be a name' }).max(255),
    0,
    20,
    'a list of up to 20 names',
  ).prefault([]),
});

export const policySchema = section('What bounds every plan.', {
  targets: list('What cutovers may touch.', target, 0, 50, 'a list of up to 50 targets').prefault([]),
  approvers: mapping('Who may approve.').prefault({}),
  starters: mapping('Who is known to start cutovers, and approves none.').prefault({}),
  groups: z
    .record(name, names('Its people.', 20), { error: 'must be a mapping of groups to lists of names' })
    .prefault({}),
  gates: section('Gates that no plan may leave out.', {
    waive: gate.optional(),
    'go-live': gate.optional(),
    ramp: gate.optional(),
    'sign-off': gate.optional(),
  }).prefault({}),
  triggers: triggers.prefault({}),
  messages,
}).superRefine(rules, { when: () => true });

export type PolicyFile = z.output<typeof policySchema>;

function rules(
  parsed: unknown,
  context: { addIssue(issue: { code: 'custom'; message: string; path: (string | number)[] }): void },
): void {
  const policy = fields(parsed);
  const say: Say = (path, message) => context.addIssue({ code: 'custom', message, path: [...path] });
  nobodyTwice(policy, say);
  groupsHavePeople(policy, say);
  gatesHavePeople(policy, say);
}

/** One person under two names would be two voices, and could approve what they started. */
function nobodyTwice(policy: Record<string, unknown>, say: Say): void {
  const owners = new Map<string, string>();
  for (const part of ['approvers', 'starters']) {
    for (const [id, one] of Object.entries(fields(policy[part]))) {
      const { email, slackId, iamPrincipal } = fields(one);
      const own = [
        id.toLowerCase(),
        typeof email === 'string' ? mailbox(email) : undefined,
        slackId,
        ...items(iamPrincipal),
      ].filter((key) => typeof key === 'string');
      for (const key of new Set(own)) {
        const owner = owners.get(key);
        if (owner !== undefined)
          say([part, id], `shares ${key} with ${owner}: put every identity of one person under one name`);
        owners.set(key, id);
      }
    }
  }
}

function groupsHavePeople(policy: Record<string, unknown>, say: Say): void {
  const known = Object.keys(fields(policy['approvers']));
  for (const [group, members] of Object.entries(fields(policy['groups']))) {
    if (known.includes(group)) say(['groups', group], 'is the name of an approver, too: call it otherwise');
    for (const [index, member] of items(members).entries())
      if (typeof member === 'string' && !known.includes(member))
        say(['groups', group, index], `is none of approvers (${known.join(', ') || 'there are none'})`);
  }
}

function gatesHavePeople(policy: Record<string, unknown>, say: Say): void {
  const people = Object.keys(fields(policy['approvers']));
  const known = [...people, ...Object.keys(fields(policy['groups']))];
  for (const [gateName, one] of Object.entries(fields(policy['gates']))) {
    const { by, at, then } = fields(one);
    for (const [index, asked] of items(by).entries())
      if (typeof asked === 'string' && !known.includes(asked))
        say(
          ['gates', gateName, 'by', index],
          `is neither an approver nor a group (${known.join(', ') || 'there are none'})`,
        );
    if (by === undefined && people.length === 0)
      say(['gates', gateName], 'can never open: there are no approvers');
    if (gateName !== 'ramp' && at !== undefined) say(['gates', gateName, 'at'], 'is for the gate ramp only');
    if (gateName === 'ramp' && at === undefined)
      say(['gates', gateName, 'at'], 'must say before which rungs');
    if ((gateName === 'go-live' || gateName === 'waive') && then !== undefined)
      say(['gates', gateName, 'then'], `is not for ${gateName}: silence refuses there`);
  }
}

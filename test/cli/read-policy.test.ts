/** Every way to loosen the policy, as somebody would type it into the sample: refused at its line of the file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { readUnderPolicy } from '../../cli/read-policy.ts';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'read-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sample = readFileSync(file('events/plan.yml'), 'utf8');
const definition = readFileSync(file('events/rendered_task_def.json'), 'utf8');
writeFileSync(join(folder, 'rendered_task_def.json'), definition);

const strict = readFileSync(file('policy.yml'), 'utf8')
  .replace(
    'go-live: { need: 1, within: 4h }',
    'go-live: { by: [dana, sam], need: 1, identity: weak, within: 2h }\n  ramp: { at: [26%], then: rollBack, within: 20m }\n  sign-off: { need: 2, identity: medium, within: 4h, then: rollBack }',
  )
  .replace(/^ {2}unhealthy:.*$/m, (line) => `${line}\n  queueDepth: { risingFor: 10m }\n  alarms: [slo]`);
const policy = join(folder, 'policy.yml');
writeFileSync(policy, strict);

const ramp = '  ramp: { at: [26%], by: [on-call], within: 20m, then: rollBack }';
const base = sample
  .replace('need: 1, within: 4h }', 'need: 2, identity: medium, within: 4h }')
  .replace(/^# {0,2}ramp: \{ at.*$/m, ramp)
  .replace(/^# alarms: .*$/m, '  alarms: [slo]');

async function reading(text: string) {
  const plan = join(folder, 'plan.yml');
  writeFileSync(plan, text);
  return readUnderPolicy(plan, policy);
}

const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

test('the plan that all rows change is within the policy', async () => {
  expect(await reading(base)).toHaveProperty('plan');
});

const rows: readonly (readonly [
  title: string,
  from: string | RegExp,
  to: string,
  path: string,
  at: string,
])[] = [
  ['no gate before going live', /^ {2}go-live:.*\n/m, '', 'approvals.go-live', 'approvals:'],
  ['no gate for the sign-off', /^ {2}sign-off:.*\n/m, '', 'approvals.sign-off', 'approvals:'],
  ['no gate before the rung', `${ramp}\n`, '', 'approvals.ramp', 'approvals:'],
  ['another rung', 'at: [26%]', 'at: [51%]', 'approvals.ramp.at', '  ramp: { at'],
  [
    'other people',
    /go-live: \{ by: \[dana@/,
    'go-live: { by: [lead, dana@',
    'approvals.go-live.by[0]',
    '  go-live:',
  ],
  [
    'others by escalation',
    'need: 1, within: 1h }   # before',
    'escalate: { to: [lead], after: 5m } } # before',
    'approvals.go-live.escalate.to[0]',
    '  go-live:',
  ],
  [
    'a stranger',
    '  sign-off: { by: [dana@example.com,',
    '  sign-off: { by: [mallory,',
    'approvals.sign-off.by[0]',
    '  sign-off:',
  ],
  [
    'more time',
    'need: 1, within: 1h }   # before',
    'need: 1, within: 3h } # before',
    'approvals.go-live.within',
    '  go-live:',
  ],
  ['fewer', 'need: 2, identity', 'need: 1, identity', 'approvals.sign-off.need', '  sign-off:'],
  ['fewer, by saying nothing', 'need: 2, identity', 'identity', 'approvals.sign-off.need', '  sign-off:'],
  ['weaker proof', 'identity: medium', 'identity: weak', 'approvals.sign-off.identity', '  sign-off:'],
  ['weaker proof, by saying nothing', 'identity: medium, ', '', 'approvals.sign-off.identity', '  sign-off:'],
  [
    'others by group',
    'go-live: { by: [dana@',
    'go-live: { by: [on-call, dana@',
    'approvals.go-live.by[0]',
    '  go-live:',
  ],
  ['more time for the sign-off', 'within: 4h', 'within: 5h', 'approvals.sign-off.within', '  sign-off:'],
  ['more time before a rung', 'within: 20m', 'within: 21m', 'approvals.ramp.within', '  ramp: { at'],
  ['more time, by saying nothing', ', within: 20m', '', 'approvals.ramp.within', '  ramp: { at'],
  [
    'silence that holds at the end',
    'medium, within: 4h',
    'medium, within: 4h, then: hold',
    'approvals.sign-off.then',
    '  sign-off:',
  ],
  ['silence that holds', 'then: rollBack', 'then: hold', 'approvals.ramp.then', '  ramp: { at'],
  [
    'others who waive',
    'waive: { by: [lead@',
    'waive: { by: [dana, lead@',
    'approvals.waive.by[0]',
    '  waive:',
  ],
  ['a higher limit', 'above: 5%', 'above: 6%', 'triggers.http5xx.above', '  http5xx:'],
  ['a longer one', 'above: 5%, for: 2m', 'above: 5%, for: 3m', 'triggers.http5xx.for', '  http5xx:'],
  ['slow for longer', '2000ms, for: 5m', '2000ms, for: 6m', 'triggers.latencyP95.for', '  latencyP95:'],
  ['ill for longer', 'above: 50%, for: 1m', 'above: 50%, for: 2m', 'triggers.unhealthy.for', '  unhealthy:'],
  ['slower', 'above: 2000ms', 'above: 2001ms', 'triggers.latencyP95.above', '  latencyP95:'],
  ['iller', 'unhealthy: { above: 50%', 'unhealthy: { above: 51%', 'triggers.unhealthy.above', '  unhealthy:'],
  [
    'a queue that may rise for longer',
    'risingFor: 10m',
    'risingFor: 11m',
    'triggers.queueDepth.risingFor',
    '  queueDepth:',
  ],
  ['no queue', /^ {2}queueDepth:.*\n/m, '', 'triggers.queueDepth', 'triggers:'],
  ['without the team’s alarm', 'alarms: [slo]', 'alarms: [other]', 'triggers.alarms', '  alarms: [other]'],
  ['another cluster', '  cluster: claude-proxy', '  cluster: claude-prod', 'target.services', '  services:'],
  ['another service', 'claude-proxy-b]', 'claude-proxy-c]', 'target.services', '  services:'],
  [
    'another image',
    /image: \S+claude-proxy:2\.4\.0/,
    'image: evil.example/miner:1',
    'release.image',
    '  image: evil',
  ],
  [
    'another test rule',
    'canaryDoor: { header: x-cutover }',
    "canaryDoor: { rule: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/claude-proxy/50dc6c495c0c9188/f2f7dc8efc522ab2/ffffffffffffffff' }",
    'target.canaryDoor.rule',
    '  canaryDoor:',
  ],
  ['another rule', '/9683b2d02a6cabee', '/9683b2d02a6cabff', 'target.rules[0]', '    - arn:'],
];

test.each(rows)('%s: refused at its line', async (_title, from, to, path, at) => {
  const text = base.replace(from, to);
  expect(text).not.toBe(base);
  const read = await reading(text);
  expect(read).toMatchObject({
    problems: [{ path: expect.stringContaining(path), line: lineOf(text, at) }],
  });
});

test.each([
  ['another family', { family: 'other' }, 'release.taskDefinition.family'],
  [
    'a role of more rights',
    { taskRoleArn: 'arn:aws:iam::123456789012:role/admin' },
    'release.taskDefinition.taskRoleArn',
  ],
  [
    'another role to start with',
    { executionRoleArn: 'arn:aws:iam::123456789012:role/admin' },
    'release.taskDefinition.executionRoleArn',
  ],
  [
    'one image more',
    {
      containerDefinitions: [
        ...(JSON.parse(definition) as { containerDefinitions: object[] }).containerDefinitions,
        { name: 'miner', image: 'evil/miner:1' },
      ],
    },
    '.image',
  ],
])('%s in the task definition: refused at the line that names its file', async (_title, change, path) => {
  const rendered = join(folder, 'rendered_task_def.json');
  writeFileSync(rendered, JSON.stringify({ ...(JSON.parse(definition) as object), ...change }));
  const read = await reading(base);
  writeFileSync(rendered, definition);
  const problems = 'problems' in read ? read.problems : [];
  expect(problems).toContainEqual(
    expect.objectContaining({
      path: expect.stringContaining(path),
      line: lineOf(base, '  taskDefinition:'),
      message: expect.stringContaining('(policy.yml)'),
    }),
  );
});

test('all that is wrong with the policy itself is told of its file', async () => {
  writeFileSync(join(folder, 'broken.yml'), 'approvers: { dana: { email: nobody } }\n');
  writeFileSync(join(folder, 'plan.yml'), base);
  const read = await readUnderPolicy(join(folder, 'plan.yml'), join(folder, 'broken.yml'));
  expect(read).toMatchObject({
    problems: [{ path: expect.stringMatching(/broken\.yml approvers\.dana\.email$/) }],
  });
});

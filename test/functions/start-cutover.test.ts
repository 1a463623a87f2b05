/** Starting over the signed way, in the lab: who is the starter, and what the same name twice comes to. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { planDigestOf } from '../../aws/plan-digest.ts';
import { readPlan } from '../../cli/read-plan.ts';
import { parsePlan } from '../../core/plan/parse.ts';
import { approvalsOn } from '../../lab/approvals.ts';
import { ledgerTable, buildLab, type Lab } from '../../lab/lab.ts';
import { invitePeople } from '../../lab/people.ts';
import { labPolicy } from '../../lab/policy.ts';
import { calmScenario } from '../../lab/scenario/parse.ts';
import { productionOf } from '../../lab/weather.ts';
import { type Document, samplePlan } from '../scenarios/story.ts';

const robin = 'arn:aws:sts::123456789012:assumed-role/releases/robin';
const mallory = 'arn:aws:sts::123456789012:assumed-role/releases/mallory';
const unknown = { unknown: expect.any(String) };

const asksDana = (document: Document) => {
  document['approvals'] = { 'sign-off': { by: ['dana', 'sam'], need: 1, within: '4h' } };
};

function someLab(): Lab {
  return buildLab({ seed: 1, production: productionOf(calmScenario()) });
}

interface Reply {
  readonly status: number;
  readonly body: { readonly does: string; readonly told: string; readonly problems?: readonly string[] };
}

interface Given {
  readonly by?: string;
  readonly id?: string;
  readonly live?: boolean;
  readonly plan?: object;
}

async function start(lab: Lab, given: Given = {}): Promise<Reply> {
  const { by = robin, id = 'a-1', live = true, plan = await samplePlan(asksDana) } = given;
  const event = {
    requestContext: { http: { method: 'POST' }, authorizer: { iam: { userArn: by } } },
    body: JSON.stringify({ cutoverId: id, live, plan }),
  };
  const heard: Reply[] = [];
  lab.lambda.invoke('startCutover', event, (result) => {
    const { statusCode, body } = ('output' in result ? result.output : {}) as Record<string, never>;
    heard.push({ status: statusCode ?? 0, body: JSON.parse(body ?? '{}') as Reply['body'] });
  });
  while (heard.length === 0) await lab.clock.step();
  return heard[0] as Reply;
}

const byHand = (lab: Lab, name: string, input: object) =>
  lab.engine.startExecution({
    stateMachineArn: lab.stateMachineArn,
    name,
    input: JSON.stringify(input),
  });

/** Who the cutover's record says has started it, as soon as there is one. */
async function starterOf(lab: Lab, id: string, prefix = 'CUTOVER'): Promise<unknown> {
  for (let steps = 0; steps < 500; steps += 1) {
    const row = rowsOf(lab).find(({ pk, sk }) => pk === `${prefix}#${id}` && sk === 'RECORD');
    if (row !== undefined) return row['starter'];
    await lab.clock.step();
  }
  return 'no record';
}

function rowsOf(lab: Lab): readonly Readonly<Record<string, unknown>>[] {
  return lab.ledger.rows(ledgerTable);
}

test('whoever signed the request is the starter', async () => {
  const lab = someLab();
  expect(await start(lab)).toMatchObject({ status: 200, body: { does: 'started' } });
  expect(await starterOf(lab, 'a-1')).toEqual({ person: 'robin' });
});

test('a dry run is signed for, too, and changes no live name', async () => {
  const lab = someLab();
  expect(await start(lab, { live: false })).toMatchObject({ status: 200 });
  expect(await starterOf(lab, 'a-1', 'DRY')).toEqual({ person: 'robin' });
  expect(rowsOf(lab).some(({ pk }) => pk === 'CUTOVER#a-1')).toBe(false);
});

test('what the plan says of live does not count', async () => {
  const lab = someLab();
  await start(lab, { live: false, plan: { ...(await samplePlan(asksDana)), live: true } });
  expect(await starterOf(lab, 'a-1', 'DRY')).toEqual({ person: 'robin' });
});

test('the same twice is one cutover', async () => {
  const lab = someLab();
  const first = await start(lab);
  expect(await start(lab)).toEqual(first);
  expect(rowsOf(lab).filter(({ sk }) => sk === 'START')).toHaveLength(1);
});

test.each<[string, Given]>([
  ['of somebody else', { by: mallory }],
  ['with another plan', { plan: { service: 'other' } }],
  ['as a dry run, while it runs live', { live: false }],
])('the same name %s is taken, and the first goes on', async (_title, change) => {
  const lab = someLab();
  await start(lab);
  const plan = { ...(await samplePlan(asksDana)), ...change.plan };
  expect(await start(lab, { ...change, plan })).toMatchObject({ status: 409, body: { does: 'taken' } });
  expect(await starterOf(lab, 'a-1')).toEqual({ person: 'robin' });
});

test('a plan with mistakes starts nothing, and all of them are told', async () => {
  const lab = someLab();
  const plan = await samplePlan((document) => {
    document['watch'] = '30';
    document['rampp'] = {};
  });
  const { status, body } = await start(lab, { plan });
  expect({ status, does: body.does }).toEqual({ status: 400, does: 'refused' });
  expect(body.problems).toHaveLength(2);
  expect(rowsOf(lab)).toEqual([]);
});

test('a plan that the policy does not allow starts nothing, and hears where', async () => {
  const policy = { ...(labPolicy() as object), triggers: { http5xx: { above: '5%', for: '2m' } } };
  const lab = buildLab({ seed: 1, production: productionOf(calmScenario()), policy });
  const plan = await samplePlan((document) => {
    document['triggers'] = { http5xx: { above: '50%', for: '2m' } };
    document['approvals'] = { 'sign-off': { by: ['dana', 'nobody'] } };
  });
  const { status, body } = await start(lab, { plan });
  expect({ status, problems: body.problems }).toEqual({
    status: 400,
    problems: [
      expect.stringMatching(/^approvals\.sign-off\.by\[1\]: "nobody"/),
      expect.stringMatching(/^triggers\.http5xx\.above: "50%"/),
    ],
  });
  expect(rowsOf(lab)).toEqual([]);
});

test('whoever would be the only one to approve cannot start it', async () => {
  const lab = someLab();
  const plan = await samplePlan((document) => {
    document['approvals'] = { 'sign-off': { by: ['dana'] } };
  });
  const dana = 'arn:aws:sts::123456789012:assumed-role/approvals/dana';
  const { status, body } = await start(lab, { plan, by: dana });
  expect({ status, problems: body.problems }).toEqual({
    status: 400,
    problems: [expect.stringMatching(/sign-off.*dana started it/)],
  });
});

test.each(['', '-x', 'a b', 'a#b', 'a/b', 'x'.repeat(81), 'ä'])('%j is no name', async (id) => {
  const lab = someLab();
  expect(await start(lab, { id })).toMatchObject({ status: 400 });
  expect(rowsOf(lab)).toEqual([]);
});

test('started by hand, nobody is known to have started it', async () => {
  const lab = someLab();
  byHand(lab, 'a-1', { ...(await samplePlan(asksDana)), live: true });
  expect(await starterOf(lab, 'a-1')).toEqual(unknown);
});

test('a name in the input is no signature', async () => {
  const lab = someLab();
  const plan = { ...(await samplePlan(asksDana)), live: true };
  byHand(lab, 'a-1', { ...plan, starter: 'robin', principal: robin });
  expect(await starterOf(lab, 'a-1')).not.toEqual({ person: 'robin' });
});

/** The input that the documentation hands to the console. */
const pasted = () =>
  JSON.parse(readFileSync(new URL('../../events/start-execution.json', import.meta.url), 'utf8')) as Document;

test('the ready input is what the CLI makes of the sample', async () => {
  const read = await readPlan(fileURLToPath(new URL('../../events/plan.yml', import.meta.url)));
  expect('document' in read && { ...read.document, live: false }).toEqual(pasted());
});

test('pasted into the console it goes live once two have approved, where one is enough for a start that is signed', async () => {
  const lab = someLab();
  invitePeople(lab, []);
  const { executionArn } = byHand(lab, 'a-1', { ...pasted(), live: true });
  while (lab.engine.describeExecution(executionArn).status === 'RUNNING') await lab.clock.step();
  expect(lab.engine.describeExecution(executionArn).status).toBe('SUCCEEDED');
  expect(approvalsOn(lab, 'a-1').map(({ gate, decision, by }) => ({ gate, decision, by }))).toEqual([
    { gate: 'go-live', decision: 'approve', by: 'dana' },
    { gate: 'go-live', decision: 'approve', by: 'sam' },
    { gate: 'sign-off', decision: 'approve', by: 'dana' },
    { gate: 'sign-off', decision: 'approve', by: 'sam' },
  ]);
});

test.each(['claude-proxy\u202e2.4.0', 'é'.repeat(80), "it's-2.4.0", '-2.4.0'])(
  'by hand under a name that Step Functions takes and no link or command could carry: %j is refused',
  async (name) => {
    const lab = someLab();
    const { executionArn } = byHand(lab, name, { ...pasted(), live: true });
    while (lab.engine.describeExecution(executionArn).status === 'RUNNING') await lab.clock.step();
    const { error, cause } = lab.engine.describeExecution(executionArn);
    expect(error).toBe('CutoverRefused');
    expect(cause).toMatch(/^PlanRejected: the execution's name: ".*": must be letters from A to Z/);
    expect(approvalsOn(lab, name)).toEqual([]);
  },
);

test('by hand under a name that robin has signed for, another plan is not robin’s', async () => {
  const lab = someLab();
  // Robin's own execution never began: Step Functions did not answer.
  const signed = { ...(await samplePlan(asksDana)), live: true };
  const parsed = parsePlan(signed);
  if ('problems' in parsed) throw new Error('the sample is refused');
  const planDigest = planDigestOf(parsed.plan);
  lab.ledger.seed(ledgerTable, { pk: 'CUTOVER#a-1', sk: 'START', principal: robin, planDigest });
  byHand(lab, 'a-1', { ...signed, watch: '10m' });
  expect(await starterOf(lab, 'a-1')).toEqual(unknown);
});

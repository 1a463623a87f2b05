/** State machines and their tags through the API, asked by the SDK's client. */
import * as sfn from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { operations } from '../../../lab/api/operations.ts';
import { machine, pass, refusal, role, served } from './served.ts';

const { client, stateMachineArn: cutoverArn } = await served();

let count = 0;
async function created(definition = pass, more: Partial<sfn.CreateStateMachineCommandInput> = {}) {
  count += 1;
  const input = { name: `machine-${count}`, definition, roleArn: role, ...more };
  const { stateMachineArn = '' } = await client.send(new sfn.CreateStateMachineCommand(input));
  return { ...input, stateMachineArn };
}

test('every operation that is served is one of AWS’s', () => {
  const commands = new Set(Object.keys(sfn));
  expect([...operations.keys()].filter((name) => !commands.has(`${name}Command`))).toEqual([]);
});

test('the cutover state machine is there from the start, in the lab’s Region', async () => {
  const told = await client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn: cutoverArn }));
  expect(told).toMatchObject({ name: 'cutover-lab', type: 'STANDARD', status: 'ACTIVE' });
  expect(JSON.parse(told.definition ?? '')).toMatchObject({ QueryLanguage: 'JSONata', StartAt: 'Begin' });
});

describe('a state machine', () => {
  test('is told as it was made, with the very text of its definition', async () => {
    const spaced = `${pass}\n  `;
    const made = await created(spaced, {
      type: 'EXPRESS',
      loggingConfiguration: { level: 'ALL', includeExecutionData: true },
    });
    const told = await client.send(
      new sfn.DescribeStateMachineCommand({ stateMachineArn: made.stateMachineArn }),
    );
    expect(told).toMatchObject({
      stateMachineArn: `arn:aws:states:us-east-1:123456789012:stateMachine:${made.name}`,
      name: made.name,
      definition: spaced,
      roleArn: role,
      type: 'EXPRESS',
      status: 'ACTIVE',
      loggingConfiguration: { level: 'ALL', includeExecutionData: true },
      tracingConfiguration: { enabled: false },
      creationDate: new Date(Date.UTC(2026, 0, 5, 9)),
    });
  });

  test('made again alike is the same; made otherwise under its name is refused', async () => {
    const { name, stateMachineArn } = await created();
    const again = await client.send(
      new sfn.CreateStateMachineCommand({ name, definition: pass, roleArn: role }),
    );
    expect(again.stateMachineArn).toBe(stateMachineArn);
    const other = machine({ B: { Type: 'Succeed' } });
    const refused = await refusal(
      client.send(new sfn.CreateStateMachineCommand({ name, definition: other, roleArn: role })),
    );
    expect(refused).toBeInstanceOf(sfn.StateMachineAlreadyExists);
    expect(refused.message).toBe(`State Machine Already Exists: '${stateMachineArn}'`);
  });

  test('can be updated; what runs keeps what it was started with', async () => {
    const { stateMachineArn } = await created(machine({ A: { Type: 'Wait', Seconds: 5, End: true } }));
    const { executionArn } = await client.send(new sfn.StartExecutionCommand({ stateMachineArn }));
    const changed = machine({ B: { Type: 'Succeed' } });
    const updated = await client.send(
      new sfn.UpdateStateMachineCommand({
        stateMachineArn,
        definition: changed,
        tracingConfiguration: { enabled: true },
      }),
    );
    expect(updated.revisionId).toMatch(/^[0-9a-f-]{36}$/);
    const now = await client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }));
    expect(now).toMatchObject({
      definition: changed,
      revisionId: updated.revisionId,
      tracingConfiguration: { enabled: true },
    });
    const then = await client.send(new sfn.DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(JSON.parse(then.definition ?? '')).toMatchObject({ StartAt: 'A' });
    const nothing = await refusal(client.send(new sfn.UpdateStateMachineCommand({ stateMachineArn })));
    expect(nothing).toBeInstanceOf(sfn.MissingRequiredParameter);
  });

  test('is gone when deleted, and can be deleted twice', async () => {
    const { stateMachineArn } = await created();
    for (let times = 0; times < 2; times += 1)
      await client.send(new sfn.DeleteStateMachineCommand({ stateMachineArn }));
    const gone = await refusal(client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn })));
    expect(gone).toBeInstanceOf(sfn.StateMachineDoesNotExist);
    expect(gone.message).toBe(`State Machine Does Not Exist: '${stateMachineArn}'`);
  });

  test('are listed in pages that hold each once', async () => {
    const made = [await created(), await created(), await created()].map((one) => one.stateMachineArn);
    const listed: (string | undefined)[] = [];
    for await (const { stateMachines = [] } of sfn.paginateListStateMachines({ client, pageSize: 2 }, {}))
      listed.push(...stateMachines.map(({ stateMachineArn }) => stateMachineArn));
    expect(listed).toEqual(expect.arrayContaining(made));
    expect(new Set(listed).size).toBe(listed.length);
  });
});

const check = (definition: string, more = {}) =>
  client.send(new sfn.ValidateStateMachineDefinitionCommand({ definition, ...more }));

describe('a definition', () => {
  const bad = machine({ A: { Type: 'Pass', Next: 'Nowhere' } });

  test('that cannot run is refused with the reason and the place', async () => {
    const refused = await refusal(created(bad));
    expect(refused).toBeInstanceOf(sfn.InvalidDefinition);
    expect(refused.message).toMatch(/^Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: /);
  });

  test('can be checked without making anything', async () => {
    expect(await check(pass)).toMatchObject({ result: 'OK', diagnostics: [], truncated: false });
    expect(await check(bad)).toMatchObject({
      result: 'FAIL',
      diagnostics: [
        {
          severity: 'ERROR',
          code: 'MISSING_TRANSITION_TARGET',
          message: "Missing 'Next' target: Nowhere",
          location: '/States/A/Next',
        },
        { code: 'MISSING_END_STATE' },
      ],
    });
    expect(await check(bad, { maxResults: 1 })).toMatchObject({
      diagnostics: [expect.anything()],
      truncated: true,
    });
    const notJson = await check('{');
    expect(notJson.diagnostics?.map(({ code }) => code)).toEqual(['INVALID_JSON_DESCRIPTION']);
  });
});

test('tags come with the machine, are changed by key, and go with it', async () => {
  const { stateMachineArn: resourceArn } = await created(pass, {
    tags: [
      { key: 'team', value: 'sre' },
      { key: 'cost', value: '1' },
    ],
  });
  await client.send(new sfn.TagResourceCommand({ resourceArn, tags: [{ key: 'cost', value: '2' }] }));
  await client.send(new sfn.UntagResourceCommand({ resourceArn, tagKeys: ['team'] }));
  const { tags } = await client.send(new sfn.ListTagsForResourceCommand({ resourceArn }));
  expect(tags).toEqual([{ key: 'cost', value: '2' }]);
  const many = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: '' }));
  const refused = await refusal(client.send(new sfn.TagResourceCommand({ resourceArn, tags: many })));
  expect(refused).toBeInstanceOf(sfn.TooManyTags);
  await client.send(new sfn.DeleteStateMachineCommand({ stateMachineArn: resourceArn }));
  const gone = await refusal(client.send(new sfn.ListTagsForResourceCommand({ resourceArn })));
  expect(gone).toBeInstanceOf(sfn.ResourceNotFound);
});

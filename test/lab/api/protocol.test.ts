/** What is refused before an operation, or by its constraints: AWS's errors, statuses and words. */
import { describe, expect, test } from 'vitest';
import { ask, askFor, pass, role, served } from './served.ts';

const { url } = await served();

const json = 'application/x-amz-json-1.0';
const target = (operation: string) => `AWSStepFunctions.${operation}`;
const validation = 'com.amazon.coral.validate#ValidationException';
const own = (name: string) => `com.amazonaws.swf.service.v2.model#${name}`;

describe('a request', () => {
  test('is answered as AWS JSON 1.0, with an id', async () => {
    const headers = { 'Content-Type': json, 'X-Amz-Target': target('ListActivities') };
    const { status, headers: got, text } = await ask(url, '{}', headers);
    expect(status).toBe(200);
    expect(got['content-type']).toBe(json);
    expect(got['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(text)).toEqual({ activities: [] });
  });

  test.each([
    ['another method', 'GET', { 'Content-Type': json, 'X-Amz-Target': target('ListActivities') }],
    [
      'another content type',
      'POST',
      { 'Content-Type': 'text/plain', 'X-Amz-Target': target('ListActivities') },
    ],
    ['no content type', 'POST', { 'X-Amz-Target': target('ListActivities') }],
  ])('of %s is no request of AWS JSON', async (_, method, headers) => {
    const { status, text } = await ask(url, method === 'GET' ? '' : '{}', headers, method);
    expect([status, text]).toEqual([404, '<UnknownOperationException/>\n']);
  });

  test.each([
    ['no target', undefined],
    ['another service', 'DynamoDB_20120810.ListTables'],
    ['no such operation', target('FlyToTheMoon')],
    ['an operation that is left out', target('PublishStateMachineVersion')],
    ['a name of JavaScript’s own', target('constructor')],
  ])('for %s is unknown', async (_, name) => {
    const headers = { 'Content-Type': json, ...(name !== undefined && { 'X-Amz-Target': name }) };
    const { status, text } = await ask(url, '{}', headers);
    expect([status, JSON.parse(text)]).toEqual([
      400,
      { __type: 'com.amazon.coral.service#UnknownOperationException' },
    ]);
  });

  test.each(['', '{', 'null', '[]', '"text"', '{"maxResults": "many"}', '{"maxResults": 1.5}'])(
    'with the body %j cannot be read',
    async (body) => {
      expect(await askFor(url, 'ListActivities', body)).toMatchObject({
        status: 400,
        __type: 'com.amazon.coral.service#SerializationException',
      });
    },
  );

  test('of more than 1 MB is refused, and the server goes on', async () => {
    const big = Buffer.alloc(10 * 1024 * 1024, 32);
    const headers = { 'Content-Type': json, 'X-Amz-Target': target('ListActivities') };
    const sent = [headers, { ...headers, 'Transfer-Encoding': 'chunked' }].map((all) => ask(url, big, all));
    const answers = await Promise.allSettled(sent);
    // A server that hangs up on ten megabytes may be seen before its answer is.
    const seen = answers.map((one) => ('value' in one ? String(one.value.status) : String(one.reason)));
    for (const answer of seen) expect(answer).toMatch(/^413$|EPIPE|ECONNRESET/);
    expect(await askFor(url, 'ListActivities', {})).toMatchObject({ status: 200 });
  });

  test('just above 1 MB has AWS’s answer', async () => {
    expect(await askFor(url, 'ListActivities', ' '.repeat(1_048_577))).toMatchObject({
      status: 413,
      __type: 'com.amazon.coral.service#RequestEntityTooLargeException',
    });
  });

  test.each(['evil.example.com', 'evil.example.com:8083', '127.0.0.1.evil.example.com', '10.0.0.1'])(
    'to the host %s is refused',
    async (host) => {
      const headers = { 'Content-Type': json, 'X-Amz-Target': target('ListActivities'), Host: host };
      expect((await ask(url, '{}', headers)).status).toBe(403);
    },
  );

  test.each(['localhost', 'localhost:1', '[::1]:8083', 'sync-localhost:8083', 'sync-127.0.0.1:8083'])(
    'to the host %s is answered',
    async (host) => {
      const headers = { 'Content-Type': json, 'X-Amz-Target': target('ListActivities'), Host: host };
      expect((await ask(url, '{}', headers)).status).toBe(200);
    },
  );

  test('with a member that pollutes prototypes changes nothing', async () => {
    await askFor(url, 'ListActivities', '{"__proto__": {"maxResults": "polluted"}, "constructor": {"a": 1}}');
    expect(({} as { maxResults?: unknown }).maxResults).toBeUndefined();
    const definition = JSON.stringify({
      StartAt: 'A',
      States: { A: { Type: 'Pass', ResultPath: '$.__proto__.polluted', Result: 1, End: true } },
    });
    await askFor(url, 'CreateStateMachine', { name: 'polluting', definition, roleArn: role });
    const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:polluting';
    await askFor(url, 'StartExecution', { stateMachineArn, input: '{"__proto__": {"a": 1}}' });
    await askFor(url, 'ListActivities', {});
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('a member', () => {
  const machine = { name: 'a', definition: pass, roleArn: role };
  const arn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:a';

  test.each([
    [
      'CreateStateMachine',
      {},
      "3 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; Value null at 'definition' failed to satisfy constraint: Member must not be null; Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
    ],
    [
      'CreateStateMachine',
      { ...machine, name: '' },
      "1 validation error detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'CreateStateMachine',
      { ...machine, name: 'n'.repeat(81) },
      `1 validation error detected: Value '${'n'.repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
    ],
    [
      'CreateStateMachine',
      { ...machine, type: 'FAST' },
      "1 validation error detected: Value 'FAST' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
    ],
    [
      'CreateStateMachine',
      { ...machine, tags: [{ key: 'a', value: 'b' }, { value: 'b' }] },
      "1 validation error detected: Value null at 'tags.2.member.key' failed to satisfy constraint: Member must not be null",
    ],
    [
      'ListStateMachines',
      { maxResults: 1001 },
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      'StartExecution',
      { stateMachineArn: arn, input: `"${'a'.repeat(262_144)}"` },
      "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
    ],
  ])('of %s that breaks a constraint is told', async (operation, body, message) => {
    expect(await askFor(url, operation, body)).toEqual({ status: 400, __type: validation, message });
  });

  test.each([
    ['DescribeStateMachine', { stateMachineArn: 'nonsense' }, "Invalid Arn: 'Invalid ARN prefix: nonsense'"],
    [
      'DescribeExecution',
      { executionArn: arn },
      "Invalid Arn: 'Resource type not valid in this context: stateMachine'",
    ],
    [
      'DescribeActivity',
      { activityArn: arn },
      "Invalid Arn: 'Resource type not valid in this context: stateMachine'",
    ],
    ['CreateStateMachine', { ...machine, roleArn: 'me' }, "Invalid Arn: 'Invalid ARN prefix: me'"],
  ])('of %s that is no ARN of its kind is refused', async (operation, body, message) => {
    expect(await askFor(url, operation, body)).toEqual({ status: 400, __type: own('InvalidArn'), message });
  });

  test.each(['a b', 'a:b', 'a*', 'a/b', 'a\u0000b', 'a<b'])('with the name %j is refused', async (name) => {
    const message = `Invalid Name: '${name}'`;
    for (const operation of ['CreateStateMachine', 'CreateActivity'])
      expect(await askFor(url, operation, { ...machine, name })).toEqual({
        status: 400,
        __type: own('InvalidName'),
        message,
      });
  });

  test('that is input, but no JSON, is refused with the parser’s reason', async () => {
    await askFor(url, 'CreateStateMachine', machine);
    expect(await askFor(url, 'StartExecution', { stateMachineArn: arn, input: '{' })).toMatchObject({
      status: 400,
      __type: own('InvalidExecutionInput'),
      message: expect.stringMatching(/^Invalid State Machine Execution Input: '.+'$/) as string,
    });
  });

  test('that nobody knows is ignored, and null is as good as absent', async () => {
    expect(await askFor(url, 'ListActivities', { unheard: 'of', nextToken: null })).toMatchObject({
      status: 200,
    });
  });
});

/** Tasks of a state machine that call the simulated services by themselves, without a function between. */
import { expect, test } from 'vitest';
import { buildLab } from '../../lab/lab.ts';

type States = Readonly<Record<string, object>>;

/** In the calm lab, to its end; `after` stops it so many seconds later. */
async function run(
  states: States,
  { after, language = 'JSONata' }: { after?: number; language?: string } = {},
) {
  const lab = buildLab({ seed: 1, production: {}, history: 'full' });
  const { engine, clock } = lab;
  const definition = { QueryLanguage: language, StartAt: Object.keys(states)[0], States: states };
  const { stateMachineArn } = engine.createStateMachine({ name: 'asks', definition });
  const { executionArn } = engine.startExecution({ stateMachineArn, input: '{}' });
  const startedAt = clock.now();
  if (after !== undefined) clock.after(after * 1000, () => engine.stopExecution({ executionArn }));
  let left = 100_000;
  while (engine.describeExecution(executionArn).status === 'RUNNING' && left > 0) {
    left -= 1;
    await clock.step();
  }
  const { status, output, error, cause } = engine.describeExecution(executionArn);
  const events = engine.getExecutionHistory(executionArn);
  return {
    lab,
    status,
    error,
    cause,
    output: JSON.parse(output ?? 'null') as Record<string, never>,
    seconds: (clock.now() - startedAt) / 1000,
    events: events.map(({ type }) => type),
  };
}

const task = (Resource: string, Arguments: object, more: object = {}) => ({
  A: { Type: 'Task', Resource, Arguments, End: true, ...more },
});

const sdk = (action: string) => `arn:aws:states:::aws-sdk:${action}`;

test('the SDK integration speaks in capitals, whatever the service does, and writes times as text', async () => {
  const { output } = await run(
    task(sdk('ecs:describeServices'), { Cluster: 'claude-proxy', Services: ['claude-proxy-a'] }),
  );
  expect(output).toMatchObject({
    Failures: [],
    Services: [
      { ServiceName: 'claude-proxy-a', RunningCount: 4, CreatedAt: expect.stringMatching(/^2026-.*Z$/) },
    ],
  });
  expect(Object.keys(output)).not.toContain('$metadata');
});

test('what it writes is written: the balancer serves other weights', async () => {
  const lab = buildLab({ seed: 1, production: {} });
  const [rule = ''] = lab.production.names.rules;
  const { groups } = lab.production.names;
  const { output } = await run({
    Shift: {
      Type: 'Task',
      Resource: sdk('elasticloadbalancingv2:modifyRule'),
      Arguments: { RuleArn: rule, Actions: [{ Type: 'forward', TargetGroupArn: groups.b }] },
      Next: 'Look',
    },
    Look: {
      Type: 'Task',
      Resource: sdk('elasticloadbalancingv2:describeRules'),
      Arguments: { RuleArns: [rule] },
      Output: '{% $states.result.Rules[0].Actions[0].TargetGroupArn %}',
      End: true,
    },
  });
  expect(output).toBe(groups.b);
});

test('errors have the names that Step Functions gives them, and can be caught', async () => {
  const sdkError = await run(task(sdk('ecs:describeServices'), { Cluster: 'none', Services: ['x'] }));
  expect(sdkError.error).toBe('Ecs.ClusterNotFoundException');
  expect(sdkError.cause).toMatch(
    /^Cluster not found\. \(Service: Ecs, Status Code: 400, Request ID: .+\) \(SDK/,
  );
  const put = {
    TableName: 'cutover-lab-ledger',
    Item: { pk: { S: 'x' }, sk: { S: 'y' } },
    ConditionExpression: 'attribute_exists(pk)',
  };
  const optimised = await run({
    ...task('arn:aws:states:::dynamodb:putItem', put, {
      Catch: [
        {
          ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'],
          Output: '{% $states.errorOutput.Cause %}',
          Next: 'Caught',
        },
      ],
    }),
    Caught: { Type: 'Succeed' },
  });
  expect(optimised.output).toMatch(/Service: AmazonDynamoDBv2; Status Code: 400; Error Code: Conditional/);
});

test('DynamoDB answers with its attribute values, in JSONPath too', async () => {
  const key = { pk: { S: 'x' }, sk: { S: 'y' } };
  const { output } = await run(
    {
      Put: {
        Type: 'Task',
        Resource: 'arn:aws:states:::dynamodb:putItem',
        Parameters: { TableName: 'cutover-lab-ledger', Item: { ...key, n: { N: '7' } } },
        Next: 'Get',
      },
      Get: {
        Type: 'Task',
        Resource: 'arn:aws:states:::dynamodb:getItem',
        Parameters: { TableName: 'cutover-lab-ledger', Key: key },
        End: true,
      },
    },
    { language: 'JSONPath' },
  );
  expect(output).toMatchObject({
    Item: { ...key, n: { N: '7' } },
    SdkHttpMetadata: { HttpStatusCode: 200 },
  });
});

const runTask = (suffix: string, more: object = {}) =>
  task(
    `arn:aws:states:::ecs:runTask${suffix}`,
    { Cluster: 'claude-proxy', TaskDefinition: 'claude-proxy' },
    more,
  );

test('ecs:runTask answers at once, with .sync when the task has stopped', async () => {
  const atOnce = await run(runTask(''));
  expect(atOnce.output).toMatchObject({ Failures: [], Tasks: [{ LastStatus: 'PROVISIONING' }] });
  expect(atOnce.seconds).toBeLessThan(1);
  const job = await run(runTask('.sync'));
  expect(job.output).toMatchObject({
    LastStatus: 'STOPPED',
    StopCode: 'EssentialContainerExited',
    Containers: [{ ExitCode: 0 }],
    StoppedAt: expect.any(Number),
  });
  expect(job.seconds).toBeGreaterThanOrEqual(120);
  expect(job.seconds).toBeLessThan(130);
  expect(job.events).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
});

test.each([
  ['its time is up', { TimeoutSeconds: 90 }, {}],
  ['the execution is stopped', {}, { after: 90 }],
])('a job is stopped when %s', async (_, more, options) => {
  const { lab, status } = await run(runTask('.sync', more), options);
  expect(status).not.toBe('SUCCEEDED');
  const stops: unknown[] = [];
  lab.wire.onCall(({ action, input }) => stops.push([action, input]));
  for (let count = 0; count < 20; count += 1) await lab.clock.step();
  expect(stops).toContainEqual(['StopTask', expect.objectContaining({ cluster: 'claude-proxy' })]);
});

test('what no service of the lab plays says so', async () => {
  expect(await run(task(sdk('s3:listBuckets'), {}))).toMatchObject({ error: 'Lab.NotModelled' });
  expect(await run(task(sdk('ecs:createCluster'), {}))).toMatchObject({ error: 'Lab.NotModelled' });
});

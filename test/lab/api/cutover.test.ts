/** The cutover state machine on the served lab: started, watched and spoken to as in an account. */
import * as sfn from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { readPlan } from '../../../cli/read-plan.ts';
import { served, until } from './served.ts';

async function samplePlan(live: boolean): Promise<string> {
  const read = await readPlan('events/plan.yml');
  if ('problems' in read) throw new Error('the sample plan has problems');
  return JSON.stringify({ ...read.document, live });
}

const look = (client: sfn.SFNClient, executionArn: string | undefined) => () =>
  client.send(new sfn.DescribeExecutionCommand({ executionArn }));

const isOver = ({ status }: sfn.DescribeExecutionCommandOutput) => status !== 'RUNNING';

test('a cutover is rehearsed in an instant, two hours of it, and is told with its history', async () => {
  const { client, stateMachineArn } = await served();
  const input = await samplePlan(true);
  const { executionArn } = await client.send(
    new sfn.StartExecutionCommand({ stateMachineArn, name: 'tonight', input }),
  );
  const told = await until(look(client, executionArn), isOver);
  expect(told).toMatchObject({ name: 'tonight', status: 'SUCCEEDED' });
  expect(JSON.parse(told.output ?? '')).toMatchObject({ outcome: 'promoted' });
  const hours = ((told.stopDate?.getTime() ?? 0) - (told.startDate?.getTime() ?? 0)) / 3_600_000;
  expect(hours).toBeGreaterThan(2);
  const names: (string | undefined)[] = [];
  for await (const { events = [] } of sfn.paginateGetExecutionHistory({ client }, { executionArn }))
    names.push(...events.map(({ stateEnteredEventDetails: entered }) => entered?.name));
  expect(names).toEqual(expect.arrayContaining(['Begin', 'Read plan', 'Shift traffic', 'Promote']));
  // A second one finds the first one's world: what was the canary carries the traffic now.
  const again = await client.send(new sfn.StartExecutionCommand({ stateMachineArn, name: 'back', input }));
  const back = await until(look(client, again.executionArn), isOver);
  expect(back.output).toContain('claude-proxy-a carries all traffic');
});

test('a plan that cannot be followed is refused', async () => {
  const { client, stateMachineArn } = await served();
  const { executionArn } = await client.send(
    new sfn.StartExecutionCommand({ stateMachineArn, input: '{"service":"x"}' }),
  );
  expect(await until(look(client, executionArn), isOver)).toMatchObject({
    status: 'FAILED',
    error: 'CutoverRefused',
  });
});

test('whoever answers the token that listens for alarms takes the cutover back', async () => {
  const { client, stateMachineArn } = await served({ speed: 600 });
  const { executionArn } = await client.send(
    new sfn.StartExecutionCommand({ stateMachineArn, name: 'watched', input: await samplePlan(true) }),
  );
  const taskToken = await until(
    async () => {
      const tokens: string[] = [];
      for await (const { events = [] } of sfn.paginateGetExecutionHistory({ client }, { executionArn }))
        tokens.push(...events.flatMap(tokenIn));
      return tokens[0];
    },
    (token) => token !== undefined,
  );
  await client.send(
    new sfn.SendTaskFailureCommand({ taskToken, error: 'TriggerRang', cause: 'a person says so' }),
  );
  expect(await until(look(client, executionArn), isOver)).toMatchObject({
    status: 'FAILED',
    error: 'CutoverRolledBack',
  });
});

function tokenIn({ taskScheduledEventDetails: scheduled }: sfn.HistoryEvent): string[] {
  if (scheduled?.parameters?.includes('listenForAlarms') !== true) return [];
  return [(JSON.parse(scheduled.parameters) as { Payload: { token: string } }).Payload.token];
}

import { DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { DescribeServicesCommand, ListServicesCommand, paginateListServices } from '@aws-sdk/client-ecs';
import { DescribeRulesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { lastingCaller, mutating } from '../../../lab/cloud/wire/call.ts';
import { cloud, mortal, outcome, scale } from './wire/account.ts';

/** When each of five calls in a row was answered. */
async function took({ clock, clientsOf, elapsed }: ReturnType<typeof cloud>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < 5; index++) {
    await outcome(clock, clientsOf(lastingCaller('cli')).ecs.send(new ListServicesCommand({})));
    times.push(elapsed());
  }
  return times;
}

describe('a call', () => {
  test('goes through the real client: inputs, outputs, metadata', async () => {
    const { clock, clientsOf, world } = cloud();
    const { value } = await outcome(clock, clientsOf(lastingCaller('cli')).ecs.send(scale(5)));
    expect(value?.service?.desiredCount).toBe(5);
    expect(value?.$metadata).toMatchObject({ httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 });
    expect(value?.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(world.desiredCount).toBe(5);
  });

  test.each([
    [
      'application-autoscaling',
      new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs' }),
      'DescribeScalableTargets',
    ],
    ['cloudwatch', new DescribeAlarmsCommand({}), 'DescribeAlarms'],
    ['dynamodb', new GetCommand({ TableName: 't', Key: { pk: 'a' } }), 'GetItem'],
    ['ecr', new DescribeImagesCommand({ repositoryName: 'r' }), 'DescribeImages'],
    ['ecs', new ListServicesCommand({}), 'ListServices'],
    ['elbv2', new DescribeRulesCommand({}), 'DescribeRules'],
    ['sfn', new DescribeExecutionCommand({ executionArn: 'arn' }), 'DescribeExecution'],
  ] as const)(
    'of %s arrives under the name of its action, from its caller',
    async (service, command, action) => {
      const { clock, clientsOf, records } = cloud([{ fail: { name: 'AccessDeniedException' } }]);
      const client = clientsOf(lastingCaller('cli'))[service] as { send(command: unknown): Promise<unknown> };
      expect((await outcome(clock, client.send(command))).error?.name).toBe('AccessDeniedException');
      expect(records).toMatchObject([{ service, action, caller: { id: 'cli' } }]);
    },
  );

  test('feeds the paginators of the SDK', async () => {
    const { clock, clientsOf } = cloud();
    const { ecs } = clientsOf(lastingCaller('cli'));
    const all = async () => {
      const arns: string[] = [];
      for await (const page of paginateListServices({ client: ecs }, {}))
        arns.push(...(page.serviceArns ?? []));
      return arns;
    };
    expect((await outcome(clock, all())).value).toEqual(['a', 'b', 'c']);
  });

  test('takes a few virtual milliseconds, the same ones for the same seed', async () => {
    const times = await took(cloud([], 4));
    expect(times).toEqual(await took(cloud([], 4)));
    expect(times).not.toEqual(await took(cloud([], 5)));
    expect(times[0]).toBeGreaterThanOrEqual(5);
    expect(times[4]).toBeLessThanOrEqual(75);
  });

  test('passes copies: neither side can change what the other holds', async () => {
    const { clock, clientsOf, world, records } = cloud();
    const { ecs, dynamodb } = clientsOf(lastingCaller('cli'));
    const item = {
      pk: 'a',
      tags: ['x'],
      gone: undefined,
      bytes: new Uint8Array([1, 2]),
      set: new Set(['s']),
    };
    const sent = dynamodb.send(new PutCommand({ TableName: 't', Item: item }));
    item.tags.push('changed after sending');
    item.bytes[0] = 9;
    expect((await outcome(clock, sent)).error).toBeUndefined();
    expect(world.written).toEqual([
      { pk: 'a', tags: ['x'], bytes: new Uint8Array([1, 2]), set: new Set(['s']) },
    ]);
    Object.assign(world.written[0] as object, { pk: 'changed by the service' });
    expect(records).toMatchObject([{ input: { Item: { pk: 'a' } } }]);

    const { value } = await outcome(clock, ecs.send(new DescribeServicesCommand({ services: ['a'] })));
    value?.services?.[0]?.createdAt?.setFullYear(2000);
    expect(world.createdAt).toEqual(new Date(0));
  });

  test('refuses, before anything is sent, what the document client refuses', async () => {
    const { clock, clientsOf, records } = cloud();
    const put = new PutCommand({ TableName: 't', Item: { pk: 'a', when: new Date(0) } });
    const { error } = await outcome(clock, clientsOf(lastingCaller('cli')).dynamodb.send(put));
    expect(error?.message).toMatch(/Unsupported type passed/);
    expect(records).toEqual([]);
  });

  test('that the lab does not know says so, with the name of the action', async () => {
    const { clock, wire, clientsOf } = cloud();
    const unknown = wire.call(lastingCaller('cli'), 'ecs', 'PutAccountSetting', {});
    expect((await outcome(clock, unknown)).error?.message).toMatch(/ecs does not know PutAccountSetting/);
    const absent = wire.call(lastingCaller('cli'), 'ecr', 'DescribeImages', {});
    expect((await outcome(clock, absent)).error?.message).toMatch(/no ecr/);
    const { ecs } = clientsOf(lastingCaller('cli'));
    await expect(Object.getPrototypeOf(ecs).send(scale(1))).rejects.toThrow(/belongs to nobody/);
  });

  test('is told to observers when the service acts, with who called and whether it changes things', async () => {
    const { clock, clientsOf, records } = cloud();
    const [one, two] = [mortal('shiftTraffic'), { ...mortal('shiftTraffic'), id: 'shiftTraffic-2' }];
    await outcome(
      clock,
      Promise.all([
        clientsOf(one).ecs.send(scale(3)),
        clientsOf(two).ecs.send(new DescribeServicesCommand({ services: [] })),
      ]),
    );
    expect(
      new Set(records.map((call) => `${call.caller.id} ${call.action} ${call.mutating} ${call.effect}`)),
    ).toEqual(
      new Set(['shiftTraffic-1 UpdateService true true', 'shiftTraffic-2 DescribeServices false true']),
    );
    expect(records.every(({ at }) => at > Date.UTC(2026, 11, 1))).toBe(true);
  });

  test.each([
    ['ecs', 'DescribeServices', false],
    ['dynamodb', 'Query', false],
    ['dynamodb', 'BatchGetItem', false],
    ['dynamodb', 'TransactGetItems', false],
    ['cloudwatch', 'GetMetricData', false],
    ['logs', 'StartQuery', false],
    ['dynamodb', 'TransactWriteItems', true],
    ['dynamodb', 'BatchWriteItem', true],
    ['elbv2', 'SetRulePriorities', true],
    ['ecs', 'RegisterTaskDefinition', true],
    ['sfn', 'SendTaskSuccess', true],
  ])('%s:%s writes: %s', (service, action, writes) => expect(mutating(service, action)).toBe(writes));
});

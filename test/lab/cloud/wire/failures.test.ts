import { ServerException, ServiceNotFoundException } from '@aws-sdk/client-ecs';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { lastingCaller } from '../../../../lab/cloud/wire/call.ts';
import { cloud, mortal, outcome, run, scale } from './account.ts';

describe('an error', () => {
  test("of a service is the SDK's own class", async () => {
    const { clock, wire } = cloud();
    const { error } = await outcome(clock, wire.call(lastingCaller('cli'), 'ecs', 'DeleteService', {}));
    expect(error).toBeInstanceOf(ServiceNotFoundException);
    expect(error?.$metadata).toMatchObject({ httpStatusCode: 400, attempts: 1 });
  });

  test.each([
    ['ThrottlingException', 400],
    ['ServerException', 500],
    ['ServiceUnavailable', 503],
  ])('%s is retried as the SDK does, and the third one is final', async (name, status) => {
    const fault = { fail: { name } };
    const twice = cloud([fault, fault]);
    const { value } = await outcome(twice.clock, twice.clientsOf(lastingCaller('cli')).ecs.send(scale(9)));
    expect(value?.$metadata.attempts).toBe(3);
    expect(value?.$metadata.totalRetryDelay).toBeGreaterThan(0);
    expect(twice.world.desiredCount).toBe(9);

    const always = cloud([fault, fault, fault]);
    const { error } = await outcome(always.clock, always.clientsOf(lastingCaller('cli')).ecs.send(scale(9)));
    expect(error).toMatchObject({ name, $metadata: { attempts: 3, httpStatusCode: status } });
    expect(error instanceof ServerException).toBe(name === 'ServerException');
    expect(always.world.desiredCount).toBe(2);
    expect(always.records.map(({ effect }) => effect)).toEqual([false, false, false]);
  });

  test('that says no is final at once', async () => {
    const { clock, clientsOf, records } = cloud([{ fail: { name: 'AccessDeniedException' } }]);
    const { error } = await outcome(clock, clientsOf(lastingCaller('cli')).ecs.send(scale(9)));
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      $fault: 'client',
      $metadata: { attempts: 1 },
    });
    expect(records).toHaveLength(1);
  });

  test('may hide an effect: the write happened, then it is repeated', async () => {
    const { clock, clientsOf, records } = cloud([{ fail: { name: 'ServerException', effect: true } }]);
    const { value } = await outcome(clock, clientsOf(lastingCaller('cli')).ecs.send(scale(9)));
    expect(value?.$metadata.attempts).toBe(2);
    expect(records.map(({ effect, error }) => [effect, error?.name])).toEqual([
      [true, 'ServerException'],
      [true, undefined],
    ]);
  });

  test('of no answer at all comes after the five seconds that the deployed clients wait', async () => {
    const { clock, clientsOf, elapsed, world } = cloud([
      { fail: { name: 'TimeoutError' } },
      { fail: { name: 'TimeoutError', effect: true } },
      { fail: { name: 'TimeoutError' } },
    ]);
    const { error } = await outcome(clock, clientsOf(lastingCaller('cli')).ecs.send(scale(9)));
    expect(error).toMatchObject({ name: 'TimeoutError', $metadata: { attempts: 3 } });
    expect(elapsed()).toBeGreaterThanOrEqual(15_000);
    expect(elapsed()).toBeLessThan(16_000);
    expect(world.desiredCount).toBe(9);
  });

  test('of a transaction keeps its token over the retries', async () => {
    const { clock, clientsOf, world } = cloud([{ fail: { name: 'InternalServerError', effect: true } }]);
    const write = () =>
      clientsOf(lastingCaller('cli')).dynamodb.send(new TransactWriteCommand({ TransactItems: [] }));
    await outcome(clock, write());
    await outcome(clock, write());
    const [first, retry, other] = world.tokens;
    expect(first).toBeTypeOf('string');
    expect(retry).toBe(first);
    expect(other).not.toBe(first);
  });
});

describe('a slow call', () => {
  test('takes effect at the end of its delay although its caller has died', async () => {
    const { clock, clientsOf, world } = cloud([{ delayMilliseconds: 3_000 }]);
    const caller = mortal('shiftTraffic');
    clock.after(1_000, () => caller.crash());
    const pending = clientsOf(caller).ecs.send(scale(9));
    await run(clock, clock.now() + 2_900);
    expect([caller.alive, world.desiredCount]).toEqual([false, 2]);
    expect((await outcome(clock, pending)).settled).toBe(false);
    expect(world.desiredCount).toBe(9);
  });

  test('is given up and repeated by the SDK, and its first attempt still arrives, last', async () => {
    const { clock, clientsOf, world, records, elapsed } = cloud([{ delayMilliseconds: 25_000 }]);
    const { ecs } = clientsOf(lastingCaller('cli'));
    const both = async () => {
      await ecs.send(scale(9));
      await ecs.send(scale(4));
      return elapsed();
    };
    const { value } = await outcome(clock, both());
    expect(value).toBeLessThan(6_000);
    expect(
      records.map(({ attempt, input }) => [attempt, (input as { desiredCount: number }).desiredCount]),
    ).toEqual([
      [2, 9],
      [1, 4],
      [1, 9],
    ]);
    expect(world.desiredCount).toBe(9);
  });
});

describe('a caller', () => {
  test('that crashes before a write has written nothing, and hears nothing', async () => {
    const { clock, clientsOf, world, records } = cloud([{ crash: 'before' }]);
    const caller = mortal('shiftTraffic');
    expect((await outcome(clock, clientsOf(caller).ecs.send(scale(9)))).settled).toBe(false);
    expect([caller.alive, world.desiredCount, records]).toEqual([false, 2, []]);
  });

  test('that crashes after a write has written, and hears nothing', async () => {
    const { clock, clientsOf, world } = cloud([{ crash: 'after' }]);
    const caller = mortal('shiftTraffic');
    expect((await outcome(clock, clientsOf(caller).ecs.send(scale(9)))).settled).toBe(false);
    expect([caller.alive, world.desiredCount]).toEqual([false, 9]);
  });

  test('that is dead calls nobody, retries included', async () => {
    const { clock, clientsOf, records } = cloud([{ fail: { name: 'ThrottlingException' } }]);
    const caller = mortal('shiftTraffic');
    clock.after(17, () => caller.crash());
    expect((await outcome(clock, clientsOf(caller).ecs.send(scale(9)))).settled).toBe(false);
    expect(records).toHaveLength(1);
    expect((await outcome(clock, clientsOf(caller).ecs.send(scale(9)))).settled).toBe(false);
    expect(records).toHaveLength(1);
  });
});

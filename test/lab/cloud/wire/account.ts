/** A small account for the tests of the wire, and ways to run virtual time. */
import { ServiceNotFoundException, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { VirtualClock } from '../../../../lab/clock.ts';
import type { SimulatedService } from '../../../../lab/cloud/service.ts';
import type { CallRecord, Fault } from '../../../../lab/cloud/wire/call.ts';
import { connect } from '../../../../lab/cloud/wire/connect.ts';
import type { SdkError } from '../../../../lab/cloud/wire/errors.ts';
import { Wire } from '../../../../lab/cloud/wire.ts';
import { Random } from '../../../../lab/random.ts';

/** An ECS with one number to change, and a DynamoDB that keeps what it was told. */
export function cloud(faults: (Fault | undefined)[] = [], seed: number | string = 1) {
  const clock = new VirtualClock(Date.UTC(2026, 11, 1));
  const world = {
    desiredCount: 2,
    createdAt: new Date(0),
    written: [] as unknown[],
    tokens: [] as unknown[],
  };
  const ecs: SimulatedService = {
    actions: {
      DescribeServices: () => ({
        services: [{ desiredCount: world.desiredCount, createdAt: world.createdAt }],
      }),
      UpdateService: ({ desiredCount }: { desiredCount: number }) => {
        world.desiredCount = desiredCount;
        return { service: { desiredCount } };
      },
      ListServices: ({ nextToken }: { nextToken?: string }) =>
        nextToken === undefined ? { serviceArns: ['a', 'b'], nextToken: 'more' } : { serviceArns: ['c'] },
      DeleteService: () => {
        throw new ServiceNotFoundException({ message: 'Service not found.', $metadata: {} });
      },
    },
  };
  const dynamodb: SimulatedService = {
    actions: {
      PutItem: ({ Item }: { Item: unknown }) => void world.written.push(Item),
      TransactWriteItems: ({ ClientRequestToken }: { ClientRequestToken?: string }) =>
        void world.tokens.push(ClientRequestToken),
    },
  };
  const records: CallRecord[] = [];
  const left = [...faults];
  const wire = new Wire({
    clock,
    random: new Random(seed),
    services: { ecs, dynamodb },
    faults: { before: () => left.shift() },
  });
  wire.onCall((record) => records.push(record));
  const startedAt = clock.now();
  return { clock, world, wire, records, clientsOf: connect(wire), elapsed: () => clock.now() - startedAt };
}

export async function run(clock: VirtualClock, until = Number.POSITIVE_INFINITY): Promise<void> {
  while ((clock.nextAt() ?? Number.POSITIVE_INFINITY) <= until && (await clock.step()));
}

/** Runs virtual time until nothing is left, then says what became of a promise by then. */
export async function outcome<T>(
  clock: VirtualClock,
  promise: Promise<T>,
): Promise<{ value?: T; error?: SdkError; settled: boolean }> {
  let result: { value?: T; error?: SdkError; settled: boolean } = { settled: false };
  promise.then(
    (value) => (result = { value, settled: true }),
    (error: SdkError) => (result = { error, settled: true }),
  );
  await run(clock);
  return result;
}

export function mortal(functionName: string) {
  return {
    id: `${functionName}-1`,
    functionName,
    alive: true,
    crash() {
      this.alive = false;
    },
  };
}

export const scale = (desiredCount: number) => new UpdateServiceCommand({ service: 'a', desiredCount });

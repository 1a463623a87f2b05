import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { noteCall } from '../failures.ts';

/** Has a client's errors known by the call that failed, as `elbv2:DescribeRules`. */
export function nameCalls(
  service: string,
  { middlewareStack }: Pick<DynamoDBClient, 'middlewareStack'>,
): void {
  middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          noteCall(error, `${service}:${commandName.replace(/Command$/, '')}`);
          throw error;
        }
      },
    { step: 'initialize', priority: 'high', name: 'nameCalls' },
  );
}

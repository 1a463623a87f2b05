/** "Promote": makes the canary the only group of the rules. Changes the division of traffic, from 100 % to alone. */
import { act } from '../aws/act.ts';
import { countHealthy } from '../aws/balancer/groups.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { type WithEpoch, withEpoch } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { passOf } from '../aws/ledger/pass.ts';
import { readSnapshot } from '../aws/ledger/record.ts';
import { divideTraffic } from '../aws/traffic.ts';
import type { World } from '../aws/world.ts';
import { Failure } from '../core/failures.ts';

export async function promote(world: World<'dynamodb' | 'elbv2'>, { cutover, epoch }: WithEpoch) {
  const { snapshot } = await readSnapshot(world, cutover);
  const { name, targetGroupArn } = snapshot.canary;
  const { text } = await act(
    cutover,
    `forward everything to ${name} alone`,
    async () => {
      const healthy = await countHealthy(world, targetGroupArn);
      if (healthy === 0)
        throw new Failure('NobodyHealthy', `${name} has no healthy target to be promoted on`);
      await divideTraffic(world, passOf(cutover, snapshot, epoch, 'promoting'), snapshot, 'canary alone');
    },
    () => `Promoted: everything goes to ${name} alone`,
  );
  const reason = cutover.live ? `${name} carries all traffic` : `dry run: ${name} would carry all traffic`;
  return { ending: { outcome: 'promoted', reason }, story: [text] };
}

export const handler = lambda(promote, { input: withEpoch, clients: { dynamodb, elbv2 } });

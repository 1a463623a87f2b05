/** "Check triggers": refuses to begin where something rings already or could never be heard, or has changed since the checklist. Changes only the ledger. */
import { type FreshServices, readFresh } from '../aws/checks/fresh.ts';
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { ssm } from '../aws/clients/ssm.ts';
import { type OnlyCutover, onlyCutover } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { note, readSnapshot } from '../aws/ledger/record.ts';
import { readPoints } from '../aws/metrics.ts';
import { readTeamAlarms } from '../aws/team-alarms.ts';
import type { World } from '../aws/world.ts';
import { decideStart, usualMilliseconds } from '../core/decide/start.ts';
import { Failure } from '../core/failures.ts';
import { metricsOf } from '../core/triggers/triggers.ts';

export async function checkTriggers(world: World<'dynamodb' | FreshServices>, { cutover }: OnlyCutover) {
  const record = await readSnapshot(world, cutover);
  const { snapshot, plan } = record;
  const fresh = await readFresh(world, record, { isTriedAgain: true });
  if (fresh.outcome !== 'pass') throw new Failure('ChecklistFailed', `looked at again: ${fresh.reason}`);
  const now = world.clock.now();
  const of = { snapshot, queueUrl: plan.triggers.queueDepth?.queueUrl };
  const asked = metricsOf(plan);
  const points = await readPoints(world, of, asked, now - usualMilliseconds, now);
  const alarms = await readTeamAlarms(world, plan.triggers.alarms);
  const { balancerErrorPercent, story } = decideStart({ now, points, alarms }, plan);
  await note(world, cutover, { balancerErrorPercent }, { once: true });
  return { story };
}

export const handler = lambda(checkTriggers, {
  input: onlyCutover,
  clients: { dynamodb, cloudwatch, ecs, ssm },
});

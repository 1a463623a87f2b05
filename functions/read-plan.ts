/** "Read plan": checks the plan and opens the cutover's record. Changes nothing but the ledger. */
import * as z from 'zod/mini';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { withExecution } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import { createRecord } from '../aws/ledger/record.ts';
import { planDigestOf } from '../aws/plan-digest.ts';
import { acceptedUnder } from '../aws/policy.ts';
import type { World } from '../aws/world.ts';
import { checklist } from '../core/checks/catalog.ts';
import { acceptPlan } from '../core/plan/accept.ts';
import { askSeconds, listenSeconds } from '../core/plan/budget.ts';
import { acceptId } from '../core/plan/cutover-id.ts';
import { windowOf } from '../core/release/window.ts';

const input = z.extend(withExecution, { startedAt: z.iso.datetime(), plan: z.unknown() });

export async function readPlan(
  world: World<'dynamodb'>,
  { cutover, executionArn, startedAt, plan: document }: z.infer<typeof input>,
) {
  acceptId(cutover.id);
  const { plan, pollSeconds } = acceptPlan(document);
  const longestSeconds = listenSeconds(plan);
  const { story: waiting, ...window } = windowOf(plan.startAt, { ...cutover, now: world.clock.now() });
  const planDigest = planDigestOf(plan);
  const people = await acceptedUnder(world, cutover, plan, planDigest);
  await createRecord(world, cutover, { executionArn, plan, planDigest, startedAt, ...people });
  const mode = cutover.live ? 'Live' : 'Dry run: nothing will be changed';
  const story = [
    `${mode}. ${plan.service}: ${plan.rungs.map((percent) => `${percent} %`).join(' → ')}`,
    ...waiting,
  ];
  const asks = askSeconds(plan, cutover.live);
  const checks = checklist(plan.checks);
  const { service, rungs } = plan;
  return { pollSeconds, longestSeconds, asks, rungs: rungs.length, service, checks, window, story };
}

export const handler = lambda(readPlan, { input, clients: { dynamodb } });

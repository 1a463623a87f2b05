/** On the end of an execution, and every minute: brings home what a dead one has left. Nothing in it runs any more. */
import { applicationAutoscaling } from '../aws/clients/application-autoscaling.ts';
import { cloudwatch } from '../aws/clients/cloudwatch.ts';
import { dynamodb } from '../aws/clients/dynamodb.ts';
import { ecs } from '../aws/clients/ecs.ts';
import { elbv2 } from '../aws/clients/elbv2.ts';
import { sfn } from '../aws/clients/sfn.ts';
import { bringAllHome } from '../aws/home.ts';
import { type ExecutionEnded, executionEnded } from '../aws/inputs.ts';
import { lambda } from '../aws/lambda.ts';
import type { World } from '../aws/world.ts';
import { confirmRollback } from './confirm-rollback.ts';
import { promote } from './promote.ts';
import { releaseLock } from './release-lock.ts';
import { retireCanary } from './retire-canary.ts';
import { retireStable } from './retire-stable.ts';
import { rollBack } from './roll-back.ts';
import { tidyUp } from './tidy-up.ts';
import { writeReport } from './write-report.ts';

type Needs = 'dynamodb' | 'ecs' | 'elbv2' | 'sfn' | 'application-autoscaling' | 'cloudwatch';
const steps = {
  confirmRollback,
  promote,
  releaseLock,
  retireCanary,
  retireStable,
  rollBack,
  tidyUp,
  writeReport,
};

export async function reconcile(world: World<Needs>, { detail }: ExecutionEnded) {
  return { open: await bringAllHome<World<Needs>>(world, steps, detail?.executionArn) };
}

export const handler = lambda(reconcile, {
  input: executionEnded,
  clients: { dynamodb, ecs, elbv2, sfn, cloudwatch, 'application-autoscaling': applicationAutoscaling },
});

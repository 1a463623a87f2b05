/** The checklist alone, by hand: every check side by side, nothing posted, nothing kept. */
import { checklist, unchecked } from '../../core/checks/catalog.ts';
import { answerOf, type ChecklistVerdict, judgeChecklist } from '../../core/checks/judge-checklist.ts';
import { judgeTerraform } from '../../core/checks/terraform.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { acm } from '../clients/acm.ts';
import { cloudfront } from '../clients/cloudfront.ts';
import { cloudwatch } from '../clients/cloudwatch.ts';
import { ecr } from '../clients/ecr.ts';
import { ecs } from '../clients/ecs.ts';
import { elbv2 } from '../clients/elbv2.ts';
import { logs } from '../clients/logs.ts';
import { s3 } from '../clients/s3.ts';
import { secretsmanager } from '../clients/secretsmanager.ts';
import { sqs } from '../clients/sqs.ts';
import { ssm } from '../clients/ssm.ts';
import { wafv2 } from '../clients/wafv2.ts';
import type { World } from '../world.ts';
import { attempt } from './attempt.ts';
import { dependencyReaders } from './dependencies.ts';
import { edgeReaders } from './edge.ts';
import { firewallReaders } from './firewall.ts';
import { loadReaders } from './load.ts';
import { outsideReaders } from './outside.ts';
import { telemetryReaders } from './telemetry.ts';
import { terraformReaders } from './terraform.ts';
import { workloadReaders } from './workload.ts';

/** What all checks together may call. */
export const checkClients = {
  acm,
  cloudfront,
  cloudwatch,
  ecr,
  ecs,
  elbv2,
  logs,
  s3,
  secretsmanager,
  sqs,
  ssm,
  wafv2,
};
export type CheckServices = keyof typeof checkClients;

const readers = {
  ...dependencyReaders,
  ...edgeReaders,
  ...firewallReaders,
  ...loadReaders,
  ...outsideReaders,
  ...telemetryReaders,
  ...terraformReaders,
  ...workloadReaders,
};

/** A Terraform plan that lies on the machine, in the place of the one in S3. */
export interface LocalPlan {
  readonly document: unknown;
  readonly writtenAt: number;
}

export interface CheckedPlan extends ChecklistVerdict {
  readonly unchecked: readonly string[];
}

export async function checkAll(
  world: World<CheckServices>,
  plan: Plan,
  {
    only,
    terraform,
  }: { readonly only?: string | undefined; readonly terraform?: LocalPlan | undefined } = {},
): Promise<CheckedPlan> {
  const items = checklist(plan.checks).filter(({ name }) => only === undefined || name === only);
  const answers = await Promise.all(
    items.map(async ({ name }) => {
      const now = world.clock.now();
      const asked = { name, plan, now, live: false, isTriedAgain: false };
      const { verdict } =
        name === 'terraform' && terraform !== undefined
          ? { verdict: judgeTerraform({ ...terraform, now }, plan.checks.terraform?.maxAgeSeconds ?? 0) }
          : await attempt(world, readers, asked);
      return answerOf(name, verdict);
    }),
  );
  return { ...judgeChecklist(items, answers, { live: false }), unchecked: unchecked(plan.checks) };
}

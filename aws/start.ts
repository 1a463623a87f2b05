/** Starts a cutover for somebody whom AWS has named: the signature first, so that the machine finds it. */
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { canonicalJson } from '../core/plan/canonical-json.ts';
import { parsePlan } from '../core/plan/parse.ts';
import { type Problem, problemText } from '../core/plan/problem.ts';
import { judgeUnderPolicy } from '../core/policy/accept.ts';
import { windowProblem } from '../core/release/window.ts';
import { isNamed } from './failures.ts';
import { signStart } from './ledger/starter.ts';
import { planDigestOf } from './plan-digest.ts';
import type { World } from './world.ts';

export interface Asked {
  readonly cutoverId: string;
  readonly live: boolean;
  readonly plan: Readonly<Record<string, unknown>>;
}

export type Started =
  | { readonly does: 'started'; readonly told: string; readonly executionArn: string }
  | { readonly does: 'taken' | 'refused'; readonly told: string; readonly problems?: readonly string[] };

/** Asking twice for the same is one cutover: the name, the signature and the input are all the same. */
export async function start(
  world: World<'dynamodb' | 'sfn'>,
  { cutoverId, live, plan: document }: Asked,
  principal: string,
): Promise<Started> {
  const { machineArn } = world.settings;
  if (machineArn === undefined) throw new Error('the setting MACHINE_ARN is missing; serverless.yml sets it');
  const input = { ...document, live };
  const parsed = parsePlan(input);
  if ('problems' in parsed) return refused(parsed.problems);
  // The state machine holds it to the policy again; whoever starts it hears of it at once, with every place.
  const judged = judgeUnderPolicy(parsed.plan, world.settings.policy, principal);
  if ('problems' in judged) return refused(judged.problems);
  const late = windowProblem(parsed.plan.startAt, world.clock.now());
  if (late !== undefined) return refused([late]);
  const row = { principal, planDigest: planDigestOf(parsed.plan) };
  const taken = `there is a cutover ${cutoverId} already`;
  if ((await signStart(world, { id: cutoverId, live }, row)) === 'taken')
    return { does: 'taken', told: `${taken}, of somebody else or with another plan; choose another --id` };
  try {
    const { executionArn = '' } = await world.clients.sfn.send(
      new StartExecutionCommand({
        stateMachineArn: machineArn,
        name: cutoverId,
        input: canonicalJson(input),
      }),
    );
    return { does: 'started', told: `${cutoverId} is started${live ? '' : ' as a dry run'}`, executionArn };
  } catch (error) {
    if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
    return { does: 'taken', told: `${taken}: it has ended, or was started otherwise; choose another --id` };
  }
}

function refused(problems: readonly Problem[]): Started {
  return {
    does: 'refused',
    told: 'the plan is refused; nothing was started',
    problems: problems.map(problemText),
  };
}

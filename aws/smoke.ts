import { judgeSmoke, type SmokeAnswer } from '../core/evidence/smoke.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { World } from './world.ts';

/** Asks every smoke check of the plan once, one after the other: a canary of two tasks is not to be flooded. */
export async function runSmoke(
  world: World,
  who: string,
  plan: Pick<Plan, 'smoke' | 'target'>,
  headers: Readonly<Record<string, string>>,
  origin: string = plan.target.productionUrl,
): Promise<SmokeAnswer[]> {
  const answers: SmokeAnswer[] = [];
  for (const check of plan.smoke) {
    const url = new URL(check.path, origin).href;
    const request = { url, method: 'GET', headers, timeoutMilliseconds: check.withinMilliseconds };
    try {
      answers.push(judgeSmoke(who, check, await world.http(request)));
    } catch (error) {
      answers.push(
        judgeSmoke(who, check, { unanswered: error instanceof Error ? error.message : String(error) }),
      );
    }
  }
  return answers;
}

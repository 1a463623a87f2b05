import {
  judgeSmoke,
  type SmokeAnswer,
  type SmokeCheck,
  smokePauseMilliseconds,
  type SmokeSeen,
} from '../core/evidence/smoke.ts';
import { nextRequest } from '../core/evidence/redirect.ts';
import type { Plan } from '../core/plan/plan.ts';
import { holds } from './checks/condition.ts';
import type { HttpResponse, World } from './world.ts';

type Asks = Pick<World, 'clock' | 'http'>;

/** Asks every smoke check of the plan, one after the other: a canary of two tasks is not to be flooded. */
export async function runSmoke(
  world: Asks,
  who: string,
  plan: Pick<Plan, 'smoke'>,
  headers: Readonly<Record<string, string>>,
  origin: string,
): Promise<SmokeAnswer[]> {
  const answers: SmokeAnswer[] = [];
  for (const check of plan.smoke) answers.push(await runCheck(world, who, check, headers, origin));
  return answers;
}

async function runCheck(
  world: Asks,
  who: string,
  check: SmokeCheck,
  headers: Readonly<Record<string, string>>,
  origin: string,
): Promise<SmokeAnswer> {
  for (let tries = 1; ; tries += 1) {
    const seen = await see(world, check, { ...check.headers, ...headers }, origin);
    const answer = judgeSmoke(who, check, seen, { now: world.clock.now(), tries });
    if (answer.passed || tries > (check.retries ?? 0)) return answer;
    await world.clock.sleep(smokePauseMilliseconds);
  }
}

async function see(
  world: Asks,
  check: SmokeCheck,
  headers: Readonly<Record<string, string>>,
  origin: string,
): Promise<SmokeSeen> {
  try {
    const response = await follow(world, check, headers, origin);
    const { status, tookMilliseconds, body, wholeBodyBytes, tls } = response;
    return {
      status,
      tookMilliseconds,
      ...(check.contains !== undefined && { body }),
      ...(wholeBodyBytes !== undefined && { wholeBodyBytes }),
      ...(check.condition !== undefined && { condition: await holds(check.condition, response) }),
      ...(tls !== undefined && { tls }),
    };
  } catch (error) {
    return { unanswered: error instanceof Error ? error.message : String(error) };
  }
}

/** The last answer, with the time that all of them took together. */
async function follow(
  world: Asks,
  { method = 'GET', path, body, withinMilliseconds, redirects = 0 }: SmokeCheck,
  headers: Readonly<Record<string, string>>,
  origin: string,
): Promise<HttpResponse> {
  let request = { url: new URL(path, origin).href, method, headers, ...(body !== undefined && { body }) };
  let tookMilliseconds = 0;
  for (let hop = 0; ; hop += 1) {
    const timeoutMilliseconds = Math.max(1, Math.ceil(withinMilliseconds - tookMilliseconds));
    const response = await world.http({ ...request, timeoutMilliseconds });
    tookMilliseconds += response.tookMilliseconds;
    const next = hop < redirects ? nextRequest(request, response) : undefined;
    if (next === undefined) return { ...response, tookMilliseconds };
    request = next;
  }
}

/** What lies outside AWS: staging, people, and anything else that speaks HTTP. */
import { type HttpFacts, judgeHttp, judgeStaging } from '../../core/checks/answers.ts';
import { judgeDuties, judgeSaid } from '../../core/checks/people.ts';
import type { HttpCheck, Said } from '../../core/checks/planned.ts';
import { calmSeconds } from '../../core/plan/timetable.ts';
import { runSmoke } from '../smoke.ts';
import type { World } from '../world.ts';
import { holds } from './condition.ts';
import { readDuties } from './pager-duty.ts';
import type { Reader, Readers } from './reader.ts';
import { tellTeam } from './team.ts';

const readStaging: Reader<never> = async (world, { plan }) => {
  if (plan.staging === undefined) throw new Error('the plan has no staging');
  const answers = await runSmoke(world, 'staging', plan, {}, plan.staging.url);
  return { verdict: judgeStaging(answers), facts: answers };
};

const readHttp: Reader<never> = async (world, { name, plan }) => {
  const check = (plan.checks.http ?? []).find((one) => `http:${one.name}` === name);
  if (check === undefined) throw new Error(`the plan has no request ${name}`);
  const facts = await request(world, check);
  return { verdict: judgeHttp(check, facts), facts };
};

async function request(world: World, check: HttpCheck): Promise<HttpFacts> {
  const { url, withinMilliseconds: timeoutMilliseconds, condition } = check;
  try {
    const answer = await world.http({ url, method: 'GET', headers: {}, timeoutMilliseconds });
    const { status, tookMilliseconds } = answer;
    if (condition === undefined) return { status, tookMilliseconds };
    return { status, tookMilliseconds, condition: await holds(condition, answer) };
  } catch (error) {
    return { unanswered: error instanceof Error ? error.message : String(error) };
  }
}

const readOnCall: Reader<'secretsmanager'> = async (world, { plan, now }) => {
  const { onCall } = plan.checks;
  if (onCall === undefined || 'saidBy' in onCall) return said(onCall);
  const window = { from: now, to: now + calmSeconds(plan) * 1000 };
  const duties = await readDuties(world, onCall, window);
  return { verdict: judgeDuties(duties, window), facts: duties };
};

const readTeamTold: Reader<'secretsmanager'> = async (world, asked) => {
  const { teamTold } = asked.plan.checks;
  if (teamTold === undefined || 'saidBy' in teamTold) return said(teamTold);
  return tellTeam(world, asked, teamTold.webhook);
};

function said(by: Said | undefined) {
  if (by === undefined) throw new Error('the plan does not ask for this check');
  return { verdict: judgeSaid(by), facts: by };
}

export const outsideReaders: Readers<'secretsmanager'> = {
  staging: readStaging,
  http: readHttp,
  onCall: readOnCall,
  teamTold: readTeamTold,
  supportReady: (_world, { plan }) => Promise.resolve(said(plan.checks.supportReady)),
  customersTold: (_world, { plan }) => Promise.resolve(said(plan.checks.customersTold)),
};

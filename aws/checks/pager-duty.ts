/** Who is on call by a PagerDuty schedule: https://developer.pagerduty.com/api-reference/ (List all of the on-calls). */
import type { Duty } from '../../core/checks/people.ts';
import type { World } from '../world.ts';
import { readSecretValue } from './secret-value.ts';

interface OnCall {
  readonly start?: string | null;
  readonly end?: string | null;
  readonly user?: { readonly summary?: string };
}

export async function readDuties(
  world: World<'secretsmanager'>,
  of: { readonly schedule: string; readonly token: string },
  window: { readonly from: number; readonly to: number },
): Promise<Duty[]> {
  const token = await readSecretValue(world, of.token);
  const query = new URLSearchParams({
    'schedule_ids[]': of.schedule,
    since: new Date(window.from).toISOString(),
    until: new Date(window.to).toISOString(),
  });
  const { status, body } = await world.http({
    url: `https://api.pagerduty.com/oncalls?${query.toString()}`,
    method: 'GET',
    headers: { authorization: `Token token=${token}`, accept: 'application/json' },
    timeoutMilliseconds: 10_000,
  });
  if (status !== 200) throw new Error(`PagerDuty answered ${status} for schedule ${of.schedule}`);
  return onCalls(body).map(({ start, end, user }) => ({
    who: user?.summary ?? 'somebody without a name',
    from: start == null ? undefined : Date.parse(start),
    to: end == null ? undefined : Date.parse(end),
  }));
}

function onCalls(body: string): readonly OnCall[] {
  try {
    return (JSON.parse(body) as { oncalls?: readonly OnCall[] }).oncalls ?? [];
  } catch {
    throw new Error('PagerDuty answered something that is no JSON, or too long');
  }
}

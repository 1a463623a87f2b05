import { timeText } from '../../core/checks/findings.ts';
import { untried } from '../../core/verdict.ts';
import { calmSeconds } from '../../core/plan/timetable.ts';
import type { World } from '../world.ts';
import type { Asked, Seen } from './reader.ts';
import { readSecretValue } from './secret-value.ts';

/** Posts the window to an incoming webhook (Slack's form: a JSON mapping with `text`). A dry run reads and does not post. */
export async function tellTeam(
  world: World<'secretsmanager'>,
  { plan, now, live }: Asked,
  webhook: string,
): Promise<Seen> {
  const url = await readSecretValue(world, webhook);
  if (!/^https:\/\/\S+$/.test(url))
    return {
      verdict: { outcome: 'error', reason: 'the secret of checks.teamTold.webhook holds no https address' },
    };
  const { service, rungs } = plan;
  const until = timeText(now + calmSeconds(plan) * 1000);
  const text = `Cutover of ${service}: from ${timeText(now)} to about ${until}, ${rungs.map((percent) => `${percent} %`).join(' → ')}.`;
  if (!live) return { verdict: untried(`post: ${text}`) };
  const { status } = await world.http({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
    timeoutMilliseconds: 10_000,
  });
  if (status >= 200 && status < 300) return { verdict: { outcome: 'pass', reason: `posted: ${text}` } };
  return { verdict: { outcome: 'error', reason: `the webhook answered ${status}: nobody was told` } };
}

/** Who is on call by a PagerDuty schedule: https://developer.pagerduty.com/api-reference/ (List all of the on-calls). */
import type { Duty } from '../../core/checks/people.ts';
import type { HttpResponse, World } from '../world.ts';
import { readSecretValue } from './secret-value.ts';

interface Asked {
  readonly schedule: string;
  readonly token: string;
}

interface Window {
  readonly from: number;
  readonly to: number;
}

interface Page {
  readonly oncalls: readonly unknown[];
  readonly more: boolean;
}

/** PagerDuty gives no more on one page; a schedule with a thousand duties in one evening is none. */
const pageLength = 100;
const pagesMax = 10;
/** Of all pages together, and the waits in between: the function has 80 s. */
const triesMax = 3;
const waitSeconds = 2;
const waitSecondsMax = 10;

/** Every page: half of a list would show gaps that there are not, or hide them. Throws what is not sure. */
export async function readDuties(
  world: World<'secretsmanager'>,
  { schedule, token: arn }: Asked,
  window: Window,
): Promise<Duty[]> {
  const token = await readSecretValue(world, arn);
  const duties: Duty[] = [];
  const tries = { left: triesMax - 1 };
  for (let page = 0; page < pagesMax; page += 1) {
    const url = addressOf(schedule, window, page * pageLength);
    const { oncalls, more } = pageOf(await ask(world, url, token, tries));
    duties.push(...oncalls.map(dutyOf));
    if (!more) return duties;
  }
  throw new Error(`PagerDuty has more than ${pagesMax * pageLength} duties for schedule ${schedule}`);
}

function addressOf(schedule: string, { from, to }: Window, offset: number): string {
  const query = new URLSearchParams({
    'schedule_ids[]': schedule,
    since: new Date(from).toISOString(),
    until: new Date(to).toISOString(),
    limit: String(pageLength),
    offset: String(offset),
  });
  return `https://api.pagerduty.com/oncalls?${query.toString()}`;
}

/** Busy, broken or silent for a moment is asked again; a refusal is an answer. */
async function ask(
  world: Pick<World, 'http' | 'clock'>,
  url: string,
  token: string,
  tries: { left: number },
): Promise<HttpResponse> {
  for (;;) {
    const answer = await askOnce(world, url, token);
    const isOver = 'status' in answer && answer.status !== 429 && answer.status < 500;
    if (!isOver && tries.left > 0) {
      tries.left -= 1;
      const asked = 'status' in answer ? Number(answer.headers?.['retry-after'] ?? waitSeconds) : waitSeconds;
      // A minute to wait, and it is somebody else's turn to say so.
      if (asked <= waitSecondsMax) {
        await world.clock.sleep(asked * 1000);
        continue;
      }
    }
    if ('failure' in answer) throw answer.failure;
    if (answer.status !== 200) throw new Error(`PagerDuty answered ${answer.status}`);
    return answer;
  }
}

async function askOnce(
  { http }: Pick<World, 'http'>,
  url: string,
  token: string,
): Promise<HttpResponse | { readonly failure: Error }> {
  try {
    return await http({
      url,
      method: 'GET',
      headers: { authorization: `Token token=${token}`, accept: 'application/json' },
      timeoutMilliseconds: 10_000,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { failure: new Error(`PagerDuty gave no answer: ${why}`, { cause: error }) };
  }
}

function pageOf({ body, wholeBodyBytes }: HttpResponse): Page {
  if (wholeBodyBytes !== undefined)
    throw new Error(`PagerDuty answered something too long: ${wholeBodyBytes} bytes`);
  const { oncalls, more = false } = mapping(parsed(body));
  // Without its list, an answer of anybody else would read as nobody on call, or as the last page.
  if (!Array.isArray(oncalls) || typeof more !== 'boolean') throw strange();
  return { oncalls, more };
}

/** `null` is for ever, by PagerDuty's reference; a key that is not there says nothing at all. */
function dutyOf(one: unknown): Duty {
  const { start, end, user } = mapping(one);
  const { summary } = mapping(user ?? {});
  const who = typeof summary === 'string' ? summary : 'somebody without a name';
  return { who, from: timeOf(start), to: timeOf(end) };
}

function timeOf(value: unknown): number | undefined {
  if (value === null) return undefined;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw strange();
  return at;
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw strange();
  return value as Record<string, unknown>;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error('PagerDuty answered something that is no JSON');
  }
}

function strange(): Error {
  return new Error('PagerDuty answered something that is no list of on-calls');
}

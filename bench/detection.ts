/**
 * How fast each trigger takes users back, in the lab, and what it costs them: from the onset to ringing and to share 0,
 * and requests that failed or were slow at the canary meanwhile, by share and traffic.
 */
import { fileURLToPath } from 'node:url';
import type { Lab } from '../lab/lab.ts';
import { readPlan } from '../cli/read-plan.ts';
import { rehearse } from '../lab/rehearsal.ts';
import type { RehearsalResult } from '../lab/result.ts';
import { parseScenario } from '../lab/scenario/parse.ts';
import type { Scenario } from '../lab/scenario/scenario.ts';
import { median } from './median.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

export const onsets = {
  'http5xx, 10 % of the canary fails': { 'canary.errorRate': '10%' },
  'http5xx, the canary is dead': { 'canary.errorRate': '100%' },
  'latencyP95, the canary takes 4 s': { 'canary.p50': '2s', 'canary.p95': '4s' },
  'unhealthy, all of the canary’s targets': { 'canary.healthy': '0%' },
  'queueDepth, 500 messages a minute more': { 'queue.growsPerMinute': 500 },
} as const;

export type Onset = keyof typeof onsets;
export const sharesPercent = [1, 26, 100] as const;
export const requestRates = [5, 40, 1000] as const;
export const seeds = [1, 2, 3, 4, 5] as const;

export interface Detection {
  readonly ringsSeconds: number;
  readonly backSeconds: number;
  /** Users' requests since the onset that failed at the canary, or that anybody waited for more than 2 s. */
  readonly harmedRequests: number;
}

export type Seen = Detection | 'unreached' | 'unseen';

/** After the smoke test of the first rung, which would find a dead canary before any metric does. */
const onsetSeconds = (sharePercent: number) => (sharePercent === 1 ? 360 : 60);

/** `unreached`: the cutover went back before, unable to see. `unseen`: it ended without that it had rung. */
export async function detect(onset: Onset, sharePercent: number, requestsPerSecond: number): Promise<Seen> {
  const read = await readPlan(`${root}events/plan.yml`);
  if ('problems' in read) throw new Error('the sample plan has problems');
  const parsed = parseScenario({
    users: { requestsPerSecond },
    when: [{ at: `weight>=${sharePercent} +${onsetSeconds(sharePercent)}s`, set: onsets[onset] }],
  });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { scenario } = parsed;
  const seen: Detection[] = [];
  for (const seed of seeds) {
    const one = await detectOnce(read.document, scenario, seed, sharePercent);
    if (typeof one === 'string') return one;
    seen.push(one);
  }
  const middle = (key: keyof Detection) => median(seen.map((one) => one[key]));
  return {
    ringsSeconds: middle('ringsSeconds'),
    backSeconds: middle('backSeconds'),
    harmedRequests: middle('harmedRequests'),
  };
}

async function detectOnce(
  plan: Record<string, unknown>,
  scenario: Scenario,
  seed: number,
  sharePercent: number,
): Promise<Seen> {
  let harmedAtOnset = 0;
  let users: Lab['production']['users'] | undefined;
  const result = await rehearse({
    plan,
    scenario,
    seed,
    live: true,
    replay: '',
    prepare: ({ production }) => void (users = production.users),
    onDeed: () => void (harmedAtOnset = users === undefined ? 0 : harmed(users.totals())),
  });
  const times = timesOf(result, sharePercent);
  return typeof times === 'string'
    ? times
    : { ...times, harmedRequests: harmed(result.users) - harmedAtOnset };
}

function harmed({ failedByCanary, slow }: RehearsalResult['users']): number {
  return failedByCanary + slow;
}

function timesOf(
  result: RehearsalResult,
  sharePercent: number,
): Omit<Detection, 'harmedRequests'> | 'unreached' | 'unseen' {
  const shift = result.weights.find(({ canaryPercent }) => canaryPercent >= sharePercent);
  const rings = result.triggers.flatMap(({ firedAt }) => firedAt ?? []).map((at) => Date.parse(at));
  const back = result.weights.findLast(({ canaryPercent }) => canaryPercent === 0);
  if (shift === undefined) return 'unreached';
  if (back === undefined || rings.length === 0) return 'unseen';
  const onsetAt = Date.parse(shift.at) + onsetSeconds(sharePercent) * 1000;
  return {
    ringsSeconds: (Math.min(...rings) - onsetAt) / 1000,
    backSeconds: (Date.parse(back.at) - onsetAt) / 1000,
  };
}

export interface Tables {
  readonly detection: readonly string[];
  readonly harm: readonly string[];
}

export async function detectionTables(): Promise<Tables> {
  const columns = sharesPercent.flatMap((share) => requestRates.map((rate) => ({ share, rate })));
  const head = [
    `| onset | ${columns.map(({ share, rate }) => `${share} % of ${rate}/s`).join(' | ')} |`,
    `| --- |${columns.map(() => ' --- |').join('')}`,
  ];
  const [detection, harm] = [[...head], [...head]];
  for (const onset of Object.keys(onsets) as Onset[]) {
    const cells: Seen[] = [];
    for (const { share, rate } of columns) cells.push(await detect(onset, share, rate));
    detection.push(`| ${onset} | ${cells.map(cellText).join(' | ')} |`);
    harm.push(`| ${onset} | ${cells.map(harmText).join(' | ')} |`);
  }
  return { detection, harm };
}

export function cellText(seen: Seen): string {
  if (typeof seen === 'string') return words[seen];
  return `${clock(seen.ringsSeconds)} / ${clock(seen.backSeconds)}`;
}

export function harmText(seen: Seen): string {
  return typeof seen === 'string' ? words[seen] : seen.harmedRequests.toLocaleString('en-US');
}

const words = { unreached: '–', unseen: 'not seen' } as const;

/** Minutes and seconds. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

if (import.meta.main) {
  const { detection, harm } = await detectionTables();
  process.stdout.write(`${[...detection, '', ...harm].join('\n')}\n`);
}

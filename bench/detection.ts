/** How fast each trigger takes users back, in the lab: from the onset to ringing and to share 0, by share and traffic. */
import { fileURLToPath } from 'node:url';
import { readPlan } from '../cli/read-plan.ts';
import { rehearse } from '../lab/rehearsal.ts';
import type { RehearsalResult } from '../lab/result.ts';
import { parseScenario } from '../lab/scenario/parse.ts';
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
}

/** After the smoke test of the first rung, which would find a dead canary before any metric does. */
const onsetSeconds = (sharePercent: number) => (sharePercent === 1 ? 360 : 60);

/** `unreached`: the cutover went back before, unable to see. `unseen`: it ended without that it had rung. */
export async function detect(
  onset: Onset,
  sharePercent: number,
  requestsPerSecond: number,
): Promise<Detection | 'unreached' | 'unseen'> {
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
    const result = await rehearse({ plan: read.document, scenario, seed, live: true, replay: '' });
    const one = timesOf(result, sharePercent);
    if (typeof one === 'string') return one;
    seen.push(one);
  }
  return {
    ringsSeconds: median(seen.map(({ ringsSeconds }) => ringsSeconds)),
    backSeconds: median(seen.map(({ backSeconds }) => backSeconds)),
  };
}

function timesOf(result: RehearsalResult, sharePercent: number): Detection | 'unreached' | 'unseen' {
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

export async function detectionTable(): Promise<string[]> {
  const columns = sharesPercent.flatMap((share) => requestRates.map((rate) => ({ share, rate })));
  const rows = [
    `| onset | ${columns.map(({ share, rate }) => `${share} % of ${rate}/s`).join(' | ')} |`,
    `| --- |${columns.map(() => ' --- |').join('')}`,
  ];
  for (const onset of Object.keys(onsets) as Onset[]) {
    const cells: string[] = [];
    for (const { share, rate } of columns) cells.push(cellText(await detect(onset, share, rate)));
    rows.push(`| ${onset} | ${cells.join(' | ')} |`);
  }
  return rows;
}

export function cellText(detection: Detection | 'unreached' | 'unseen'): string {
  if (detection === 'unreached') return '–';
  if (detection === 'unseen') return 'not seen';
  return `${clock(detection.ringsSeconds)} / ${clock(detection.backSeconds)}`;
}

/** Minutes and seconds. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

if (import.meta.main) process.stdout.write(`${(await detectionTable()).join('\n')}\n`);

/** How fast a probe takes users back, in the lab, whatever the traffic: the worst of moments spread over one look. */
import { fileURLToPath } from 'node:url';
import { readPlan } from '../cli/read-plan.ts';
import { rehearse } from '../lab/rehearsal.ts';
import { parseScenario } from '../lab/scenario/parse.ts';
import { cellText, type Detection, harmText } from './detection.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

export const probedOnsets = {
  'the canary is dead': { 'canary.errorRate': '100%' },
  'the canary hangs': { 'canary.p50': '60s', 'canary.p95': '90s' },
} as const;

export type ProbedOnset = keyof typeof probedOnsets;
/** At 1 %: of the first, the canary meets nobody for minutes. */
export const probedRates = [1, 40, 1000] as const;

/** After the smoke test of the first rung, which would find a dead canary, too. A look of the sample is 35 s. */
const onsetsSeconds = [360, 366, 372, 378, 384, 390];

export async function detectByProbe(
  onset: ProbedOnset,
  requestsPerSecond: number,
): Promise<Detection | 'unseen'> {
  const read = await readPlan(`${root}events/plan.yml`);
  if ('problems' in read) throw new Error('the sample plan has problems');
  const triggers = { ...(read.document['triggers'] as object), probe: {} };
  const worst = { ringsSeconds: 0, backSeconds: 0, harmedRequests: 0 };
  for (const [index, afterSeconds] of onsetsSeconds.entries()) {
    const parsed = parseScenario({
      users: { requestsPerSecond },
      when: [{ at: `weight>=1 +${afterSeconds}s`, set: probedOnsets[onset] }],
    });
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const before = { harmed: 0, read: () => 0 };
    const { weights, triggers: lines } = await rehearse({
      plan: { ...read.document, triggers },
      scenario: parsed.scenario,
      seed: index + 1,
      live: true,
      replay: '',
      prepare: ({ production }) => {
        before.read = () => harmedOf(production.users.totals());
      },
      onDeed: () => {
        before.harmed = before.read();
      },
    });
    const { firedAt } = lines.find(({ id }) => id === 'probe') ?? {};
    const [, shift] = weights;
    const back = weights.findLast(({ canaryPercent }) => canaryPercent === 0);
    if (shift === undefined || back === undefined || firedAt == null) return 'unseen';
    const since = (at: string) => (Date.parse(at) - Date.parse(shift.at)) / 1000 - afterSeconds;
    worst.ringsSeconds = Math.max(worst.ringsSeconds, since(firedAt));
    worst.backSeconds = Math.max(worst.backSeconds, since(back.at));
    worst.harmedRequests = Math.max(worst.harmedRequests, before.read() - before.harmed);
  }
  return worst;
}

function harmedOf({ failedByCanary, slow }: { readonly failedByCanary: number; readonly slow: number }) {
  return failedByCanary + slow;
}

export async function probeTable(): Promise<string[]> {
  const rows = [
    `| onset, with a probe | ${probedRates.map((rate) => `1 % of ${rate}/s`).join(' | ')} |`,
    `| --- |${probedRates.map(() => ' --- |').join('')}`,
  ];
  for (const onset of Object.keys(probedOnsets) as ProbedOnset[]) {
    const cells: string[] = [];
    for (const rate of probedRates) {
      const seen = await detectByProbe(onset, rate);
      cells.push(`${cellText(seen)} / ${harmText(seen)}`);
    }
    rows.push(`| ${onset} | ${cells.join(' | ')} |`);
  }
  return rows;
}

if (import.meta.main) process.stdout.write(`${(await probeTable()).join('\n')}\n`);

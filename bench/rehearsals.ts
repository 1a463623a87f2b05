/** How long a calm cutover takes in the lab, warm and as a whole command. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readPlan } from '../cli/read-plan.ts';
import { rehearse } from '../lab/rehearsal.ts';
import { calmScenario } from '../lab/scenario/parse.ts';
import { median } from './median.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

export async function benchRehearsals(): Promise<string[]> {
  const read = await readPlan(`${root}events/plan.yml`);
  if ('problems' in read) throw new Error('the sample plan has problems');
  const one = (seed: number) =>
    rehearse({ plan: read.document, scenario: calmScenario(), seed, live: true, replay: '' });
  for (let seed = 1; seed <= 5; seed++) await one(seed);
  const warm: number[] = [];
  let events = 0;
  let seconds = 0;
  for (let seed = 11; seed <= 31; seed++) {
    const startedAt = performance.now();
    const result = await one(seed);
    warm.push(performance.now() - startedAt);
    events = Math.max(events, result.execution.historyEvents);
    seconds = result.seconds;
  }
  // The first run may have to fill Node's compile cache, which all later ones start from.
  const command = Array.from({ length: 7 }, () => {
    const startedAt = performance.now();
    const { status } = spawnSync(process.execPath, ['cli/cutover.js', 'rehearse', '--json'], { cwd: root });
    if (status !== 0) throw new Error(`the rehearsal ended with ${status}`);
    return performance.now() - startedAt;
  });
  return [
    `| a calm cutover (${(seconds / 3600).toFixed(1)} virtual hours), warm process | ${median(warm).toFixed(0)} ms |`,
    `| the same as a whole command | ${(median(command) / 1000).toFixed(2)} s |`,
    `| history events of it | ${events.toLocaleString('en')} of 25,000 |`,
  ];
}

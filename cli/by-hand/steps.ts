/** The state machine's own functions by which the reconciler brings a cutover home, for a hand that does it itself. */
import { confirmRollback } from '../../functions/confirm-rollback.ts';
import { promote } from '../../functions/promote.ts';
import { releaseLock } from '../../functions/release-lock.ts';
import { retireCanary } from '../../functions/retire-canary.ts';
import { retireStable } from '../../functions/retire-stable.ts';
import { rollBack } from '../../functions/roll-back.ts';
import { tidyUp } from '../../functions/tidy-up.ts';
import { writeReport } from '../../functions/write-report.ts';
import type { Steps } from '../../aws/home.ts';
import type { Report, Run } from './desk.ts';

type Needs = Run['world'];

const all = {
  confirmRollback,
  promote,
  releaseLock,
  retireCanary,
  retireStable,
  rollBack,
  tidyUp,
  writeReport,
} satisfies Steps<Needs>;

/** They tell here, too, what goes on the story. */
export function stepsAloud(run: Run): Steps<Needs> {
  const loud = Object.entries(all).map(([name, work]) => {
    const aloud = async (world: Needs, input: never): Promise<Report> => {
      const report: Report = await work(world, input);
      for (const text of report.story ?? []) run.say(text);
      run.heard?.(name, report);
      return report;
    };
    return [name, aloud] as const;
  });
  return Object.fromEntries(loud) as unknown as Steps<Needs>;
}

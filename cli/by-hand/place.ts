/** Where a release by hand takes place: AWS with the caller's own credentials, or a lab that lives as long as the command. */
import { hostname, userInfo } from 'node:os';
import { localWorld, tableName } from '../../aws/local-world.ts';
import { handArn } from '../../core/by-hand/plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Problem } from '../../core/plan/problem.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { type Desk, handClients } from './desk.ts';

export interface PlaceOptions {
  readonly table?: string;
  readonly lab?: boolean;
  readonly scenario?: string;
}

type World = Desk['world'];
type Work = (world: World, hand: string) => Promise<ExitCode>;

export async function inPlace(
  options: PlaceOptions,
  plan: Plan,
  labId: string,
  work: Work,
): Promise<ExitCode | { readonly problems: readonly Problem[] }> {
  if (options.lab !== true) {
    const [, , , region = ''] = (plan.target.rules[0] ?? '').split(':');
    return work(localWorld(handClients, region, tableName(options.table)), here());
  }
  const { buildHandLab, handWorld, workOut } = await import('../../lab/by-hand.ts');
  const { parseScenario } = await import('../../lab/scenario/parse.ts');
  const { readScenario } = await import('../read-scenario.ts');
  const weather = options.scenario === undefined ? parseScenario({}) : await readScenario(options.scenario);
  if ('problems' in weather) return weather;
  const vain = weather.scenario.when.find(({ deeds }) => deeds.some(({ kind }) => needsExecution.has(kind)));
  if (vain !== undefined) return { problems: [noExecution] };
  const lab = buildHandLab(weather.scenario, handArn(plan.target.rules[0] ?? '', 'cutover', labId));
  return workOut(lab, work(handWorld(lab), 'robin@lab'));
}

const needsExecution = new Set(['start', 'stop']);
const noExecution: Problem = {
  path: 'when',
  value: 'start or stop',
  message: 'a release by hand has no execution that could be stopped, or started beside itself; leave it out',
};

/** As other people know this machine. */
function here(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** Ctrl-C asks to stop after this step; the second one leaves at once, and the lease does the rest. */
export async function interruptible(
  io: Terminal,
  stop: Desk['stop'],
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  const hear = () => {
    if (stop.isAsked) process.exit(exitCodes.interrupted);
    stop.isAsked = true;
    io.complain(
      'Stopping after this step. Ctrl-C once more leaves at once: then reconcile takes users back within four minutes.',
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, hear);
  try {
    return await work();
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, hear);
  }
}

/** Work by hand in the lab: the calm afternoon's production with some traffic on the canary, and no cutover that knows of it. */
import type { Service, World } from '../aws/world.ts';
import { type Caller, lastingCaller } from './cloud/wire/call.ts';
import { connect } from './cloud/wire/connect.ts';
import { scheduleHappenings } from './happenings.ts';
import { buildLab, type Lab, ledgerTable } from './lab.ts';
import type { Scenario } from './scenario/scenario.ts';
import { productionOf } from './weather.ts';
import { ask } from './world.ts';

/** A World of somebody at a terminal, in a lab that is there already. Whoever is to die at it is a caller of their own. */
export function handWorld(lab: Lab, caller: Caller = lastingCaller('by hand')): World<Service> {
  const { clock, production } = lab;
  return {
    clients: connect(lab.wire)(caller),
    http: (request) => ask(clock, (one) => production.answer(one), request),
    clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds) },
    random: { hex: (bytes) => lab.random.hex(bytes) },
    settings: { ledgerTable },
    log: { info: () => undefined, error: () => undefined },
  };
}

/** A lab in which a scenario happens around a release by hand. What people say there, they say to this cutover. */
export function buildHandLab(scenario: Scenario, cutoverArn: string, seed = 1): Lab {
  const lab = buildLab({ seed, production: productionOf(scenario) });
  scheduleHappenings(lab, scenario.when, cutoverArn);
  return lab;
}

/** Lets time go on until the work is done. */
export async function workOut<T>(lab: Lab, work: Promise<T>): Promise<T> {
  const end = { isReached: false };
  const mark = () => void (end.isReached = true);
  void work.then(mark, mark);
  while (!end.isReached && (await lab.clock.step()));
  return work;
}

/** As a cutover leaves it whose ledger is lost: the crowd is divided, and nothing says which side is stable. */
export function inLab<T>(canaryPercent: number, work: (world: World<Service>) => Promise<T>): Promise<T> {
  const lab = buildLab({ seed: 1, production: {} });
  if (canaryPercent > 0) lab.production.drift(canaryPercent);
  return workOut(lab, work(handWorld(lab)));
}

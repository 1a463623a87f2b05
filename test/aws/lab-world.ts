/** A World of the lab's for one adapter alone: production, ledger and wire, and no cutover. */
import type { Service, World } from '../../aws/world.ts';
import { lastingCaller } from '../../lab/cloud/wire/call.ts';
import { connect } from '../../lab/cloud/wire/connect.ts';
import { buildLab, type Lab, ledgerTable } from '../../lab/lab.ts';
import { labWorld } from '../../lab/world.ts';

export function aLab() {
  const lab = buildLab({ seed: 1, production: {} });
  const log = { info: () => undefined, error: () => undefined };
  const world: World<Service> = {
    ...labWorld(
      {
        clock: lab.clock,
        random: lab.random,
        connection: connect(lab.wire),
        answer: (request) => lab.production.answer(request),
        log,
        ledgerTable,
        machineArn: lab.stateMachineArn,
        policy: undefined,
        approvals: undefined,
      },
      lastingCaller('guard') as never,
    ),
    clock: { now: () => lab.clock.now(), sleep: (milliseconds: number) => lab.clock.sleep(milliseconds) },
  };
  return { lab, world };
}

/** Until it has come, and whatever happens meanwhile. */
export async function play<T>(lab: Lab, work: Promise<T>): Promise<T> {
  const end = { isOver: false };
  const watched = work.finally(() => (end.isOver = true));
  watched.catch(() => undefined);
  while (!end.isOver && (await lab.clock.step()));
  return watched;
}

export const pass = (lab: Lab, milliseconds: number) => play(lab, lab.clock.sleep(milliseconds));

/** From now on each of these is refused with that, as often as it is asked. */
export function refuse(lab: Lab, name: string, ...actions: readonly string[]): void {
  lab.wire.meet({
    before: ({ service, action }) =>
      actions.includes(service) || actions.includes(action) ? { fail: { name } } : undefined,
  });
}

/** The checklist alone, in the lab: the same checks as on AWS, with whatever the scenario says they find. */
import { type CheckedPlan, checkAll } from '../aws/checks/check-all.ts';
import type { World } from '../aws/world.ts';
import type { Plan } from '../core/plan/plan.ts';
import { lastingCaller } from './cloud/wire/call.ts';
import { connect } from './cloud/wire/connect.ts';
import { buildLab, type Lab, ledgerTable } from './lab.ts';
import type { Scenario } from './scenario/scenario.ts';
import { productionOf } from './weather.ts';
import { ask } from './world.ts';

type Options = NonNullable<Parameters<typeof checkAll>[2]>;

export async function checkInLab(
  plan: Plan,
  scenario: Scenario,
  seed: number,
  options: Options = {},
): Promise<CheckedPlan> {
  const lab = buildLab({ seed, production: productionOf(scenario) });
  const end: { checked?: CheckedPlan } = {};
  const checking = checkAll(worldOf(lab), plan, options).then((checked) => {
    end.checked = checked;
    return checked;
  });
  while (end.checked === undefined && (await lab.clock.step()));
  return checking;
}

function worldOf(lab: Lab): World<keyof ReturnType<ReturnType<typeof connect>>> {
  const { clock, production } = lab;
  return {
    clients: connect(lab.wire)(lastingCaller('the check command')),
    http: (request) => ask(clock, (one) => production.answer(one), request),
    clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds) },
    random: { hex: (bytes) => lab.random.hex(bytes) },
    settings: { ledgerTable },
    log: { info: () => undefined, error: () => undefined },
  };
}

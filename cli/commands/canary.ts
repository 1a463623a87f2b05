/** `cutover canary PLAN`: a canary by hand, for the day when Step Functions itself is what is broken. */
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { foreseeCanary } from '../../aws/by-hand/foresee.ts';
import { readShare } from '../../core/by-hand/climb.ts';
import { cutoverIdForm } from '../../core/plan/cutover-id.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { type CanaryAsked, refused, runCanary } from '../by-hand/canary.ts';
import type { Desk } from '../by-hand/desk.ts';
import { inPlace, interruptible, type PlaceOptions } from '../by-hand/place.ts';
import { progress, sayLost, sayTold, sayWould } from '../by-hand/report.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { nameFor } from '../name-cutover.ts';
import { complainOf } from '../problems.ts';
import { readUnderPolicy } from '../read-policy.ts';
import type { Terminal } from '../terminal.ts';
import { wallTime } from '../wall.ts';

interface Options extends PlaceOptions {
  readonly canaryPercent?: string;
  readonly live?: boolean;
  readonly id?: string;
  readonly policy?: string;
  readonly snapshot?: string;
  readonly smoke: boolean;
  readonly json?: boolean;
}

export function canaryCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('canary')
    .description(
      'Puts a canary up by hand, under the same lock and fence, and looks while it bakes. Without --live it prints what it would do.',
    )
    .argument('<plan>', 'the plan, YAML or JSON')
    .option('--canary-percent <share>', "its share; else the plan's")
    .option('--live', 'do it')
    .option('--id <id>', "the release's name; by default made of service, image tag and time")
    .option('--policy <file>', 'the policy that the plan has to keep to', 'policy.yml')
    .option('--snapshot <file>', 'where to keep what "back" means; by default ID.snapshot.json')
    .option(
      '--no-smoke',
      'without the smoke test, where neither production nor the canary is within reach from here',
    )
    .option('--table <name>', "the ledger's table; else CUTOVER_TABLE, else cutover-prod")
    .option('--lab', 'in the lab instead of AWS')
    .option('--scenario <file>', 'with --lab: what happens there')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  npx cutover canary events/plan.yml --canary-percent 1 --live\n  npx cutover canary events/plan.yml --lab --live\n',
    )
    .action(async (file: string, options: Options) => exit(await run(io, file, options)));
}

async function run(io: Terminal, file: string, options: Options): Promise<ExitCode> {
  const read = await readUnderPolicy(file, options.lab === true ? undefined : options.policy);
  if ('problems' in read) return complain(io, file, read.problems);
  const { plan } = read;
  const percent =
    options.canaryPercent === undefined
      ? plan.canaryPercent
      : readShare('--canary-percent', options.canaryPercent, 99);
  if (typeof percent !== 'number') return complain(io, 'cutover canary', [percent]);
  const cutoverId =
    options.id ?? (options.lab === true ? 'by-hand-1' : nameFor(plan, wallTime(), '-by-hand'));
  if (!cutoverIdForm.test(cutoverId)) {
    io.complain(
      `--id ${cutoverId}: letters, digits, dots, dashes and underscores, at most 80, a letter or digit first`,
    );
    return exitCodes.badInput;
  }
  const done = await inPlace(options, plan, cutoverId, (world, hand) =>
    act(io, { world, hand, file, plan, percent, cutoverId }, options),
  );
  return typeof done === 'number' ? done : complain(io, options.scenario ?? '', done.problems);
}

interface Given extends Pick<Desk, 'world' | 'hand'>, Pick<CanaryAsked, 'plan' | 'percent' | 'cutoverId'> {
  readonly file: string;
}

async function act(io: Terminal, given: Given, options: Options): Promise<ExitCode> {
  const { world, hand, file, plan, percent, cutoverId } = given;
  const about = { cutoverId, file, json: options.json === true };
  const live = options.live === true;
  try {
    if (!live) return sayWould(io, await foreseeCanary(world, plan, percent), about);
  } catch (error) {
    return sayTold(io, refused(error), about);
  }
  const stop = { isAsked: false };
  const desk = { world, hand, stop, say: progress(io, world) };
  const keep = keeperOf(io, cutoverId, options, plan);
  return interruptible(io, stop, async () => {
    try {
      const told = await runCanary(desk, { cutoverId, plan, percent, smoke: options.smoke, keep });
      return sayTold(io, told, about);
    } catch (error) {
      return sayLost(io, error, live);
    }
  });
}

/** For a day on which the ledger is gone: `rollback PLAN --snapshot FILE`. */
function keeperOf(
  io: Terminal,
  cutoverId: string,
  { snapshot: given, lab }: Options,
  plan: Plan,
): NonNullable<CanaryAsked['keep']> {
  const file = given ?? (lab === true ? undefined : `${cutoverId}.snapshot.json`);
  return async (snapshot) => {
    if (file === undefined) return;
    // At once: the lab's time does not wait for a disk.
    writeFileSync(file, `${JSON.stringify({ service: plan.service, cutoverId, snapshot }, null, 2)}\n`);
    io.complain(`What "back" means is kept in ${file}`);
  };
}

function complain(io: Terminal, what: string, problems: Parameters<typeof complainOf>[2]): ExitCode {
  complainOf(io, what, problems);
  return exitCodes.badInput;
}

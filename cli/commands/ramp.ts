/** `cutover ramp PLAN`: a ramp by hand, from the canary that `cutover canary` has put up. */
import { Command } from 'commander';
import { foreseeRamp } from '../../aws/by-hand/foresee.ts';
import { lockedArns, readLock } from '../../aws/ledger/lock.ts';
import { type ClimbAsked, readClimb } from '../../core/by-hand/climb.ts';
import { Failure } from '../../core/failures.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { refused, runCanary } from '../by-hand/canary.ts';
import type { Desk } from '../by-hand/desk.ts';
import { inPlace, interruptible, type PlaceOptions } from '../by-hand/place.ts';
import { runRamp, whyNot } from '../by-hand/ramp.ts';
import { progress, sayLost, sayTold, sayWould } from '../by-hand/report.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { complainOf } from '../problems.ts';
import { readUnderPolicy } from '../read-policy.ts';
import type { Terminal } from '../terminal.ts';

interface Options extends PlaceOptions {
  readonly start?: string;
  readonly end?: string;
  readonly step?: string;
  readonly interval?: string;
  readonly live?: boolean;
  readonly promote?: boolean;
  readonly takeOver?: boolean;
  readonly policy?: string;
  readonly json?: boolean;
}

export function rampCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('ramp')
    .description(
      'Takes up a canary that was put up by hand, and gives it more, rung by rung, on evidence of each. Without --live it prints what it would do.',
    )
    .argument('<plan>', 'the plan that the canary was begun with')
    .option('--start <share>', "the first rung; else the plan's. What the canary has already is left out")
    .option('--end <share>', "the last rung; else the plan's")
    .option('--step <share>', 'what each rung adds; else 25%')
    .option('--interval <duration>', "how long each rung is held before it is judged; else the plan's")
    .option('--live', 'do it')
    .option('--promote', 'at 100%: watch and verify as the plan says, and finish')
    .option('--take-over', 'also from somebody who has it in hand')
    .option('--policy <file>', 'the policy that the plan has to keep to', 'policy.yml')
    .option('--table <name>', "the ledger's table; else CUTOVER_TABLE, else cutover-prod")
    .option('--lab', 'in a lab, where a canary by hand has just been put up, instead of AWS')
    .option('--scenario <file>', 'with --lab: what happens there')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  npx cutover ramp events/plan.yml --start 1 --end 50 --step 7 --interval 5m --live\n  npx cutover ramp events/plan.yml --lab --live --scenario lab/scenarios/bad-at-26.yml\n',
    )
    .action(async (file: string, options: Options) => exit(await run(io, file, options)));
}

async function run(io: Terminal, file: string, options: Options): Promise<ExitCode> {
  const read = await readUnderPolicy(file, options.lab === true ? undefined : options.policy);
  if ('problems' in read) return complain(io, file, read.problems);
  const { plan } = read;
  const asked = readClimb(options, plan);
  if ('problems' in asked) return complain(io, 'cutover ramp', asked.problems);
  if (options.promote === true && asked.read.rungs.at(-1) !== 100) {
    io.complain(`--promote needs --end 100%: at ${asked.read.rungs.at(-1)} % there is nothing to promote`);
    return exitCodes.badInput;
  }
  const done = await inPlace(options, plan, labId, (world, hand) =>
    act(io, { world, hand, file, plan, climb: asked.read }, options),
  );
  return typeof done === 'number' ? done : complain(io, options.scenario ?? '', done.problems);
}

const labId = 'by-hand-1';

interface Given extends Pick<Desk, 'world' | 'hand'> {
  readonly file: string;
  readonly plan: Plan;
  readonly climb: ClimbAsked;
}

async function act(io: Terminal, given: Given, options: Options): Promise<ExitCode> {
  const { world, hand, file, plan, climb } = given;
  const live = options.live === true;
  const stop = { isAsked: false };
  const desk = { world, hand, stop, say: progress(io, world) };
  const about = { cutoverId: '', file, json: options.json === true };
  const takeOver = options.takeOver === true;
  if (options.lab === true) {
    const standing = { cutoverId: labId, plan, percent: plan.canaryPercent, smoke: true };
    const told = await runCanary({ ...desk, say: () => undefined }, standing);
    if (told.left === undefined) return sayTold(io, told, { ...about, cutoverId: labId });
  }
  try {
    const row = await readLock(world, lockedArns(plan)[0]);
    about.cutoverId = row?.cutoverId ?? '';
    const why = whyNot(row, { plan, takeOver }, world.clock.now());
    if (why !== undefined) throw new Failure('AlreadyLocked', why);
    if (!live) return sayWould(io, await foreseeRamp(world, about.cutoverId, climb), about);
  } catch (error) {
    return sayTold(io, refused(error), about);
  }
  const asked = { ...climb, plan, takeOver, promote: options.promote === true };
  return interruptible(io, stop, () => climbAloud(io, desk, asked, about));
}

async function climbAloud(
  io: Terminal,
  desk: Desk,
  asked: Parameters<typeof runRamp>[1],
  about: Parameters<typeof sayTold>[2],
): Promise<ExitCode> {
  try {
    return sayTold(io, await runRamp(desk, asked), about);
  } catch (error) {
    return sayLost(io, error, true);
  }
}

function complain(io: Terminal, what: string, problems: Parameters<typeof complainOf>[2]): ExitCode {
  complainOf(io, what, problems);
  return exitCodes.badInput;
}

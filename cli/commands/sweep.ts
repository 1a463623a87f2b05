/** `cutover sweep`: many rehearsals with random faults in the lab, judged by the invariants, and what breaks made small. */
import { Command, InvalidArgumentError } from 'commander';
import { calmScenario } from '../../lab/scenario/parse.ts';
import type { Tally } from '../../lab/sweep/sweep.ts';
import { drawSweep } from '../draw/sweep.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { complainOf } from '../problems.ts';
import { readDocument } from '../read-document.ts';
import { readPlan } from '../read-plan.ts';
import { readScenario } from '../read-scenario.ts';
import { samplePlan } from '../sample-plan.ts';
import { type Found, type Given, shrinkAndWrite, worthShrinking } from '../sweep/found.ts';
import { digestOf, Kept } from '../sweep/kept.ts';
import { Progress } from '../sweep/progress.ts';
import { countOf, parseRange, type SeedRange } from '../sweep/range.ts';
import { exitOf, reportOf } from '../sweep/report.ts';
import { runSeeds } from '../sweep/run-seeds.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly seeds: SeedRange;
  readonly scenario?: string;
  readonly keep?: string;
  readonly json?: boolean;
}

export function sweepCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('sweep')
    .description(
      'Runs many cutovers in the lab, each with faults drawn from its seed, and shrinks what breaks.',
    )
    .argument('[plan]', 'a plan to sweep as it stands; without one, each seed draws its own')
    .requiredOption('--seeds <a..b>', 'which seeds, both ends included', seedRange)
    .option('--scenario <file>', 'the weather of all of them; without it, each seed draws its own')
    .option('--keep <file>', 'keep in it what ran; called again after Ctrl-C, the sweep goes on from there')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  npx cutover sweep --seeds 1..1000\n  npx cutover sweep --seeds 1..100000 --keep sweep.json\n',
    )
    .action(async (plan: string | undefined, options: Options) => exit(await run(io, plan, options)));
}

async function run(io: Terminal, planFile: string | undefined, options: Options): Promise<ExitCode> {
  const given = await readGiven(io, planFile, options.scenario);
  if (given === undefined) return exitCodes.badInput;
  const range = options.seeds;
  const kept = openKept(given, options);
  if (typeof kept === 'string') {
    io.complain(`${kept} Nothing was done.`);
    return exitCodes.badInput;
  }
  const { tally, found } = await sweep(io, given, range, kept);
  const report = reportOf(range, tally, found);
  if (report.interrupted && options.keep !== undefined)
    io.complain(`${options.keep} keeps what ran: the same command goes on from there.`);
  const again = ['npx cutover sweep', planFile, options.scenario && `--scenario ${options.scenario}`];
  const command = again.filter((word) => word !== undefined).join(' ');
  io.print(options.json === true ? JSON.stringify(report, null, 2) : drawSweep(report, command, io.colors));
  return exitOf(report);
}

function openKept({ base }: Given, { keep, seeds }: Options): Kept | string {
  return keep === undefined ? Kept.nowhere(seeds) : Kept.open(keep, { seeds, digest: digestOf(base) });
}

async function readGiven(
  io: Terminal,
  planFile: string | undefined,
  scenarioFile: string | undefined,
): Promise<Given | undefined> {
  const planPath = planFile ?? samplePlan;
  const plan = await readPlan(planPath);
  if ('problems' in plan) {
    complainOf(io, planFile ?? 'events/plan.yml', plan.problems);
    return undefined;
  }
  const weather =
    scenarioFile === undefined ? { scenario: calmScenario() } : await readScenario(scenarioFile);
  if ('problems' in weather) {
    complainOf(io, scenarioFile ?? 'the calm scenario', weather.problems);
    return undefined;
  }
  const scenario = scenarioFile === undefined ? {} : await documentOf(scenarioFile);
  const drawn = { drawsPlan: planFile === undefined, drawsWeather: scenarioFile === undefined };
  return { base: { plan: plan.document, scenario, ...drawn }, planFile, planPath };
}

async function documentOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  const read = await readDocument(file, '');
  return 'document' in read ? ((read.document ?? {}) as Readonly<Record<string, unknown>>) : {};
}

/** Ctrl-C ends it early: what was found so far is still told. */
async function sweep(
  io: Terminal,
  given: Given,
  range: SeedRange,
  kept: Kept,
): Promise<{ readonly tally: Tally; readonly found: readonly Found[] }> {
  let isStopped = false;
  const progress = new Progress(io, countOf(range), kept.tally);
  const seeds = runSeeds(given.base, { range, isDone: (seed) => kept.has(seed) }, (result) => {
    kept.add(result);
    progress.add(result.findings.length > 0);
  });
  const stop = () => {
    isStopped = true;
    seeds.stop();
  };
  process.once('SIGINT', stop);
  await seeds.done;
  kept.save();
  progress.done(seeds.cores);
  const { tally } = kept;
  const found: Found[] = [];
  for (const seed of worthShrinking(tally.failing)) {
    if (isStopped) break;
    progress.say(`shrinking seed ${seed}`);
    found.push(await shrinkAndWrite(given, seed));
  }
  if (found.length > 0) progress.say('');
  process.removeListener('SIGINT', stop);
  return { tally, found };
}

function seedRange(text: string): SeedRange {
  const range = parseRange(text);
  if (typeof range === 'string') throw new InvalidArgumentError(range);
  return range;
}

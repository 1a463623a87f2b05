/** `cutover rehearse`: one cutover in the lab. Nothing outside this process is touched. */
import { Command, InvalidArgumentError } from 'commander';
import { parseScenario } from '../../lab/scenario/parse.ts';
import type { Lab } from '../../lab/lab.ts';
import { rehearse } from '../../lab/rehearsal.ts';
import { reportOf } from '../../lab/report.ts';
import { drawRehearsal } from '../draw/rehearsal.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts';
import { asksGuests, withGuests } from '../guests/guests.ts';
import { pacer } from '../pace.ts';
import { complainOf } from '../problems.ts';
import { readPlan } from '../read-plan.ts';
import { readScenario } from '../read-scenario.ts';
import { problemWith, writeReportTo } from '../report/write.ts';
import { samplePlan } from '../sample-plan.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly scenario?: string;
  readonly seed: number;
  readonly speed?: number;
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly report?: string;
  readonly ask: boolean;
  readonly approveInBrowser?: boolean;
}

export function rehearseCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('rehearse')
    .description(
      'Runs one cutover in the lab: the real state machine and functions, a simulated AWS, virtual time.',
    )
    .argument('[plan]', 'the plan, YAML or JSON; without one, the sample in events/')
    .option('--scenario <file>', 'what goes wrong, and when; without one, a calm afternoon')
    .option('--seed <n>', 'the same seed gives the same story', wholeNumber, 1)
    .option('--speed <n>', 'pace it: n virtual seconds a second', positiveNumber)
    .option('--dry-run', 'what a live run would do, with nothing written')
    .option('--no-ask', "on a terminal, too: the lab's people decide where the scenario says nothing")
    .option('--approve-in-browser', "decide on the approvers' page, served on 127.0.0.1; links are printed")
    .option('--report <folder>', 'write the report there: report.html, report.md and report.json')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExample:\n  npx cutover rehearse --scenario lab/scenarios/bad-at-26.yml --seed 7\n',
    )
    .action(async (plan: string | undefined, options: Options) => exit(await run(io, plan, options)));
}

async function run(io: Terminal, planFile: string | undefined, options: Options): Promise<ExitCode> {
  const file = planFile ?? samplePlan;
  const read = await readPlan(file);
  if ('problems' in read) {
    complainOf(io, planFile ?? 'events/plan.yml', read.problems);
    return exitCodes.badInput;
  }
  const weather = options.scenario === undefined ? parseScenario({}) : await readScenario(options.scenario);
  if ('problems' in weather) {
    complainOf(io, options.scenario ?? 'the calm scenario', weather.problems);
    return exitCodes.badInput;
  }
  const unwritable = options.report === undefined ? undefined : await problemWith(options.report);
  if (unwritable !== undefined) {
    io.complain(unwritable);
    return exitCodes.badInput;
  }
  let lab: Lab | undefined;
  const pace = options.speed === undefined ? undefined : pacer(io, options.speed);
  const replay = replayCommand(planFile, options, asksGuests(io, options));
  const result = await withGuests(io, options, pace, (guests) =>
    rehearse({
      plan: read.document,
      scenario: weather.scenario,
      seed: options.seed,
      live: options.dryRun !== true,
      replay,
      prepare: (built) => {
        lab = built;
      },
      ...(pace && { pace }),
      ...guests,
    }),
  );
  pace?.done();
  if (result === undefined) return exitCodes.interrupted;
  io.print(
    options.json === true
      ? JSON.stringify(result, null, 2)
      : drawRehearsal({ result, title: weather.scenario.title, replay }, io),
  );
  if (options.report !== undefined && lab !== undefined) {
    const { title } = weather.scenario;
    const page = await writeReportTo(options.report, reportOf(lab, result), { ...result, title, replay });
    io.progress(`Report: ${page}\n`);
  }
  return result.invariants.broken.length > 0 ? exitCodes.brokenInvariant : exitCodeOf(result.outcome);
}

function replayCommand(plan: string | undefined, options: Options, hasGuests: boolean): string {
  const words = [
    'npx cutover rehearse',
    ...(plan === undefined ? [] : [plan]),
    ...(options.scenario === undefined ? [] : ['--scenario', options.scenario]),
    '--seed',
    String(options.seed),
    ...(options.dryRun === true ? ['--dry-run'] : []),
    ...(options.approveInBrowser === true ? ['--approve-in-browser'] : []),
  ];
  // A comment to a shell: pasted with it, the command is still the command.
  return `${words.join(' ')}${hasGuests ? '  # and the same answers' : ''}`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('a seed is a whole number, 0 or more.');
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('a speed is a number above 0.');
}

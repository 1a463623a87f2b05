/** `cutover rehearse`: one cutover in the lab. Nothing outside this process is touched. */
import { Command, InvalidArgumentError } from 'commander';
import { parseScenario } from '../../lab/scenario/parse.ts';
import type { Lab } from '../../lab/lab.ts';
import { rehearse } from '../../lab/rehearsal.ts';
import { reportOf } from '../../lab/report.ts';
import type { RehearsalResult } from '../../lab/result.ts';
import type { Rehearsed } from '../../web/report/in-the-lab.ts';
import { reportPage } from '../../web/report/page.ts';
import { drawRehearsal } from '../draw/rehearsal.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts';
import { asksGuests, withGuests } from '../guests/guests.ts';
import { pacer } from '../pace.ts';
import { complainOf } from '../problems.ts';
import { readPlan } from '../read-plan.ts';
import { readScenario } from '../read-scenario.ts';
import { problemWith, writeReportTo } from '../report/write.ts';
import { samplePlan } from '../sample-plan.ts';
import { openRoom, type OpenRoom, usualSpeed } from '../room.ts';
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
  readonly watch?: boolean;
  readonly port: number;
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
    .option('--watch', `serve the control room on 127.0.0.1, at ${usualSpeed} virtual seconds a second`)
    .option('--port <n>', 'where, with --watch; 0 for any that is free', portNumber, 0)
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
  const room = options.watch === true ? openRoom(io, options) : undefined;
  const pace = room?.pace ?? (options.speed === undefined ? undefined : pacer(io, options.speed));
  // Whoever looks on in a browser is not asked at the terminal, too.
  const wanted = { ...options, ask: options.ask && room === undefined };
  const replay = replayCommand(planFile, options, asksGuests(io, wanted));
  const live = options.dryRun !== true;
  let lab: Lab | undefined;
  const result = await withGuests(io, wanted, pace, (guests) =>
    rehearse({
      plan: read.document,
      scenario: weather.scenario,
      seed: options.seed,
      live,
      replay,
      prepare: (built) => {
        lab = built;
        room?.open(built, { cutover: { id: `rehearsal-${options.seed}`, live }, service: read.plan.service });
      },
      ...(pace && { pace }),
      ...guests,
    }),
  );
  pace?.done();
  if (result === undefined) return exitCodes.interrupted;
  const { title } = weather.scenario;
  io.print(
    options.json === true ? JSON.stringify(result, null, 2) : drawRehearsal({ result, title, replay }, io),
  );
  if (lab !== undefined) await report(io, lab, result, { ...result, title, replay }, options.report, room);
  return result.invariants.broken.length > 0 ? exitCodes.brokenInvariant : exitCodeOf(result.outcome);
}

/** On disk, where a folder is given, and in the control room, where one is open. */
async function report(
  io: Terminal,
  lab: Lab,
  result: RehearsalResult,
  rehearsed: Rehearsed,
  folder: string | undefined,
  room: OpenRoom | undefined,
): Promise<void> {
  if (folder === undefined && room === undefined) return;
  const facts = reportOf(lab, result);
  if (folder !== undefined) io.progress(`Report: ${await writeReportTo(folder, facts, rehearsed)}\n`);
  await room?.close(reportPage(facts, rehearsed));
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

function portNumber(text: string): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('a port is a whole number from 0 to 65535.');
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('a speed is a number above 0.');
}

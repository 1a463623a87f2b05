/** The one place that reads arguments and exits. */
import { Command, CommanderError } from 'commander';
import packageFile from '../package.json' with { type: 'json' };
import { exitCodes } from './exit-codes.ts';
import { terminal } from './terminal.ts';

const about =
  'Takes a production service from the old version to the new one, and back by itself when it must.';

const program = new Command('cutover')
  .description(about)
  .version(packageFile.version, '--version', 'print the version')
  .showHelpAfterError('(--help shows what there is)')
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) })
  .exitOverride();
program.addHelpText('after', '\nExample:\n  npx cutover rehearse --scenario lab/scenarios/bad-at-26.yml\n');

/** Only what is asked for is loaded: a plan needs no lab. Help and mistakes need all of them. */
const commands = {
  rehearse: async () => (await import('./commands/rehearse.ts')).rehearseCommand,
  sweep: async () => (await import('./commands/sweep.ts')).sweepCommand,
  skip: async () => (await import('./commands/say.ts')).sayCommand('skip'),
  hold: async () => (await import('./commands/say.ts')).sayCommand('hold'),
  resume: async () => (await import('./commands/say.ts')).sayCommand('resume'),
  abort: async () => (await import('./commands/say.ts')).sayCommand('abort'),
  approve: async () => (await import('./commands/answer.ts')).answerCommand('approve'),
  reject: async () => (await import('./commands/answer.ts')).answerCommand('reject'),
  plan: async () => (await import('./commands/plan.ts')).planCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  smoke: async () => (await import('./commands/smoke.ts')).smokeCommand,
  'load-test': async () => (await import('./commands/load-test.ts')).loadTestCommand,
  list: async () => (await import('./commands/list.ts')).listCommand,
  watch: async () => (await import('./commands/watch.ts')).watchCommand,
  canary: async () => (await import('./commands/canary.ts')).canaryCommand,
  ramp: async () => (await import('./commands/ramp.ts')).rampCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  rollback: async () => (await import('./commands/rollback.ts')).rollbackCommand,
  start: async () => (await import('./commands/start.ts')).startCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
};
const [, , first = ''] = process.argv;
const asked = Object.entries(commands).filter(([name]) => name === first);

const io = terminal(process);
for (const [, load] of asked.length > 0 ? asked : Object.entries(commands)) {
  const make = await load();
  program.addCommand(
    make(io, (code) => {
      process.exitCode = code;
    }).copyInheritedSettings(program),
  );
}

/** Somebody who stops reading (`| head`) is no error of ours. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
});

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput;
  } else {
    io.complain(
      `cutover failed, and that is our fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    process.exitCode = exitCodes.ourFault;
  }
}

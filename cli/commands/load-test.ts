/** `cutover load-test --target U`: puts an address under load, and judges what came. Without --live it only says what it would send. */
import { Command } from 'commander';
import { generateLoad } from '../../aws/load/generate.ts';
import { localWorld } from '../../aws/local-world.ts';
import { judgeLoad } from '../../core/load/judge.ts';
import { parseLoadTrial } from '../../core/plan/trial.ts';
import { durationText } from '../../core/plan/units.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { complainOfOptions, tellTrial, type TrialOptions } from '../trial.ts';

interface Options extends TrialOptions {
  readonly target: string;
  readonly engine: string;
  readonly duration?: string;
  readonly rate?: string;
  readonly path?: string;
  readonly errorRate?: string;
  readonly p95?: string;
  readonly live?: boolean;
}

const places = {
  target: '--target',
  'load.engine': '--engine',
  'load.duration': '--duration',
  'load.requestsPerSecond': '--rate',
  'load.path': '--path',
  'load.errorRate': '--error-rate',
  'load.p95': '--p95',
};

export function loadTestCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('load-test')
    .description(
      'Sends an address so many requests a second, whether or not others are answered. Ends 0 where it bore them, else 20.',
    )
    .requiredOption('--target <url>', 'where it runs, such as https://staging.example.com')
    .option('--engine <engine>', 'who sends: builtin', 'builtin')
    .option('--duration <duration>', 'for how long; else 5m')
    .option('--rate <requests>', 'requests a second; else 20')
    .option('--path <path>', 'what is asked for; else /health')
    .option('--error-rate <share>', 'so many may not fail; else 1%')
    .option('--p95 <latency>', 'what p95 must stay below; else 500ms')
    .option('--live', 'send them; without it, only say what would be sent')
    .option('--junit <file>', 'write the verdict as JUnit XML too, for pipelines')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExample:\n  npx cutover load-test --target https://staging.example.com --duration 1m --rate 50 --live\n',
    )
    .action(async (options: Options) => exit(await run(io, options)));
}

async function run(io: Terminal, options: Options): Promise<ExitCode> {
  const parsed = parseLoadTrial({ target: options.target, load: loadOf(options) });
  if ('problems' in parsed) return complainOfOptions(io, 'load-test', parsed.problems, places);
  const { target, load } = parsed.read;
  const url = new URL(load.path, target).href;
  const what = `${load.requestsPerSecond} requests/s to ${url} for ${durationText(load.seconds)}`;
  if (options.live !== true) {
    const evidence = `would send ${what}; --live sends them`;
    if (options.json !== true && options.junit === undefined) io.print(evidence);
    else {
      io.complain(`Nothing was sent: ${evidence}.`);
      const lines = [{ id: 'load', verdict: 'inconclusive', isUntried: true, evidence }] as const;
      return tellTrial(io, { what: target, lines, more: { live: false } }, options);
    }
    return exitCodes.ok;
  }
  io.progress(`sending ${what}\n`);
  const facts = await generateLoad(localWorld({}, ''), { ...load, url });
  const { outcome, reason } = judgeLoad(load, facts);
  const lines = [{ id: 'load', verdict: outcome, evidence: reason }];
  return tellTrial(io, { what: target, lines, more: { live: true, load: facts } }, options);
}

/** Only what was said: the rest has the plan's defaults. */
function loadOf({ engine, duration, rate, path, errorRate, p95 }: Options): object {
  const given = {
    duration,
    path,
    errorRate,
    p95,
    requestsPerSecond: rate === undefined ? rate : Number(rate),
  };
  return { engine, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}

/** `cutover smoke --url U`: the smoke test by hand, of any address. Ends 0 where every answer was as expected. */
import { Command } from 'commander';
import { localWorld } from '../../aws/local-world.ts';
import { runSmoke } from '../../aws/smoke.ts';
import { parseSmokeTrial } from '../../core/plan/trial.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { complainOf } from '../problems.ts';
import { readPlan } from '../read-plan.ts';
import type { Terminal } from '../terminal.ts';
import { complainOfOptions, tellTrial, type TrialOptions } from '../trial.ts';

interface Options extends TrialOptions {
  readonly url: string;
  readonly plan?: string;
  readonly path?: string;
  readonly status?: string;
  readonly within?: string;
}

const places = {
  url: '--url',
  'smoke[0].path': '--path',
  'smoke[0].status': '--status',
  'smoke[0].within': '--within',
};

export function smokeCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('smoke')
    .description(
      'Asks an address what the smoke test asks. Ends 0 where every answer was as expected, else 20.',
    )
    .requiredOption('--url <url>', 'where it runs, such as https://staging.example.com')
    .option('--plan <file>', "the plan's smoke tests, instead of one GET")
    .option('--path <path>', 'what is asked for; else /health')
    .option('--status <status>', 'what must come; else 200')
    .option('--within <latency>', 'how long it may take; else 2s')
    .option('--junit <file>', 'write the answers as JUnit XML too, for pipelines')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExample:\n  npx cutover smoke --url https://staging.example.com --plan events/plan.yml\n',
    )
    .action(async (options: Options) => exit(await run(io, options)));
}

async function run(io: Terminal, options: Options): Promise<ExitCode> {
  const planned = options.plan === undefined ? undefined : await readPlan(options.plan);
  if (planned !== undefined && 'problems' in planned) {
    complainOf(io, options.plan ?? '', planned.problems);
    return exitCodes.badInput;
  }
  const parsed = parseSmokeTrial({ url: options.url, ...smokeOf(options) });
  if ('problems' in parsed) return complainOfOptions(io, 'smoke', parsed.problems, places);
  const { url } = parsed.read;
  const smoke = planned?.plan.smoke ?? parsed.read.smoke;
  const answers = await runSmoke(localWorld({}, ''), new URL(url).host, { smoke }, {}, url);
  const lines = answers.map(({ passed, isUnread, text }, index) => ({
    id: `${smoke[index]?.method ?? 'GET'} ${smoke[index]?.path ?? ''}`,
    verdict: passed ? ('pass' as const) : isUnread === true ? ('error' as const) : ('fail' as const),
    evidence: text,
  }));
  return tellTrial(io, { what: url, lines }, options);
}

/** Only what was said: the rest has the plan's defaults. */
function smokeOf({ path, status, within }: Options): { readonly smoke?: unknown } {
  if (path === undefined && status === undefined && within === undefined) return {};
  const wanted = status === undefined ? undefined : Number(status);
  return {
    smoke: [
      { ...(path && { path }), ...(wanted !== undefined && { status: wanted }), ...(within && { within }) },
    ],
  };
}

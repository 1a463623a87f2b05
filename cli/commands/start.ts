/** `cutover start FILE [--live]`: starts the deployed cutover, under the caller's name. Without `--live` a dry run. */
import { Command } from 'commander';
import { showUrl, startUrl } from '../../aws/signed.ts';
import { cutoverIdForm } from '../../core/plan/cutover-id.ts';
import { ask, type Heard, urlOf } from '../ask.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { LineOf } from '../lines.ts';
import { nameFor } from '../name-cutover.ts';
import { complainOf } from '../problems.ts';
import { readPlan } from '../read-plan.ts';
import type { Terminal } from '../terminal.ts';
import { wallTime } from '../wall.ts';
import { follow } from '../watch/follow.ts';
import { where as whereShown } from '../watch/shown.ts';

const where =
  'set CUTOVER_START_URL, or give --url, to the stack output StartCutoverLambdaFunctionUrl (aws cloudformation describe-stacks)';

interface Options {
  readonly live?: boolean;
  readonly id?: string;
  readonly url?: string;
  readonly watch?: boolean;
  readonly json?: boolean;
}

export function startCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('start')
    .description('Starts the deployed cutover in your name. A dry run, which changes nothing, unless --live.')
    .argument('<file>', 'the plan, YAML or JSON')
    .option('--live', 'change things; whatever the plan says of `live`, without this it is a dry run')
    .option('--id <id>', "the cutover's name; by default made of service, image tag and time")
    .option('--url <url>', 'where the deployed cutover takes plans; else CUTOVER_START_URL')
    .option('--watch', 'tell its story until its end, as `cutover watch` does, and exit with that')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  npx cutover start events/plan.yml --live --id claude-proxy-2.4.0\n')
    .action(async (file: string, options: Options) => exit(await startFrom(io, file, options)));
}

async function startFrom(io: Terminal, file: string, options: Options): Promise<ExitCode> {
  const read = await readPlan(file);
  if ('problems' in read) {
    complainOf(io, file, read.problems);
    return exitCodes.badInput;
  }
  const live = options.live === true;
  const cutoverId = options.id ?? nameFor(read.plan, wallTime(), live ? '' : '-dry');
  if (!cutoverIdForm.test(cutoverId)) {
    io.complain(
      `--id ${cutoverId}: letters, digits, dots, dashes and underscores, at most 80, a letter or digit first`,
    );
    return exitCodes.badInput;
  }
  const url = urlOf(io, startUrl(options.url), where);
  if (url === undefined) return exitCodes.badInput;
  const shown = options.watch === true ? urlOf(io, showUrl(undefined), whereShown) : undefined;
  if (options.watch === true && shown === undefined) return exitCodes.badInput;
  const heard: Heard<Started> = await ask(
    url,
    { cutoverId, live, plan: read.document },
    {
      of: 'startCutover',
      unheard: `it may have started or not; start it again with --id ${cutoverId}: the same twice is one cutover`,
    },
  );
  const json = options.json === true;
  const placedAt = withLines(heard, read.lineOf);
  if (shown === undefined || heard.code !== exitCodes.ok || !json)
    report(io, { cutoverId, live }, placedAt, json);
  if (shown === undefined || heard.code !== exitCodes.ok) return heard.code;
  return follow(io, { url: shown, cutoverId, everyMilliseconds: 5_000, json });
}

/** The function knows the plan and not its file. */
function withLines(heard: Heard<Started>, lineOf: LineOf): Heard<Started> {
  const problems = heard.said.problems?.map((problem) => {
    const line = lineOf(/^(.*?): /.exec(problem)?.[1] ?? '');
    return line === undefined ? problem : `line ${line}: ${problem}`;
  });
  return { ...heard, said: { ...heard.said, ...(problems && { problems }) } };
}

interface Started {
  readonly executionArn: string;
  /** Why not, each at its place in the plan. */
  readonly problems: readonly string[];
}

function report(
  io: Terminal,
  { cutoverId, live }: { readonly cutoverId: string; readonly live: boolean },
  { code, does, told, said: { executionArn, problems = [] } }: Heard<Started>,
  json: boolean,
): void {
  const link = executionArn === undefined ? undefined : consoleLink(executionArn);
  if (json) return io.print(JSON.stringify({ cutoverId, live, does, told, executionArn, link, problems }));
  if (code !== exitCodes.ok) {
    io.complain(told);
    for (const problem of problems) io.complain(`  ${problem}`);
    return;
  }
  io.print(told);
  if (link !== undefined) io.print(`  see it     ${link}`);
  io.print(`  watch it   npx cutover watch ${cutoverId}`);
  if (!live) return;
  io.print(`  hold it    npx cutover hold ${cutoverId}`);
  io.print(`  end it     npx cutover abort ${cutoverId}`);
}

/** `arn:aws:states:REGION:…`; other partitions have consoles of their own. */
function consoleLink(arn: string): string | undefined {
  const [, partition, , region] = arn.split(':');
  if (partition !== 'aws') return undefined;
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${arn}`;
}

/** `cutover report [ID]`: the report of a deployed cutover, as a page, as Markdown or as JSON. */
import { Command, Option } from 'commander';
import { showUrl } from '../../aws/signed.ts';
import { cutoverIdForm } from '../../core/plan/cutover-id.ts';
import { urlOf } from '../ask.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keepFile, problemWithFile } from '../report/keep.ts';
import { type Format, formats, writtenAs } from '../report/write.ts';
import type { Terminal } from '../terminal.ts';
import { newestOf, reportOne, where } from '../watch/shown.ts';

interface Options {
  readonly url?: string;
  readonly format: Format;
  readonly output?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const usage = `
Examples:
  npx cutover report claude-proxy-2.4.0
  npx cutover report --format markdown
  npx cutover report claude-proxy-2.4.0 --json | jq .users
`;

export function reportCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('report')
    .description('Fetches the report of a deployed cutover that is over. Changes nothing there.')
    .argument('[id]', 'the cutover; without it, the newest')
    .addOption(new Option('--format <format>', 'how it is written').choices(formats).default('html'))
    .option('--output <file>', 'where to; - is standard output. By default ID.html here, others printed')
    .option('--force', 'write over a file that is there')
    .addOption(
      new Option('--json', 'print one JSON document: the same as --format json --output -').conflicts([
        'format',
        'output',
        'force',
      ]),
    )
    .option('--url <url>', 'where the deployed cutover shows itself; else CUTOVER_SHOW_URL')
    .addHelpText('after', usage)
    .action(async (id: string | undefined, options: Options) => exit(await run(io, id, options)));
}

async function run(io: Terminal, given: string | undefined, options: Options): Promise<ExitCode> {
  const bad = (why: string) => {
    io.complain(why);
    return exitCodes.badInput;
  };
  if (given !== undefined && !cutoverIdForm.test(given))
    return bad(`${JSON.stringify(given)} cannot be a cutover's name: npx cutover list has them`);
  const url = urlOf(io, showUrl(options.url), where);
  if (url === undefined) return exitCodes.badInput;
  const newest = given === undefined ? await newestOf(url) : { cutoverId: given };
  if (!('cutoverId' in newest)) {
    io.complain(newest.told);
    return newest.code;
  }
  const { cutoverId } = newest;
  const format = options.json === true ? 'json' : options.format;
  const file = options.output ?? (format === 'html' ? `${cutoverId}.html` : '-');
  const force = options.force === true;
  const problem = file === '-' ? undefined : await problemWithFile(file, force);
  if (problem !== undefined) return bad(problem);
  const { code, does, told, said } = await reportOne(url, cutoverId);
  if (code !== exitCodes.ok) {
    io.complain(told);
    return code;
  }
  if (does !== 'report') return bad('what is deployed is older than this command: deploy it anew');
  if (said.report === undefined)
    return bad(`${cutoverId} is not over (${told}): watch it with npx cutover watch ${cutoverId}`);
  const text = writtenAs(format, said.report);
  if (file === '-') io.print(text.trimEnd());
  else return keep(io, { file, text, force, told });
  return exitCodes.ok;
}

interface Kept {
  readonly file: string;
  readonly text: string;
  readonly force: boolean;
  readonly told: string;
}

async function keep(io: Terminal, { file, text, force, told }: Kept): Promise<ExitCode> {
  const problem = await keepFile(file, text, force);
  if (problem !== undefined) {
    io.complain(problem);
    return exitCodes.badInput;
  }
  io.progress(`${told}\n`);
  io.print(`Report: ${file}`);
  return exitCodes.ok;
}

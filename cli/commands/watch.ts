/** `cutover watch [ID]`: a deployed cutover's story in a terminal, until its end. */
import { Command, InvalidArgumentError } from 'commander';
import { showUrl } from '../../aws/signed.ts';
import { urlOf } from '../ask.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { follow } from '../watch/follow.ts';
import { newestOf, shareOne, where } from '../watch/shown.ts';

interface Options {
  readonly url?: string;
  readonly every: number;
  readonly json?: boolean;
  readonly link?: boolean;
}

export function watchCommand(io: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('watch')
    .description(
      "Tells a deployed cutover's story until its end, and exits with that. Only looks: Ctrl-C stops looking.",
    )
    .argument('[id]', 'the cutover; without it, the newest that runs, or the newest')
    .option('--url <url>', 'where the deployed cutover shows itself; else CUTOVER_SHOW_URL')
    .option('--every <seconds>', 'how often it looks', seconds, 5)
    .option('--link', 'print a link to its control room instead: whoever has it looks on for twelve hours')
    .option('--json', 'print one JSON document, at the end')
    .addHelpText(
      'after',
      '\nExamples:\n  npx cutover watch claude-proxy-2.4.0\n  npx cutover watch claude-proxy-2.4.0 --link\n',
    )
    .action(async (id: string | undefined, options: Options) => exit(await run(io, id, options)));
}

async function run(io: Terminal, id: string | undefined, options: Options): Promise<ExitCode> {
  const url = urlOf(io, showUrl(options.url), where);
  if (url === undefined) return exitCodes.badInput;
  const everyMilliseconds = options.every * 1000;
  const json = options.json === true;
  const look = (cutoverId: string) =>
    options.link === true
      ? share(io, url, cutoverId, json)
      : follow(io, { url, cutoverId, everyMilliseconds, json });
  if (id !== undefined) return look(id);
  const newest = await newestOf(url);
  if ('cutoverId' in newest) return look(newest.cutoverId);
  io.complain(newest.told);
  return newest.code;
}

/** The link alone on standard output: for a pipe into whatever tells people. */
async function share(io: Terminal, url: URL, cutoverId: string, json: boolean): Promise<ExitCode> {
  const { code, told, said } = await shareOne(url, cutoverId);
  const { link, until } = said;
  if (link === undefined) {
    io.complain(told);
    return code === exitCodes.ok ? exitCodes.ourFault : code;
  }
  io.print(json ? JSON.stringify({ cutoverId, link, until }, null, 2) : link);
  io.progress(`${told}\n`);
  return code;
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0.05 && value <= 600) return value;
  throw new InvalidArgumentError('seconds are a number up to 600.');
}

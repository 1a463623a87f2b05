/** `cutover skip | hold | resume | abort ID`: people's words to a deployed cutover that runs. */
import { Command } from 'commander';
import { commandUrl } from '../../aws/signed.ts';
import type { CommandWord } from '../../core/command/command.ts';
import { ask, type Heard, urlOf } from '../ask.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

const about: Readonly<Record<CommandWord, string>> = {
  skip: 'Ends the wait of the ramp that is going on. The share still rises on evidence only.',
  hold: 'Keeps the share where it is, for an hour at most; without a resume it then goes back.',
  resume: 'Ends a hold.',
  abort: 'Takes everybody back to stable, at once. Saying it twice is harmless.',
};

export const where =
  'set CUTOVER_URL, or give --url, to the stack output TakeCommandLambdaFunctionUrl (aws cloudformation describe-stacks)';

export function sayCommand(word: CommandWord) {
  return (io: Terminal, exit: (code: ExitCode) => void): Command =>
    new Command(word)
      .description(about[word])
      .argument('<id>', "the cutover: its execution's name")
      .option('--url <url>', 'where the deployed cutover listens; else CUTOVER_URL')
      .option('--json', 'print one JSON document')
      .addHelpText('after', `\nExample:\n  npx cutover ${word} claude-proxy-2.4.0\n`)
      .action(async (cutoverId: string, options: { url?: string; json?: boolean }) => {
        const url = urlOf(io, commandUrl(options.url), where);
        if (url === undefined) return exit(exitCodes.badInput);
        const heard = await say(url, { cutoverId, command: word });
        if (options.json === true) io.print(JSON.stringify({ does: heard.does, told: heard.told }));
        else if (heard.code === exitCodes.ok) io.print(heard.told);
        else io.complain(heard.told);
        return exit(heard.code);
      });
}

export interface ShownGate {
  readonly gate: string;
  readonly status: string;
  readonly digest: string;
  readonly subject: {
    readonly images: readonly string[];
    readonly evidence: string;
    readonly percent?: number;
  };
}

/** `gate`: what a gate decides about, where it was asked. */
export function say(url: URL, document: object): Promise<Heard<{ gate: ShownGate }>> {
  return ask(url, document, {
    of: 'takeCommand',
    unheard: 'it may have been heard or not; say it again, it is safe',
  });
}

/** `cutover skip | hold | resume | abort ID`: people's words to a deployed cutover that runs. */
import { Command } from 'commander';
import { commandUrl, postSigned } from '../../aws/signed.ts';
import type { HttpResponse } from '../../aws/world.ts';
import type { CommandWord } from '../../core/command/command.ts';
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
        const url = commandUrl(options.url);
        if (url === undefined || !URL.canParse(url)) {
          io.complain(`where is it deployed? ${where}${url === undefined ? '' : ` (${url} is no URL)`}`);
          return exit(exitCodes.badInput);
        }
        const heard = await say(new URL(url), { cutoverId, command: word });
        if (options.json === true) io.print(JSON.stringify({ does: heard.does, told: heard.told }));
        else if (heard.code === exitCodes.ok) io.print(heard.told);
        else io.complain(heard.told);
        return exit(heard.code);
      });
}

export interface Heard {
  readonly code: ExitCode;
  readonly does: string;
  readonly told: string;
  /** What a gate decides about, where it was asked. */
  readonly gate?: ShownGate;
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

export async function say(url: URL, document: object): Promise<Heard> {
  try {
    return understood(await postSigned(url, document));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const told = `no answer from ${url.host} (${why}): it may have been heard or not; say it again, it is safe`;
    return { code: exitCodes.ourFault, does: 'unknown', told };
  }
}

function understood({ status, body }: HttpResponse): Heard {
  const { does = 'nothing', told, Message, gate } = documentOf(body);
  if (told !== undefined)
    return { code: status === 200 ? exitCodes.ok : exitCodes.badInput, does, told, ...(gate && { gate }) };
  if (status === 403) {
    const needed = 'its caller needs lambda:InvokeFunctionUrl and lambda:InvokeFunction on takeCommand';
    return {
      code: exitCodes.badInput,
      does,
      told: `AWS refused the call (${Message ?? 'Forbidden'}): ${needed}`,
    };
  }
  return { code: exitCodes.ourFault, does, told: `the function answered ${status}: ${body.slice(0, 300)}` };
}

function documentOf(body: string): { does?: string; told?: string; Message?: string; gate?: ShownGate } {
  try {
    return Object(JSON.parse(body)) as object;
  } catch {
    return {};
  }
}

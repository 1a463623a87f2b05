/** `cutover approve | reject ID`: an answer at a gate, signed with the AWS credentials of whoever gives it. */
import { Command, Option } from 'commander';
import { commandUrl } from '../../aws/signed.ts';
import { type AnswerWord, gateNames } from '../../core/gate/gate.ts';
import { urlOf } from '../ask.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { say, type ShownGate, where } from './say.ts';

const about: Readonly<Record<AnswerWord, string>> = {
  approve:
    'Approves what a cutover asks: shows it, and then approves exactly that. Nobody approves their own.',
  reject: 'Rejects what a cutover asks: it refuses, or goes back. One rejection is enough.',
};

interface Options {
  readonly gate?: string;
  readonly reason?: string;
  readonly digest?: string;
  readonly url?: string;
  readonly json?: boolean;
}

export function answerCommand(word: AnswerWord) {
  return (io: Terminal, exit: (code: ExitCode) => void): Command =>
    new Command(word)
      .description(about[word])
      .argument('<id>', "the cutover: its execution's name")
      .addOption(
        new Option('--gate <name>', 'the gate; without it, the one where it waits').choices(gateNames),
      )
      .option('--reason <text>', 'why: everybody reads it')
      .option('--digest <digest>', 'answer only if this is still what it asks about, as you were shown')
      .option('--url <url>', 'where the deployed cutover listens; else CUTOVER_URL')
      .option('--json', 'print one JSON document')
      .addHelpText(
        'after',
        `\nExample:\n  npx cutover ${word} claude-proxy-2.4.0 --reason "checked with support"\n`,
      )
      .action(async (cutoverId: string, options: Options) => exit(await run(io, word, cutoverId, options)));
}

async function run(io: Terminal, word: AnswerWord, cutoverId: string, options: Options): Promise<ExitCode> {
  const { gate, reason, json } = options;
  const url = urlOf(io, commandUrl(options.url), where);
  if (url === undefined) return exitCodes.badInput;
  const which = { cutoverId, ...(gate !== undefined && { gate }) };
  const looked = options.digest === undefined ? await say(url, { ...which, command: 'look' }) : undefined;
  const digest = options.digest ?? looked?.said.gate?.digest;
  if (looked?.said.gate !== undefined && json !== true) io.progress(`${shown(looked.said.gate)}\n`);
  // What there is to see decides whether there is something to answer.
  const heard =
    digest === undefined && looked !== undefined
      ? looked
      : await say(url, { ...which, command: word, digest, ...(reason !== undefined && { reason }) });
  if (json === true) io.print(JSON.stringify({ does: heard.does, told: heard.told }));
  else if (heard.code === exitCodes.ok) io.print(heard.told);
  else io.complain(heard.told);
  return heard.code;
}

function shown({ gate, digest, subject }: ShownGate): string {
  const { images, evidence, percent } = subject;
  return [
    percent === undefined ? gate : `${gate} to ${percent} %`,
    ...images.map((image) => `  ${image}`),
    `  ${evidence}`,
    `  digest ${digest}`,
  ].join('\n');
}
